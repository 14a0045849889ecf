"""The words: frozen dataclasses, enums and rule tables. No files, no sums."""
