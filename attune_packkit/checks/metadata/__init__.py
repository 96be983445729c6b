"""Checks of what a metadata file may hold at all, whatever it describes."""
