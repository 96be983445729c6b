"""Runners of the tests that a pack brings along."""
