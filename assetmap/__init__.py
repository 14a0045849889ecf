"""assetmap: what a community has, who has not been reached yet, who can get there and home."""

__version__ = "0.1.0"
