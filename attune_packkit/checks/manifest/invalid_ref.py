"""manifest.invalid_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Target,
    check,
    finding,
    identifier_fault,
    ref_fault,
)


@check("manifest.invalid_ref", severity="error", layer="schema", since="0.1")
def invalid_ref(manifest: Component, target: Target) -> Iterator[Finding]:
    """A pack's ref is not of the form that Attune accepts.

    A ref has 1 to 255 characters: lowercase letters, digits, `-` and `_`, the first a letter. The
    API documents join several such names with dots (`aws.ec2`); today's Attune takes one name
    without a dot, which matters under `--target current` only.

    Bad:
        ```yaml pack.yaml
        ref: Parcel Service
        label: Parcels
        version: "1.0.0"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        ```
    """
    ref = manifest.value.get("ref")
    if "ref" not in manifest.value:
        return
    if isinstance(ref, str):
        dotted = target is not Target.CURRENT
        fault = ref_fault(ref) if dotted or not ref else identifier_fault(ref)
        hint = _suggestion(ref)
    else:
        nothing = ref is None or isinstance(ref, (list, dict))
        fault = "the ref is empty" if ref is None else "the ref is no text"
        hint = "write one name, such as 'parcels'" if nothing else "quote it"
    if fault:
        yield finding(manifest.at("ref"), "{fault}", hint=hint, fault=fault)


def _suggestion(ref: str) -> str:
    """Propose the nearest ref that would do, if there is an obvious one."""
    if not ref_fault(ref):
        return f"today's Attune takes no dots; did you mean '{ref.replace('.', '_')}'?"
    plain = ref.strip().lower().replace(" ", "_")
    return f"did you mean '{plain}'?" if plain != ref and not ref_fault(plain) else ""
