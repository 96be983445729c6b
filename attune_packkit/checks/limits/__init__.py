"""Checks of a pack's size against what Attune reads."""
