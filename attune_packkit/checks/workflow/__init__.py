"""Checks of workflows: their tasks, what follows what, and what they call."""
