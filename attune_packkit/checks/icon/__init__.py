"""Checks of a pack's icon."""
