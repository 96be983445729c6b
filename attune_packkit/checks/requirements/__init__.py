"""Checks of `requirements.txt`. The file is read, never installed from."""
