"""yaml.alias_bomb."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.alias_bomb", severity="error", layer="structure", since="0.1")
def alias_bomb(fault: Fault) -> Iterator[Finding]:
    """Aliases of aliases expand to more values than any pack needs.

    A few lines can stand for billions of values. Readers refuse such a file before they try.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          - &a [van, van, van, van, van, van, van, van, van, van]
          - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
          - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
          - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
          - &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
          - [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        examples:
          - &vans [van, van]
          - [*vans, *vans]
        ```
    """
    yield finding(
        fault.place,
        "aliases expand to more than {limit} values; nothing of this file is read",
        hint="write the values out, or keep them in a file of their own",
        limit=fault["limit"],
    )
