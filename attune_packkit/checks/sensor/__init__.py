"""Checks of sensors: the program each runs and the triggers it feeds."""
