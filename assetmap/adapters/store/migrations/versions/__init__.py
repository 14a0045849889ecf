"""The register's revisions, run by Alembic from inside the package."""
