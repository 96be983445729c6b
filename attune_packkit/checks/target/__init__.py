"""Checks of what one Attune writes and the other does not read; silent unless a target is named."""
