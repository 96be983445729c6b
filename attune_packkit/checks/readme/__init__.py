"""Checks of a pack's README."""
