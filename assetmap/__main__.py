"""``python -m assetmap`` is the same as the ``assetmap`` command."""

from assetmap.cli import main

main()
