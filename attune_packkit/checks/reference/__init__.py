"""Checks of names that lead from one component to another, within a pack and between packs."""
