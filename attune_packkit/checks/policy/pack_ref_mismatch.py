"""policy.pack_ref_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown


@check("policy.pack_ref_mismatch", severity="error", layer="references", since="0.1")
def pack_ref_mismatch(policy: Component, pack: Pack) -> Iterator[Finding]:
    """A policy's `pack_ref` is not the pack it lies in.

    A policy bounds its own pack. Attune refuses one that names another.

    Bad:
        ```yaml policies/one_label.yaml
        ref: parcels.one_label
        pack_ref: notify
        concurrency: {limit: 1, method: enqueue}
        ```

    Good:
        ```yaml policies/one_label.yaml
        ref: parcels.one_label
        pack_ref: parcels
        concurrency: {limit: 1, method: enqueue}
        ```
    """
    named = policy.text("pack_ref")
    if named and named != pack.ref and pack.manifest.declared:
        yield finding(
            policy.at("pack_ref"),
            "policy is for pack {named}, but lies in pack {pack}",
            hint="remove 'pack_ref', or write the pack's own ref",
            named=shown(named),
            pack=shown(pack.ref),
        )
