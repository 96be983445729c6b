"""Checks of a manifest's `testing` section: what runs the pack's own tests."""
