"""Checks of how long logs and artifacts are kept."""
