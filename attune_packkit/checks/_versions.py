"""What checks of versions have in common."""

from __future__ import annotations

from attune_packkit.api import is_version


def meant_version(text: str) -> str:
    """Return the semantic version that was probably meant; "" if none comes to mind."""
    number = text.strip().removeprefix("v").removeprefix("V").strip()
    candidates = (number, f"{number}.0", f"{number}.0.0")
    return next((each for each in candidates if is_version(each)), "")
