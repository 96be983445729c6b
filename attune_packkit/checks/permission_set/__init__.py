"""Checks of permission sets: their grants."""
