"""Checks of the manifest, `pack.yaml`."""
