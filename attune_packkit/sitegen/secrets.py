"""Which values pages do not show because they may be secrets."""

from __future__ import annotations

from attune_packkit.api import Value, credential_kind, is_secret_literal, is_secret_name

HIDDEN = "••••••"
"""Stands for a secret on a page; in JSON `json_text.HIDDEN` does."""


def is_secret(name: str, value: Value) -> bool:
    """Tell whether a value may be a secret: by the name that it stands under, or by its look."""
    if not isinstance(value, str):
        return False
    return (is_secret_name(name) and is_secret_literal(value)) or bool(credential_kind(value))
