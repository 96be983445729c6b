"""Files in which an anchor is given twice: an alias means the latest one before it.

YAML allows that, and Attune's reader takes it. The composer of libyaml's binding does not, and
keeps its anchors to itself, so here its events are composed in Python.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.composer import Composer, ComposerError

_COMPLAINT = "found duplicate anchor"

MAX_BYTES = 200_000
"""Longer files with such anchors are refused, since composing in Python is ten times slower."""


def are_repeated(error: ComposerError, data: bytes) -> bool:
    """Tell whether a file could not be composed for this reason alone."""
    return str(error.context).startswith(_COMPLAINT) and len(data) <= MAX_BYTES


def compose(parser: CParser) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the first document and the second one, None for what there is not."""
    composer = _Composer(parser)
    root = composer.get_node() if composer.check_node() else None
    return root, composer.get_node() if composer.check_node() else None


class _Composer(Composer):
    """Forgets an anchor when it is given again. Events, and what tags mean, are the parser's."""

    def __init__(self, parser: CParser) -> None:
        super().__init__()
        self._parser = parser

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        if not isinstance(event, yaml.AliasEvent):
            self.anchors.pop(event.anchor, None)
        return super().compose_node(parent, index)
