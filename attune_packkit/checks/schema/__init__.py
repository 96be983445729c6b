"""Checks of schemas: parameters, outputs, configuration, queue items."""
