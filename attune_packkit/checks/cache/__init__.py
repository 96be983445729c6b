"""Checks of caches: who owns the records, and how many are kept."""
