"""Contributes the built-in reporters."""
