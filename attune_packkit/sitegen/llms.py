"""`llms.txt`: what is here, for readers that prefer plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attune_packkit.sitegen.cards import PackCard
from attune_packkit.sitegen.kinds import counted_kind
from attune_packkit.sitegen.models import SiteFacts
from attune_packkit.sitegen.sanitising import visible

LLMS = "llms.txt"

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")
_DATA = (
    ("index.json", "All packs in the format of Attune's registry index."),
    ("api/v1/packs/index.json", "The packs; beside it `<ref>/index.json` and lists of components."),
    ("api/v1/workflows/index.json", "The workflows; beside it `<ref>/index.json` with the tasks."),
    ("feed.xml", "What was released, newest first, as Atom."),
)


def llms_text(facts: SiteFacts, cards: Iterable[PackCard]) -> bytes:
    """Return the overview of a registry as Markdown: its packs, and where its data lies."""
    lines = [f"# {_plain(facts.title)}", ""]
    lines += ["> Packs of actions, workflows, triggers, sensors and rules for Attune.", ""]
    lines += ["## Packs", "", *(_pack(facts, card) for card in cards), ""]
    lines += ["## Data", "", *_data(facts), ""]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _pack(facts: SiteFacts, card: PackCard) -> str:
    counts = ", ".join(counted_kind(kind, count) for kind, count in card.counts)
    about = "; ".join(filter(None, (_plain(card.description), card.version, counts)))
    return f"- [{_plain(card.label)} ({_plain(card.ref)})]({facts.base_url}{card.page}): {about}"


def _data(facts: SiteFacts) -> Iterator[str]:
    for address, text in _DATA:
        yield f"- [{address}]({facts.base_url}{address}): {text}"


def _plain(text: str) -> str:
    """Return text of a pack on one line, without any effect in Markdown."""
    return _SPECIAL.sub(r"\\\1", visible(" ".join(text.split())))
