"""Checks of placement: on which workers something may run."""
