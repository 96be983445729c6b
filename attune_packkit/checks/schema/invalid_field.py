"""schema.invalid_field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, Pointer, Violation, check, follow

_OLDER_DRAFT = r"json-schema\.org/draft(?:-0[3-7]|/2019-09)/"
"""Drafts of JSON Schema in which `items` may list the schemas of the first entries."""


@check("schema.invalid_field", severity="error", layer="schema", since="0.1")
def invalid_field(violation: Violation, component: Component, pack: Pack) -> Iterator[Finding]:
    """A field of a schema is not described by a mapping.

    The short form `weight: number` exists in other tools only. Attune refuses it. What a graph
    file says of parameters and output is not read, and not judged.

    Bad:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight: number
        ```

    Good:
        ```yaml triggers/weighed.yaml
        ref: parcels.weighed
        parameters:
          weight: {type: number, description: Kilograms}
        ```
    """
    read = component.path not in pack.linked_files
    if read and not _lists_items(component, violation.place.pointer):
        flag = violation.place.pointer[-1:] == ("required",)
        each = "write 'required: true' in each field that is"
        yield violation.finding(hint=each if flag else "write 'name: {type: string}'")


def _lists_items(component: Component, pointer: Pointer) -> bool:
    """Tell whether this is a list of `items` in a schema that names a draft which knows it."""
    if pointer[-1:] != ("items",) or not isinstance(follow(component.value, pointer), list):
        return False
    above = (pointer[:depth] for depth in range(len(pointer)))
    drafts = (follow(component.value, (*steps, "$schema")) for steps in above)
    return any(isinstance(draft, str) and re.search(_OLDER_DRAFT, draft) for draft in drafts)
