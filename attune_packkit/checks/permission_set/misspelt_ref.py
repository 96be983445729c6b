"""permission_set.misspelt_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Catalog, Finding, PackSummary, check, finding


@check("permission_set.misspelt_ref", severity="warning", layer="references", since="0.1")
def misspelt_ref(summary: PackSummary, catalog: Catalog) -> Iterator[Finding]:
    """A grant names a pack or a component with one letter wrong.

    The grant then covers nothing. Refs that look like nothing of this pack are not judged: they may
    name what other packs define, and those of a pack of this run, or of a dependency, surely do. A
    component of another kind than the grant is for is a slip too.

    Bad:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        grants:
          - {resource: actions, actions: [execute], constraints: {pack_refs: [parcles]}}
        ```

    Good:
        ```yaml permission_sets/counter.yaml
        ref: parcels.counter
        grants:
          - {resource: actions, actions: [execute], constraints: {pack_refs: [parcels]}}
        ```
    """
    for each in summary.misgrants:
        if each.kind:
            yield finding(
                each.place,
                "'{ref}' is of another kind ({kind}) than the grant is for",
                hint="name what the grant is for, or change its resource",
                ref=each.ref,
                kind=each.kind,
            )
        elif not _is_of_another(each.ref, summary, catalog):
            yield finding(
                each.place,
                "nothing is called '{ref}'",
                hint=f"did you mean '{each.meant}'?",
                ref=each.ref,
            )


def _is_of_another(ref: str, summary: PackSummary, catalog: Catalog) -> bool:
    """Tell whether a ref is that of another pack which is known, or of something in it."""
    owners = {ref, ref.rpartition(".")[0], catalog.owner(ref)} - {summary.ref}
    depends_on = (each.ref for each in summary.dependencies)
    return any(each in catalog.packs for each in owners) or not owners.isdisjoint(depends_on)
