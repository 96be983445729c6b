"""Checks of a pack's default configuration against its schema."""
