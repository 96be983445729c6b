"""Checks of templates: what stands between literal text and expressions."""
