"""What files a generation of the index consists of, and whether they are whole.

Owns the one defence against files that are lost or damaged unnoticed: Chroma makes an empty store
of a folder without a database and finds nothing in one without its HNSW files. Unlike
`snapshots`, it does not know what the files are for.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from index.failures import corrupt, while_reading

MANIFEST = "manifest.json"
# Chroma writes a row into its database whenever it is opened, so its size and hash may change.
RESTLESS = "chroma.sqlite3"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a generation."""

    files: dict[str, tuple[int, str]]  # size and SHA-256 by path in the generation's folder
    stale: int = 0  # passages that were removed, but keep their place in Chroma's files

    def check(self, folder: Path, *, thoroughly: bool = False) -> None:
        """Raises StoreCorrupt unless every file is there in its size; thoroughly: to the byte."""
        with while_reading(folder):
            for name, (size, sha256) in self.files.items():
                file = folder / name
                if not file.is_file():
                    raise corrupt(folder, f"{name} is missing")
                if file.name == RESTLESS:
                    continue
                if file.stat().st_size != size or (thoroughly and _sha256(file) != sha256):
                    raise corrupt(folder, f"{name} is damaged")


def write(folder: Path, stale: int) -> None:
    """Writes the manifest of files that are complete and closed, and flushes all to the disk."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    found = {f.relative_to(folder).as_posix(): (f.stat().st_size, _sha256(f)) for f in files}
    text = json.dumps(asdict(Manifest(found, stale)), indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    # So that after a power cut index.json never names files that are half there.
    for path in (*folder.rglob("*"), folder, folder.parent):
        flush(path)


def read(folder: Path) -> Manifest:
    """What `write` found. Raises StoreCorrupt if it cannot be read."""
    with while_reading(folder):
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): (int(size), str(sha)) for name, (size, sha) in fields["files"].items()}
        return Manifest(files, int(fields["stale"]))


def flush(path: Path) -> None:
    """Forces a file, or a folder's list of files, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
