"""Checks of scripts as text; nothing of a pack is ever run."""
