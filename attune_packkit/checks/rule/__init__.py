"""Checks of rules: what they name, what they pass, and when they match."""
