"""Checks: the record, their inputs, the engine that runs them, and the choice of what to report."""
