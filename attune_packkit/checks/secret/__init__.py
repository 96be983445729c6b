"""Checks that secrets are marked as such and are never written down."""
