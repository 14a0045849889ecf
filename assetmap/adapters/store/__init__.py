"""The door to the database: one register a place, on SQLite or PostgreSQL."""

from assetmap.adapters.store.sql_store import open_store

__all__ = ["open_store"]
