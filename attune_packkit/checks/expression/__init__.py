"""Checks of expressions: their grammar, functions and types."""
