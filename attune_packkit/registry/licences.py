"""Which licence a text is: only whole, unchanged texts count, as on hosts of code."""

from __future__ import annotations

import re

from attune_packkit import digest

NAMES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "COPYING", "COPYING.md")
"""Files in which licences stand, the likeliest first."""

_WORD = re.compile(r"[a-z0-9]+", re.ASCII)
_REDISTRIBUTION = "redistribution and use in source and binary forms"
_TEXTS = (
    (
        "Apache-2.0",
        "apache license version 2 0 january 2004",
        "end of terms and conditions",
        "e49a4b3d371ed427326adaf78ff8f45ad336797ecbc059a71aa7e854e0e94fc7",
    ),
    (
        "MIT",
        "permission is hereby granted free of charge to any person obtaining a copy",
        "",
        "0cf21bdfd1964a97a8615e128534845826afbc887edc95aa5c925cbf64386b5c",
    ),
    (
        "BSD-3-Clause",
        _REDISTRIBUTION,
        "",
        "9b83d3dee0616d07b82a272dd9bf5134a9f402b750f5ee6188458073b0a32ff2",
    ),
    (
        "BSD-2-Clause",
        _REDISTRIBUTION,
        "",
        "a56fee4b2f66331ed54da4950ef9c9391453fd1490b4d8ea202bc29683bcbd30",
    ),
    (
        "MPL-2.0",
        "mozilla public license version 2 0",
        "exhibit a source code form license notice",
        "fb8426717f7c1a3d6ee1ebd867afdacaf8709924d6b252d2c0705675696d45fa",
    ),
)
"""For each licence its id, its first and its last words, and the digest of the words between."""


def recognise(text: str) -> str:
    """Return the SPDX id of the licence that `text` is, names and years aside; "" if it is none."""
    words = " ".join(_WORD.findall(text.lower()))
    for name, first, last, expected in _TEXTS:
        start = words.find(first)
        end = words.find(last, start) if last else len(words)
        if 0 <= start < end and digest.of_bytes(words[start:end].encode()) == expected:
            return name
    return ""
