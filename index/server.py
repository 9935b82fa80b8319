"""The address of a Chroma server, and whether one answers there.

Owns what is tried before Chroma's own client is. Unlike `store`, which puts passages there, it
does not import chromadb, so that whoever only asks whether the server is up does not wait for it.
"""

from __future__ import annotations

import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit

from index.errors import ConfigError, StoreUnreachable
from index.failures import unreachable

TIMEOUT_S = 30.0  # for a server's answer
BEAT = b'"nanosecond heartbeat"'  # what every answer has in it
MOST_BYTES = 1_000  # of a heartbeat, which has forty


def address(url: str) -> SplitResult:
    """The parts of a server's address. Raises ConfigError, which shows no password."""
    try:
        found = urlsplit(url)
        if found.scheme in ("http", "https") and found.hostname and found.port != 0:
            if found.port or found.scheme == "https":
                return found
            return found._replace(netloc=f"{found.netloc.rstrip(':')}:8000")
    except ValueError:  # a port that is no number
        pass
    place = url.rpartition("@")[2]
    raise ConfigError(
        f"{place!r} is not a Chroma server's address, such as http://localhost:8000. "
        "Set PULLQUOTE_CHROMA_URL right, or unset it to keep the index in the data folder."
    )


def shown(address: SplitResult) -> str:
    """The address without user and password, as Chroma's client takes it."""
    return f"{address.scheme}://{address.netloc.rpartition('@')[2]}{address.path.rstrip('/')}"


def check(url: str) -> None:
    """Raises StoreUnreachable unless a Chroma server answers, ConfigError if it is no address.

    Chroma's client would wait for ever, and cannot tell another kind of server from its own.
    """
    host = shown(address(url))
    try:
        # The scheme was checked: it is http or https.
        with urllib.request.urlopen(f"{host}/api/v2/heartbeat", timeout=TIMEOUT_S) as beat:  # noqa: S310
            found = beat.read(MOST_BYTES)
    except HTTPError as error:
        if error.code in (401, 403):  # the client sends credentials, this did not
            return
        raise _another(host, str(error)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise unreachable(host, str(error)) from None
    if BEAT not in found:  # many a server has a page for every address
        raise _another(host, "what it sends is no heartbeat")


def _another(host: str, why: str) -> StoreUnreachable:
    return StoreUnreachable(
        f"{host} answers, but not as a Chroma server ({why}). Is PULLQUOTE_CHROMA_URL right?"
    )
