"""readme.dead_link."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import chain, islice

from attune_packkit.api import (
    Finding,
    Pack,
    Place,
    Severity,
    check,
    did_you_mean,
    finding,
    shown,
)
from attune_packkit.checks.readme._markdown import links

_README = "README.md"
_CANDIDATE = re.compile(r"\][(:]\s{0,99}([^\s)]*)")
"""What may be a link; with `<`, `(` or `\\` in it, no name of a file."""
_SUBTLE = re.compile(r"\b(?:href|src)=|<!--|<pre>")
"""Links in HTML, and what may hide the parts of a link from each other."""
_EXTERNAL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|$", re.ASCII)
_SHOWN = (".md", ".markdown", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_MOST_LINKS = 2_000
_MOST_FINDINGS = 100
_MOST_CANDIDATES = 200


@check(
    "readme.dead_link",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("README.md",),
)
def dead_link(pack: Pack) -> Iterator[Finding]:
    """A link of the README leads to a file that the pack does not have.

    Who follows it, in the registry or in the repository, gets an error; a missing picture leaves a
    gap. A link to anything but a page or a picture is for information only, since sources and data
    are often left out of a release. Addresses on the web are never opened, and links in code are
    left alone.

    Bad:
        ```markdown README.md
        # Parcels

        How to weigh is told [here](docs/weighing.md).
        ```

    Good:
        ```markdown README.md
        # Parcels

        How to weigh is told [here](docs/weighing.md#scales).
        ```
        ```markdown docs/weighing.md
        # Weighing
        ```
    """
    data = pack.tree.read(_README)
    if data is None or not pack.tree.complete:
        return
    text = data.decode("utf-8", "replace")
    if _lead_on(pack, text):
        return
    found = islice(links(text), _MOST_LINKS)
    local = (link for link in found if not _EXTERNAL.match(link.target))
    judged = (_judge(pack, link.target, Place(_README, span=link.span)) for link in local)
    yield from islice(chain.from_iterable(judged), _MOST_FINDINGS)


def _lead_on(pack: Pack, text: str) -> bool:
    """Tell whether all links surely lead to somewhere, without a look at what they stand in."""
    targets = set(_CANDIDATE.findall(text))
    return all(each in pack.tree.entries or _EXTERNAL.match(each) for each in targets) and (
        "<" not in text or not _SUBTLE.search(text)
    )


def _judge(pack: Pack, target: str, place: Place) -> Iterator[Finding]:
    path = posixpath.normpath(_unquoted(re.split(r"[#?]", target, maxsplit=1)[0]))
    if path.startswith(("/", "../")) or path == "..":
        yield finding(
            place,
            "link {target} leads out of the pack",
            hint="write a full address, or a path inside the pack",
            severity=Severity.INFO,
            target=shown(target),
        )
    elif path not in pack.tree.entries and path != ".":
        neighbours = [entry.path for entry in pack.tree.children(posixpath.dirname(path))]
        yield finding(
            place,
            "link {target} leads to nothing in this pack",
            hint=did_you_mean(path, neighbours[:_MOST_CANDIDATES]),
            severity=None if path.lower().endswith(_SHOWN) else Severity.INFO,
            target=shown(target),
        )


def _unquoted(address: str) -> str:
    if "%" not in address:
        return address
    from urllib.parse import unquote

    return unquote(address)
