"""SPDX licence expressions: which identifiers are known."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_USUAL = frozenset({"Apache-2.0", "MIT", "BSD-3-Clause", "BSD-2-Clause", "ISC", "MPL-2.0"})
"""Answered without loading the list of all licences."""

_INFORMAL = {
    "apache": "Apache-2.0",
    "apache2": "Apache-2.0",
    "apachelicense20": "Apache-2.0",
    "apachelicenseversion20": "Apache-2.0",
    "asl20": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd2": "BSD-2-Clause",
    "bsd3": "BSD-3-Clause",
    "newbsd": "BSD-3-Clause",
    "gpl": "GPL-3.0-or-later",
    "gpl2": "GPL-2.0-only",
    "gplv2": "GPL-2.0-only",
    "gpl3": "GPL-3.0-only",
    "gplv3": "GPL-3.0-only",
    "lgpl": "LGPL-3.0-or-later",
    "lgplv3": "LGPL-3.0-only",
    "agpl": "AGPL-3.0-or-later",
    "agplv3": "AGPL-3.0-only",
    "mitlicense": "MIT",
    "themitlicense": "MIT",
    "mpl": "MPL-2.0",
    "mpl2": "MPL-2.0",
    "mozillapubliclicense20": "MPL-2.0",
    "cc0": "CC0-1.0",
}
_OWN = r"(documentref-[a-z0-9.-]+:)?licenseref-[a-z0-9.-]+|none|noassertion"
_WORD = r"[^\s()]+"
_OPERATORS = frozenset({"and", "or", "with"})
_LONGEST = 500


def unknown(expression: str) -> list[tuple[int, str]]:
    """Return the words of an expression that name no licence, with their positions.

    A text that is no expression at all counts as one unknown word.
    """
    text = expression.strip()
    if text in _USUAL or not text:
        return []
    words = [(match.start(), match[0]) for match in re.finditer(_WORD, expression[:_LONGEST])]
    names = [word for word in words if word[1].lower() not in _OPERATORS]
    alternating = words[::2] == names and len(words) % 2 == 1
    if len(text) > _LONGEST or meant(text) or not alternating:
        return [(0, expression)]
    return [word for word in names if not _is_known(word[1])]


def meant(text: str) -> str:
    """Return the identifier of a licence that goes by an informal name; "" if none is known."""
    plain = re.sub(r"[^a-z0-9]", "", text.lower()[:_LONGEST])
    return "" if _is_known(text) else _INFORMAL.get(plain, "")


def identifiers() -> list[str]:
    """Return the identifiers that SPDX lists, without outdated ones."""
    symbols = _licensing().known_symbols.values()
    return [
        symbol.key
        for symbol in symbols
        if not symbol.is_deprecated and not symbol.key.startswith("LicenseRef-")
    ]


def _is_known(word: str) -> bool:
    plain = word.lower().removesuffix("+")
    return bool(re.fullmatch(_OWN, plain, re.ASCII)) or plain in _known()


@cache
def _known() -> frozenset[str]:
    found: set[str] = set()
    for name, symbol in _licensing().known_symbols.items():
        found.update((name.lower(), *(alias.lower() for alias in symbol.aliases)))
    return frozenset(found)


@cache
def _licensing() -> Any:
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()
