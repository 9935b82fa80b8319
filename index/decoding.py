"""A file's bytes and its text.

Owns everything that can be wrong with a file before its format matters: missing, unreadable,
too large, binary, in another encoding. Unlike `formats`, which decides by the suffix what to make
of a text, a suffix means nothing here. Each failure is an `ArticleError`: reason and remedy on
one line, without the path, which the caller knows.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from index.errors import ArticleError

MAX_BYTES = 20_000_000

_LOOKED_AT = 65_536
# Unicode's control characters but white space. Unicode promises never to have others.
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_MAGIC = (
    (b"%PDF-", "a PDF: convert it, for example with `pdftotext`"),
    (b"PK\x03\x04", "a zip, Word or EPUB file: save it as .txt, .md or .html"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file: save it as .txt, .md or .html"),
    (b"{\\rtf", "an RTF file: save it as .txt, .md or .html"),
    (b"\x1f\x8b", "gzip: unpack it"),
    (b"\x89PNG", "a PNG picture: leave it out"),
    (b"\xff\xd8\xff", "a JPEG picture: leave it out"),
    (b"GIF8", "a GIF picture: leave it out"),
)
_WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_REASONS = {
    errno.ENOENT: "gone: it was moved or deleted, or it is a link to nothing",
    errno.EACCES: "no permission to read it: `chmod u+r` it or run as its owner",
    errno.EPERM: "no permission to read it: `chmod u+r` it or run as its owner",
    errno.EISDIR: "a folder, not a file: name the files or index the folder",
    errno.ELOOP: "a symbolic link that leads back to itself: remove the link",
    errno.ENAMETOOLONG: "its name is too long for this system: rename it",
    errno.ENOTDIR: "gone: a part of its path is not a folder",
}


def load(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file, at most `max_bytes` of them.

    Raises ArticleError if it cannot be read, is larger, or has nothing but white space.
    """
    try:
        data = _read(path, max_bytes)
    except OSError as error:
        raise ArticleError(os_reason(error)) from error
    except ValueError as error:  # a NUL in the path
        raise ArticleError(f"not a path that a file can have: {error}") from error
    if not data.strip():
        raise ArticleError(
            "empty: nothing in it but white space; remove it or write to it"
            if data
            else "empty: it has 0 bytes; remove it or write to it"
        )
    return data


def decode(data: bytes) -> str:
    """`data` as UTF-8, to the letter: newlines and a byte order mark are kept.

    Raises ArticleError if it is binary or in another encoding.
    """
    _refuse_binary(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(_wrong_encoding(data, error)) from error
    return checked(text)


def checked(text: str) -> str:
    """`text`, unless it is blank or mostly control characters: ArticleError."""
    if not text.strip("\ufeff \t\r\n") or text.isspace():
        raise ArticleError("empty: nothing in it but white space; remove it or write to it")
    head = text[:_LOOKED_AT]
    if len(_CONTROL.findall(head)) * 10 > len(head):
        raise ArticleError(
            "binary: mostly control characters; only text can be quoted: leave it out"
        )
    return text


def os_reason(error: OSError) -> str:
    """What went wrong with a file, for a person."""
    known = _REASONS.get(error.errno or 0)
    return known or f"cannot be read: {error.strerror or error}; check the disk and try again"


def _read(path: Path, max_bytes: int) -> bytes:
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, a device has no end
        raise ArticleError("not a regular file (a pipe, a socket or a device): leave it out")
    if found.st_size > max_bytes:
        raise ArticleError(_too_large(found.st_size, max_bytes))
    with path.open("rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:  # it grew since it was measured
        raise ArticleError(_too_large(len(data), max_bytes))
    return data


def _too_large(size: int, max_bytes: int) -> str:
    return f"{_megabytes(size)}; at most {_megabytes(max_bytes)}: split it"


def _megabytes(size: int) -> str:
    """`size` in MB, rounded up to a tenth, so that a limit never seems to be kept."""
    tenths = -(-size // 100_000)
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths / 10} MB"


def _refuse_binary(data: bytes) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ArticleError(f"binary: {what}")
    for mark, name in _WIDE:
        if data.startswith(mark):
            raise ArticleError(f"{name}, not UTF-8: run `iconv -f {name} -t utf-8` on it")
    at = data.find(b"\0")
    if at >= 0:
        raise ArticleError(
            f"binary: a NUL byte at offset {at}; only text can be quoted: leave it out"
        )


def _wrong_encoding(data: bytes, error: UnicodeDecodeError) -> str:
    guess = _guess(data)
    seems = f"; it may be {guess}" if guess else ""
    return (
        f"not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start}{seems}): "
        f"run `iconv -f {guess or 'ENCODING'} -t utf-8` on it"
    )


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # needed for failures alone

    best = from_bytes(data[:_LOOKED_AT]).best()
    return None if best is None or best.encoding in ("utf_8", "ascii") else best.encoding
