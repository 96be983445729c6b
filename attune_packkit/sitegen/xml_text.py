"""XML that is well-formed whatever text goes into it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from attune_packkit.sitegen.sanitising import visible

DECLARATION = Markup('<?xml version="1.0" encoding="utf-8"?>\n')

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> Markup:
    """Return `text` for an element or an attribute: what XML cannot hold is written as escapes."""
    return escape(_NOT_XML.sub("\ufffd", visible(text)))


def element(name: str, text: str, **attributes: str) -> Markup:
    """Return an element with text in it."""
    given = Markup("").join(
        Markup(' {}="{}"').format(key, xml(attributes[key])) for key in attributes
    )
    return Markup("<{0}{1}>{2}</{0}>").format(name, given, xml(text))
