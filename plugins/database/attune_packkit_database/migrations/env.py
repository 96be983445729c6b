"""Runs migrations on the connection that `schema` gives, inside its transaction."""

from alembic import context

from attune_packkit_database.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
context.run_migrations()
