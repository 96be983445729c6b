"""metadata.blank_text."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Value, check, finding, texts


@check("metadata.blank_text", severity="warning", layer="references", since="0.1")
def blank_text(component: Component) -> Iterator[Finding]:
    """A label or a tag has nothing in it but blanks.

    It passes for text, and shows as nothing.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: " "
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        ```
    """
    for field in ("label", "tags"):
        value = component.get(field)
        for text in texts(component.at(field), value) if _has_blank(value) else ():
            if not text.text.strip() and (text.text or field == "tags"):
                yield finding(
                    text.place,
                    "this {word} is blank",
                    hint="say something, or remove it",
                    word=field.removesuffix("s"),
                )


def _has_blank(value: Value) -> bool:
    listed = value if isinstance(value, list) else [value]
    return any(isinstance(each, str) and not each.strip() for each in listed)
