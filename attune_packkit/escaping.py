"""Text from elsewhere, made fit to show in a message: cut to a length, and escaped."""

from __future__ import annotations

MAX_SHOWN = 1_000
"""Characters of a message that are shown; a name in it may be as long as its file."""


def clipped(text: str, limit: int = MAX_SHOWN) -> str:
    """Return text of at most `limit` characters; the end of a longer one gives way to `…`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shown(text: str, limit: int = 80) -> str:
    """Quote text for a message: escapes made visible, cut at `limit` characters."""
    escaped = (c if c.isprintable() else ascii(c)[1:-1] for c in clipped(text, limit))
    return f"'{''.join(escaped)}'"


def shown_path(path: str) -> str:
    """Quote a path for a message: as `shown` does, but never cut short of what can be opened."""
    return shown(path, 4096)
