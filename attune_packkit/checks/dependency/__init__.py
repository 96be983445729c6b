"""Checks of what packs need: other packs, and versions of the platform."""
