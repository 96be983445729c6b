"""manifest.legacy_conflict."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Related, check, finding, ref_fault


@check("manifest.legacy_conflict", severity="error", layer="references", since="0.1")
def legacy_conflict(manifest: Component) -> Iterator[Finding]:
    """A field and its older spelling say different things.

    `name`, `config_schema`, `metadata` and `keywords` are older spellings of `label`,
    `conf_schema`, `meta` and `tags`. Attune refuses a manifest that has both with different values.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        name: Parcel Service
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
    """
    value = manifest.value
    for canonical, aliases in manifest.kind.aliases.items():
        for legacy in aliases:
            both = value.get(canonical), value.get(legacy)
            if None not in both and both[0] != both[1] and not _is_meant_for_ref(manifest, legacy):
                yield finding(
                    manifest.place.key(legacy),
                    "canonical field '{canonical}' and legacy field '{legacy}' have different"
                    " values",
                    hint="remove one or make them equal",
                    related=(Related(manifest.place.key(canonical), f"'{canonical}' stands here"),),
                    canonical=canonical,
                    legacy=legacy,
                )


def _is_meant_for_ref(manifest: Component, legacy: str) -> bool:
    """Tell whether a manifest without `ref` has it as its name, as those of other tools do."""
    name = manifest.value.get(legacy)
    return legacy == "name" and "ref" not in manifest.value and not ref_fault(str(name))
