"""Text from elsewhere, made fit to show in a message: cut to a length, and escaped."""

from __future__ import annotations

MAX_SHOWN = 1_000
"""Characters of a text that a message shows; a name from a pack may be as long as its file."""


def clipped(text: str, limit: int = MAX_SHOWN) -> str:
    """Return text of at most `limit` characters; the end of a longer one gives way to `…`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escaped(character: str) -> str:
    r"""Return the escape of a character that does not print: `\n`, `\x1b`, `\u202e`.

    A byte in the name of a file that is not UTF-8 is written as such: `\xe9`.
    """
    if "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"
    return ascii(character)[1:-1]


def shown(text: str, limit: int = 80) -> str:
    """Quote text for a message: escapes made visible, cut at `limit` characters."""
    return f"'{''.join(c if c.isprintable() else escaped(c) for c in clipped(text, limit))}'"


def shown_path(path: str) -> str:
    """Quote a path for a message: as `shown` does, but never cut short of what can be opened."""
    return shown(path, 4096)
