"""Checks of runtimes: their versions and their commands."""
