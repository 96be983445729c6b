"""Checks of triggers: their kind, their fields and their examples."""
