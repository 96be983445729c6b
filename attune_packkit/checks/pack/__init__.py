"""Checks of a pack as a whole: its files, and its place among other packs."""
