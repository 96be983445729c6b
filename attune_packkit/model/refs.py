"""The grammar of refs, and which pack a ref belongs to."""

from __future__ import annotations

import re
from collections.abc import Container

from attune_packkit.escaping import shown

MAX_REF = 255

_IDENTIFIER = r"[a-z][a-z0-9_-]*"
_REF = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)*", re.ASCII)
_SEGMENT = r"[a-z0-9][a-z0-9_-]*"
_ALLOWED = r"[a-z0-9_-]"


def identifier_fault(text: str) -> str:
    """Say in Attune's words why `text` is no identifier; "" if it is one."""
    if re.fullmatch(_IDENTIFIER, text, re.ASCII):
        return ""
    if not text:
        return "identifier cannot be empty"
    if not ("a" <= text[0] <= "z"):
        start = "" if text[0].isascii() else f", not with {_exactly(text[0])}"
        return f"identifier {shown(text)} must start with a lowercase letter{start}"
    wrong = next(character for character in text if not re.fullmatch(_ALLOWED, character, re.ASCII))
    return (
        f"identifier {shown(text)} contains invalid character {_exactly(wrong)}; only lowercase"
        " letters, digits, hyphens and underscores are allowed"
    )


def _exactly(character: str) -> str:
    """Quote a character; one that may look like a letter of ASCII with its number."""
    number = "" if character.isascii() else f" (U+{ord(character):04X})"
    return shown(character) + number


def ref_fault(text: str, *, least: int = 1, queue: bool = False) -> str:
    """Say why `text` is no dotted ref of at least `least` segments; "" if it is one."""
    if len(text) <= MAX_REF and _REF.fullmatch(text) and text.count(".") + 1 >= least:
        return ""
    if not 1 <= len(text) <= MAX_REF:
        return f"a ref must be between 1 and {MAX_REF} characters"
    segments = text.split(".")
    if "" in segments:
        return f"ref {shown(text)} has an empty part"
    for index, segment in enumerate(segments):
        if queue and index and re.fullmatch(_SEGMENT, segment, re.ASCII):
            continue
        fault = identifier_fault(segment)
        if fault:
            return fault
    if len(segments) < least:
        return f"ref {shown(text)} is not of the form 'pack.component'"
    return ""


def mended_ref(text: str) -> str:
    """Return the ref that a text in the manner of other tools stands for; "" if none does.

    `notify/sendMail@v1` and `notify:send mail` are `notify.send_mail`.
    """
    bare = text[:MAX_REF].strip(" ,;'\"\u201c\u201d\u2018\u2019").partition("@")[0]
    plain = re.sub(r"(?:\.workflow)?\.(?:ya?ml|py)$", "", bare)
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain).lower()
    parts = re.split(r"[/:.]+", re.sub(r"[\s]+", "_", words).strip("/:."))
    ref = ".".join(parts[1:] if parts[0] in ("actions", "triggers", "workflows") else parts)
    return ref if not ref_fault(ref) else ""


def qualify(ref: str, pack_ref: str) -> str:
    """Return the full ref of a short one: no dot means "of this pack"."""
    return ref if "." in ref or not pack_ref else f"{pack_ref}.{ref}"


def split_dependency(text: str) -> tuple[str, str]:
    """Return the ref and the constraint of a dependency such as `notify@^1.2`; `*` for none."""
    ref, _, constraint = text.partition("@")
    return ref.strip(), constraint.strip() or "*"


def is_full(ref: str) -> bool:
    """Tell whether a ref has at least two parts, none of them empty."""
    parts = ref.split(".")
    return len(parts) > 1 and all(parts)


def belongs(ref: str, pack_ref: str) -> bool:
    """Tell whether component ref `ref` can be owned by pack `pack_ref`."""
    return ref.startswith(pack_ref + ".") and len(ref) > len(pack_ref) + 1


def owner(ref: str, known: Container[str]) -> str | None:
    """Return the longest known pack ref that is a proper prefix of `ref`, or None."""
    prefix = ref if len(ref) <= MAX_REF else ""
    while "." in prefix:
        prefix = prefix.rpartition(".")[0]
        if prefix in known:
            return prefix
    return None


def is_template(value: object) -> bool:
    """Tell whether a value is text with a template in it, so only a run knows what it is."""
    return isinstance(value, str) and ("{{" in value or "{%" in value)
