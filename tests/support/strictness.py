"""Readers that refuse what Python's own let pass."""

from __future__ import annotations

import json
from typing import Any


def strict_json(text: str) -> Any:
    """Read JSON without NaN and infinities, which Python takes and nobody else does."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)
