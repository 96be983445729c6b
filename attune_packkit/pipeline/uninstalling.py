"""Take an installed pack away: its folder and its entry, both or neither."""

from __future__ import annotations

from collections.abc import Sequence

from attune_packkit.model.refs import split_dependency
from attune_packkit.pipeline.installation import Installation
from attune_packkit.registration.entries import Stored
from attune_packkit.registration.records import NotRegisteredError, RegistrationError
from attune_packkit.sources.placing import remove
from attune_packkit.suggest import did_you_mean


def find(packs: Sequence[Stored], ref: str) -> Stored:
    """Return the pack with a ref. Raises `NotRegisteredError`, with a near match."""
    for pack in packs:
        if pack.ref == ref:
            return pack
    raise NotRegisteredError(ref, hint=did_you_mean(ref, [pack.ref for pack in packs]))


def expect_installed(installation: Installation, ref: str) -> None:
    """Raise `NotRegisteredError` if there is no pack with a ref."""
    with installation.reading() as store:
        find(store.packs(), ref)


def uninstall(installation: Installation, ref: str, *, force: bool = False) -> None:
    """Remove a pack with all its components and its folder.

    Raises `NotRegisteredError` if there is none, and `RegistrationError` if others depend on it,
    unless `force` is set.
    """
    expect_installed(installation, ref)
    with installation.changing(ref):
        packs = installation.store.packs()
        find(packs, ref)
        others = [] if force else dependents(packs, ref)
        if others:
            raise RegistrationError(
                f"Pack '{ref}' is needed by {', '.join(others)}",
                hint="uninstall those first, or use --force",
            )

        def take_away() -> None:
            installation.mark(ref)
            remove(installation.place_of(ref))

        installation.store.remove(ref, meanwhile=take_away)
        installation.unmark(ref)


def dependents(packs: Sequence[Stored], ref: str) -> list[str]:
    """Return the refs of the packs that depend on one."""
    return [pack.ref for pack in packs if ref in _needed(pack) and pack.ref != ref]


def _needed(pack: Stored) -> set[str]:
    found = pack.record.fields.get("dependencies")
    return {split_dependency(str(each))[0] for each in found} if isinstance(found, list) else set()
