"""Files that come with the package: the made-up demo place."""

from __future__ import annotations

from pathlib import Path

from assetmap.errors import NotFoundError
from assetmap.messages import tr

_PACKAGE = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Return the folder of shipped data: inside an installed package, or beside it in a checkout.

    Raises
    ------
    NotFoundError
        Neither is there, so the installation is not whole.
    """
    for folder in (_PACKAGE / "_data", _PACKAGE.parent / "data"):
        if (folder / "demo").is_dir():
            return folder
    raise NotFoundError(tr("The demo files are missing. Expected them inside the installed package. Install it again."))
