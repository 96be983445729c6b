"""Characters that YAML 1.1 takes for line ends; YAML 1.2, editors and people do not.

libyaml would read a key out of the comment `# note U+2028 key: value` and count lines that no
editor shows. So it gets characters of the same length instead, which mean nothing to anybody.
"""

from __future__ import annotations

_STAND_INS = {"\x85": "\u0378", "\u2028": "\ufdd1", "\u2029": "\ufdd2"}
_BYTES = tuple((real.encode(), other.encode()) for real, other in _STAND_INS.items())
_BACK = str.maketrans({other: real for real, other in _STAND_INS.items()})


def hide(data: bytes) -> bytes:
    """Return UTF-8 text without those characters: as many bytes, as many characters."""
    if data.isascii():
        return data
    for real, other in _BYTES:
        data = data.replace(real, other)
    return data


def show(text: str) -> str:
    """Return text read from what `hide` returned, as its author wrote it."""
    return text if text.isascii() else text.translate(_BACK)
