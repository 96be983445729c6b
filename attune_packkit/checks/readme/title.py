"""readme.title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, check, finding, shown
from attune_packkit.checks.readme._markdown import title as find_title

_README = "README.md"
_WORD = re.compile(r"\w+")


@check("readme.title", severity="info", layer="references", since="0.1")
def title(pack: Pack) -> Iterator[Finding]:
    """The README is headed by something else than the pack's name.

    The registry shows the README below the pack's label. A heading that shares no word with label
    or ref is often left over from the pack that was copied.

    Bad:
        ```markdown README.md
        # Template

        Weighs and sends parcels.
        ```

    Good:
        ```markdown README.md
        # Parcels

        Weighs and sends parcels.
        ```
    """
    data = pack.tree.read(_README)
    heading = find_title(data.decode("utf-8", "replace")) if data else None
    if heading is None:
        return
    names = f"{pack.manifest.text('label')} {pack.ref}"
    joined = "".join(_words(heading.target))
    if _words(names) & _words(heading.target) or "".join(_words(pack.ref)) in joined:
        return
    yield finding(
        Place(_README, span=heading.span),
        "the README is headed {heading}, the pack is called {label}",
        hint="name the pack in the first heading",
        heading=shown(heading.target),
        label=shown(pack.manifest.text("label") or pack.ref),
    )


def _words(text: str) -> set[str]:
    """Return the words of a name, in lowercase; `_` and `-` separate words too."""
    return set(_WORD.findall(text.lower().replace("_", " ")))
