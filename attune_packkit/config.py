"""Settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run is to do."""

    target: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: str = "warning"
    fail_on: str = "error"
    jobs: int = 1
    autoload: bool = True
    plugins: tuple[str, ...] = ()
    disabled_plugins: tuple[str, ...] = ()
