"""Find where the values of a document stand in its text, by the events of its parser.

Run only for documents that have something to report. Events, not composed nodes: an alias has the
position of its use, which a composed tree has lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml._yaml import CParser

from attune_packkit.documents import guard, separators
from attune_packkit.documents.document import Document
from attune_packkit.documents.positions import Positions, Stretch, span_of
from attune_packkit.spans import Pointer


def locate(document: Document) -> Positions:
    """Read the positions of a document; as far as it parses."""
    text = document.data.decode("utf-8", "replace").removeprefix("\ufeff")
    table = _Table()
    if guard.tags_beyond(document.data) is not None:
        return Positions(table.found, table.texts, text)
    parser = CParser(separators.hide(document.data))
    try:
        table.document(parser.get_event)
    except (yaml.YAMLError, RecursionError):
        pass
    finally:
        parser.dispose()
    return Positions(table.found, table.texts, text)


class _Table:
    """Notes the events of one document by pointer. Nesting is bounded by the guard."""

    def __init__(self) -> None:
        self.found: dict[Pointer, tuple[Stretch, Stretch | None]] = {}
        self.texts: list[Any] = []
        self._next: Callable[[], Any] = lambda: None
        self._anchored: dict[str, str] = {}

    def document(self, following: Callable[[], Any]) -> None:
        self._next = following
        following()
        if isinstance(following(), yaml.DocumentStartEvent):
            self._node(following(), (), None, 0)

    def _node(self, event: Any, pointer: Pointer, key: Stretch | None, depth: int) -> Stretch:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
            stretch = event, event
            self.found[pointer] = stretch, key
            return stretch
        if depth > guard.MAX_DEPTH:
            raise RecursionError
        end = event
        self.found[pointer] = (event, event), key
        if kind is yaml.SequenceStartEvent:
            index = 0
            while type(end := self._next()) is not yaml.SequenceEndEvent:
                self._node(end, (*pointer, index), None, depth + 1)
                index += 1
        elif kind is yaml.MappingStartEvent:
            while type(end := self._next()) is not yaml.MappingEndEvent:
                self._entry(end, pointer, depth)
        self.found[pointer] = (event, end), key
        return event, end

    def _entry(self, event: Any, pointer: Pointer, depth: int) -> None:
        key = event, event
        if type(event) is yaml.ScalarEvent:
            self._scalar(event)
            name = separators.show(event.value)
        else:
            at = span_of(key)
            name = f"<{at.line}:{at.column}>"
            if isinstance(event, yaml.AliasEvent):
                name = self._anchored.get(event.anchor or "", name)
            else:
                key = self._node(event, (*pointer, name, "key"), None, depth + 1)
        self._node(self._next(), (*pointer, name), key, depth + 1)

    def _scalar(self, event: Any) -> None:
        self.texts.append(event)
        if event.anchor:
            self._anchored[event.anchor] = separators.show(event.value)
