"""Packs as pytest items; inert unless asked for."""
