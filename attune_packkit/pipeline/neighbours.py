"""The installed packs that must be checked together with a pack: those that it names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import MAX_REF, ref_fault
from attune_packkit.model.summarizing import summarize


def neighbours(packs: Iterable[Pack], folder: str) -> list[str]:
    """Return the folders of the packs installed in `folder` that the given ones name.

    Checking all installed packs would find nothing more about these packs, and may take long.
    Installed copies of the given packs themselves do not count.
    """
    given = list(packs)
    named = {name for pack in given for name in _named(pack)} - {pack.ref for pack in given}
    places = (os.path.join(folder, name) for name in sorted(named) if not ref_fault(name))
    return [place for place in places if os.path.isfile(os.path.join(place, MANIFEST))]


def _named(pack: Pack) -> Iterator[str]:
    """Yield every ref that may be that of a pack which the pack depends on or refers to."""
    summary = summarize(pack)
    yield from (each.ref for each in summary.dependencies)
    for reference in (*summary.references, *(call.target for call in summary.calls)):
        ref = reference.ref if len(reference.ref) <= MAX_REF else ""
        while "." in ref:
            ref = ref.rpartition(".")[0]
            yield ref
