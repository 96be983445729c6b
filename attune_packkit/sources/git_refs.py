"""Names of git branches, tags and commits: which are allowed, and which one is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.suggest import did_you_mean

MAX_REF = 255

_COMMIT = re.compile(r"[0-9a-f]{40}", re.ASCII)
_ABBREVIATED = re.compile(r"[0-9a-f]{4,39}", re.ASCII)
_FORBIDDEN = re.compile(r"[^\x21-\x7e]|[~^:?*\[\\]|\.\.|@\{|//")


class Chosen(Struct, frozen=True):
    """The full name of what is meant, the commit it stands for, and what to tell about it."""

    name: str
    commit: str
    note: str = ""


def is_commit(text: str) -> bool:
    """Tell whether a text is a whole commit id."""
    return _COMMIT.fullmatch(text) is not None


def fault(ref: str) -> str:
    """Say why a text can be no ref after the rules of `git check-ref-format`; "" if it can."""
    if not 1 <= len(ref) <= MAX_REF:
        return f"a ref has 1 to {MAX_REF} characters"
    if ref.startswith("-"):
        return "it begins with '-'"
    odd = _FORBIDDEN.search(ref)
    if odd is not None:
        return f"it holds {shown(odd[0])}"
    if ref == "@" or ref.endswith((".", "/")) or ref.startswith("/"):
        return "it is '@', or begins or ends with '/' or '.'"
    if any(part.startswith(".") or part.endswith(".lock") for part in ref.split("/")):
        return "a part of it begins with '.' or ends with '.lock'"
    return ""


def choose(wanted: str, refs: Mapping[str, str]) -> Chosen:
    """Return which of a repository's refs is meant; `refs` holds commits by full name.

    A name that is a branch and a tag means the tag, as in git itself. Raises `SourceError`.
    """
    if not wanted:
        if "HEAD" not in refs:
            raise SourceError("the repository has no default branch", hint="name a branch or tag")
        return Chosen("HEAD", refs["HEAD"])
    names = (wanted, f"refs/{wanted}", f"refs/tags/{wanted}", f"refs/heads/{wanted}")
    found = [name for name in names if name in refs]
    if not found:
        raise _missing(wanted, refs)
    note = ""
    if len({refs[name] for name in found}) > 1:
        note = (
            f"{shown(wanted)} is both a tag and a branch: took the tag;"
            f" name the branch as refs/heads/{wanted}"
        )
    return Chosen(found[0], refs[found[0]], note)


def _missing(wanted: str, refs: Mapping[str, str]) -> SourceError:
    if _ABBREVIATED.fullmatch(wanted):
        return SourceError(
            f"the repository has no branch or tag {shown(wanted)}, and as a commit it is"
            " abbreviated",
            hint="give all 40 digits of the commit",
        )
    known = [name.removeprefix("refs/heads/").removeprefix("refs/tags/") for name in refs]
    return SourceError(
        f"the repository has no branch or tag {shown(wanted)}", hint=did_you_mean(wanted, known)
    )
