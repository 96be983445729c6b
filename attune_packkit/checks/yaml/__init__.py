"""Checks of a file as YAML, before it means anything."""
