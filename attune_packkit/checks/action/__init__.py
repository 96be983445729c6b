"""Checks of actions: what they run, with what, and what they say about it."""
