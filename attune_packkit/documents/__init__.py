"""Bytes to values with positions on demand. Nothing here raises for what a file holds."""
