"""Run the register's revisions on the connection that ``database.py`` hands over; no alembic.ini is needed."""

from alembic import context

from assetmap.adapters.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
