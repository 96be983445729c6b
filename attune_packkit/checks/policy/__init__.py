"""Checks of policies: what they bound, and how."""
