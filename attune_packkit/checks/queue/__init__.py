"""Checks of work queues: their definition, their action, and where their numbers come from."""
