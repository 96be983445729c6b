"""Text from elsewhere, made safe to show in a message."""

from __future__ import annotations


def shown(text: str, limit: int = 80) -> str:
    """Quote text for a message: escapes made visible, cut at `limit` characters."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut) + "'"


def shown_path(path: str) -> str:
    """Quote a path for a message: as `shown` does, but never cut short of what can be opened."""
    return shown(path, 4096)
