"""Everything that Pullquote raises on purpose.

    PullquoteError                  a message for a person: value, cause, remedy
    ├── UsageError                  wrong use or configuration: exit code 2
    │   └── ConfigError             a setting is unknown, malformed or out of bounds
    ├── ArticleError                one file cannot become an article; the others can
    ├── StoreError                  the index on disk or on the server
    │   ├── NoIndex                 nothing has been indexed here yet
    │   ├── StoreMismatch           made by another model, settings or version
    │   ├── StoreCorrupt            files are there and cannot be read
    │   ├── StoreBusy               another process is writing it
    │   ├── StoreFull               the disk is full
    │   └── StoreUnreachable        the Chroma server does not answer
    └── ModelError                  a model is missing, altered or unknown

Unlike the standard exceptions these are never a bug: the command line prints
the message alone, without a traceback.
"""


class PullquoteError(Exception):
    """A failure that a person can act on. The message names value, cause and remedy."""


class UsageError(PullquoteError):
    """Wrong use of a command, or a question that cannot be asked."""


class ConfigError(UsageError):
    """A setting is unknown, malformed or out of bounds."""


class ArticleError(PullquoteError):
    """One file cannot be read as an article. Carries the reason, without the path."""


class StoreError(PullquoteError):
    """The index cannot be used as it stands."""


class NoIndex(StoreError):
    """Nothing has been indexed in this data folder yet."""


class StoreMismatch(StoreError):
    """The index was made by another embedding model, other settings or another version."""


class StoreCorrupt(StoreError):
    """Files of the index are missing or unreadable."""


class StoreBusy(StoreError):
    """Another process is writing this index."""


class StoreFull(StoreError):
    """The disk ran full while the index was written; the index before is untouched."""


class StoreUnreachable(StoreError):
    """The Chroma server does not answer."""


class ModelError(PullquoteError):
    """A model is missing, altered or unknown, or its provider fails."""
