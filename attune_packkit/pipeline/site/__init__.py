"""Building the registry's site: packs gathered, pages written, and what the next build may keep."""
