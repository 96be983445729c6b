"""The files of the search index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from attune_packkit.api import clipped
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import ComponentCard, PackCard
from attune_packkit.sitegen.json_text import dump
from attune_packkit.sitegen.kinds import KINDS
from attune_packkit.sitegen.search.postings import Postings, SearchPage, shards, steps
from attune_packkit.sitegen.search.words import STOP_WORDS, file_name

FOLDER = "search/"
CHUNK = 32
"""Pages in one file of what is shown of them."""

SEARCHED = ("pack", *KINDS, "manual", "check")
_NUMBERS = {kind: number for number, kind in enumerate(SEARCHED)}
_MAX_SHOWN = 140
_STAMP = 12
"""Digits of the stamp, which tells apart the indexes that a browser may still hold."""


def search_files(
    cards: Iterable[PackCard],
    checks: Iterable[tuple[str, str]] = (),
    manual: Iterable[SearchPage] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield the search index: of each pack its own page, then its components by kind.

    Behind them stand the pages of the manual and of checks, each an id with its summary.
    """
    pages = [page for card in cards for page in _of_pack(card)]
    pages += manual
    pages += [_of_check(*each) for each in checks]
    index = Postings()
    for number, page in enumerate(pages):
        index.add(number, _NUMBERS[page.kind], page)
    common = index.cut()
    parts = shards(index.of)
    stamp = hashlib.sha256()
    for address, data in _parts(pages, index, parts):
        stamp.update(data)
        yield address, data
    manifest = {
        "chunk": CHUNK,
        "common": common,
        "kinds": SEARCHED,
        "pages": len(pages),
        "shards": list(parts),
        "stamp": stamp.hexdigest()[:_STAMP],
        "stop": sorted(STOP_WORDS),
    }
    yield _file("manifest", "manifest.js", manifest)


def _parts(
    pages: Sequence[SearchPage], index: Postings, parts: Mapping[str, Mapping[str, Sequence[int]]]
) -> Iterator[tuple[str, bytes]]:
    """Yield everything but the manifest."""
    yield _file("words", "words.js", " ".join(sorted(index.spelt)))
    yield _file("packs", "packs.js", list(_groups(pages)))
    for name, part in parts.items():
        data = {word: steps(found) for word, found in part.items()}
        yield _file(f"s-{name}", file_name(name), data)
    for start in range(0, len(pages), CHUNK):
        number = start // CHUNK
        shown = [_shown(page) for page in pages[start : start + CHUNK]]
        yield _file(f"d-{number}", f"d-{number}.js", shown)


def _groups(pages: Sequence[SearchPage]) -> Iterator[list[str | int]]:
    """Yield of each pack its ref, its first page, then kinds each with the number of its pages."""
    first = 0
    for ref, group in groupby(pages, key=lambda page: page.pack):
        row: list[str | int] = [ref, first]
        for kind, members in groupby(group, key=lambda page: page.kind):
            count = len(list(members))
            row += (_NUMBERS[kind], count)
            first += count
        yield row


def _of_pack(card: PackCard) -> Iterator[SearchPage]:
    yield SearchPage(
        kind="pack",
        ref=card.ref,
        name="",
        pack=card.ref,
        label=card.label,
        description=card.description,
        address=card.page,
        tags=card.tags,
    )
    for component in sorted(card.components, key=lambda each: _NUMBERS[each.kind]):
        yield _of_component(card, component)


def _of_component(card: PackCard, component: ComponentCard) -> SearchPage:
    return SearchPage(
        kind=component.kind,
        ref=component.ref,
        name=component.name,
        pack=card.ref,
        label=component.label,
        description=component.description,
        address=component.page,
        tags=component.tags,
        parameters=component.parameters,
    )


def _of_check(code: str, summary: str) -> SearchPage:
    text = summary.replace("`", "")
    return SearchPage(
        kind="check",
        ref=code,
        name=code,
        pack="",
        label=text,
        description="",
        address=addresses.check_page(code),
    )


def _shown(page: SearchPage) -> Sequence[object]:
    description = clipped(page.description, _MAX_SHOWN)
    return (_NUMBERS[page.kind], page.ref, page.label, description, page.address)


def _file(name: str, path: str, data: Any) -> tuple[str, bytes]:
    return FOLDER + path, b"packkit.search(%b,%b)\n" % (dump(name).strip(), dump(data).strip())
