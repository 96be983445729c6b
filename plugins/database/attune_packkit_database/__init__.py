"""Registers packs in a database: SQLite beside the packs, or PostgreSQL for a team."""
