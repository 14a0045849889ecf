"""Every fault assetmap raises on purpose, in one tree.

    AssetmapError
    ├── InputError (ValueError)          a file, row or option that cannot be used
    │   ├── FileUnusableError            the whole file is refused; nothing was written
    │   └── OptionError                  an option's value is not one we know
    ├── NotFoundError (LookupError)      a place, asset, person or part is not there
    ├── NotYetError (NotImplementedError) asked for something that is planned, not built
    ├── ConflictError (RuntimeError)     the place changed, or the name is already taken
    ├── CancelledError (RuntimeError)    somebody stopped the work; nothing of it was written
    └── OutsideError (OSError)           disk, database or network did not do its part

A message says what is wrong, which thing, what was expected and what to do.
"""

from __future__ import annotations


class AssetmapError(Exception):
    """Root of all faults that a person can do something about."""


class InputError(AssetmapError, ValueError):
    """Something given to us cannot be used."""


class FileUnusableError(InputError):
    """A whole file is refused and nothing was written."""


class OptionError(InputError):
    """An option has a value we do not know, or options that do not go together."""


class NotFoundError(AssetmapError, LookupError):
    """The place, asset, person or part that was named is not there."""


class NotYetError(AssetmapError, NotImplementedError):
    """A known wish that is not built yet: refused, never ignored."""


class ConflictError(AssetmapError, RuntimeError):
    """Somebody else changed it first, or the name is taken."""


class CancelledError(AssetmapError, RuntimeError):
    """Somebody stopped the work between two steps; nothing of it was written."""


class OutsideError(AssetmapError, OSError):
    """The disk, the database or the network did not do its part."""
