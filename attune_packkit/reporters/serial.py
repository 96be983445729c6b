"""JSON that no locale, terminal or build log can spoil or obey."""

from __future__ import annotations

import json
from typing import Any

from attune_packkit.reporters.plain import LOG_COMMAND


def as_json(value: Any) -> str:
    """Return indented ASCII JSON, keys in the order given, ending with a newline."""
    text = json.dumps(value, indent=2, allow_nan=False)
    return LOG_COMMAND.sub(lambda _: "\\u0023", text) + "\n"
