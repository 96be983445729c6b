"""Attacks: what must not happen, whatever a pack holds."""
