"""Write the made-up demo place: ``python make_demo.py [FOLDER]``, by default into the folder it lies in.

The same bytes come out each time: dice are seeded, times are fixed, nothing is compressed.
It needs openpyxl, osmium and pyproj, and nothing of the package it is a demo of.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write all files and name the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    sys.dont_write_bytecode = True
    importlib.import_module("writer.everything").write_everything(folder)
    print(f"Wrote the made-up demo place to {folder}")


if __name__ == "__main__":
    main()
