"""Which Attune a pack is for."""

from __future__ import annotations

from enum import StrEnum


class Target(StrEnum):
    """`auto` takes everything either dialect allows; the others refuse what theirs does not know.

    `classic` is the form of the API documents, `current` today's Attune.
    """

    AUTO = "auto"
    CLASSIC = "classic"
    CURRENT = "current"
