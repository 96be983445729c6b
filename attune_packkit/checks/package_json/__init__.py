"""Checks of `package.json`. The file is read, never installed from."""
