"""Text of packs made fit to print."""

from __future__ import annotations


def visible(text: str) -> str:
    r"""Return text with each character that does not print written as an escape such as `\x1b`."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def counted(number: int, noun: str) -> str:
    """Return "1 pack", "2 packs"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
