"""Checks of what all components have in common: their files, and their refs."""
