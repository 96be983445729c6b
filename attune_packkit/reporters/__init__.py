"""The built-in reporters, one per file: pure functions from a run's result to text."""
