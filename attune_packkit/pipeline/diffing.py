"""Two versions of packs, found where the user says, and compared."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from attune_packkit import tree
from attune_packkit.differences.difference import Difference
from attune_packkit.differences.packs import compare_packs
from attune_packkit.differences.verdict import Verdict, judge
from attune_packkit.documents.reasons import reason
from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack, load
from attune_packkit.sources.local import find_packs, meant_path
from attune_packkit.sources.revisions import write_revision
from attune_packkit.suggest import did_you_mean


class PackDifference(Struct, frozen=True):
    """What changed in one pack, and the verdict on its version."""

    ref: str
    differences: tuple[Difference, ...]
    verdict: Verdict

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "pack_ref": self.ref,
            **self.verdict.as_data(),
            "differences": [each.as_data() for each in self.differences],
        }


class Compared(Struct, frozen=True):
    """What changed in one pack or in several; the refs of those that are on one side only."""

    packs: tuple[PackDifference, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def diff(old: str, new: str, *, packs: str = "") -> Compared:
    """Compare what two texts name: each a path, `PATH@REVISION` or a pack's ref.

    A ref is looked for among the packs in folder `packs`. One pack is compared with one, whatever
    they are called; several are paired by ref. Raises `SourceError` where there is no pack,
    `UsageError` for an unknown git revision or ref.
    """
    with _opened(old, packs) as before, _opened(new, packs) as after:
        for pack in after:  # a component that cannot be read must not seem to be gone
            for path in sorted(pack.documents):
                _refuse_unusable(pack, path)
        if len(before) == len(after) == 1:
            return Compared((_compare(before[0], after[0]),))
        one, other = _by_ref(before, old), _by_ref(after, new)
        return Compared(
            tuple(_compare(one[ref], other[ref]) for ref in sorted(one.keys() & other.keys())),
            tuple(sorted(other.keys() - one.keys())),
            tuple(sorted(one.keys() - other.keys())),
        )


def _compare(old: Pack, new: Pack) -> PackDifference:
    differences = compare_packs(old, new)
    return PackDifference(new.ref, differences, judge(differences, old.version, new.version))


def _by_ref(packs: Sequence[Pack], text: str) -> dict[str, Pack]:
    found: dict[str, Pack] = {}
    for pack in packs:
        if found.setdefault(pack.ref, pack) is not pack:
            raise UsageError(
                f"{shown(text)} has two packs with the ref {shown(pack.ref)}",
                hint="name the folder of one of them",
            )
    return found


@contextlib.contextmanager
def _opened(text: str, packs: str) -> Iterator[list[Pack]]:
    """Yield the packs that a text names, for as long as their files are there."""
    path, _, revision = text.rpartition("@")
    if os.path.lexists(text):
        yield _packs(text, text)
    elif path and revision and os.path.isdir(path):
        with tempfile.TemporaryDirectory(prefix="packkit-") as folder:
            into = os.path.join(folder, os.path.basename(os.path.realpath(path)))
            write_revision(path, revision, into)
            yield _packs(into, text)
    elif packs:
        yield [_named(text, packs)]
    else:
        raise SourceError(
            f"path {shown(text)} does not exist",
            hint=meant_path(text)
            or "give a path, PATH@REVISION of a git working copy, or a ref with --packs DIR",
        )


def _packs(place: str, text: str) -> list[Pack]:
    found = [_whole(each.root) for each in find_packs([place])]
    if not found:
        raise SourceError(f"no pack at {shown(text)}", hint="a pack is a folder with a pack.yaml")
    return found


def _whole(root: str) -> Pack:
    """Read a pack whose files can be listed and whose manifest says something."""
    pack = load(tree.walk(root))
    if not pack.tree.complete or pack.tree.unreadable:
        raise SourceError(f"{_called(pack)} has too many files or unreadable folders")
    if MANIFEST not in pack.tree.entries:
        raise SourceError(f"{_called(pack)} has no {MANIFEST}")
    _refuse_unusable(pack, MANIFEST)
    return pack


def _refuse_unusable(pack: Pack, path: str) -> None:
    document = pack.documents[path]
    if not document.readable or (path == MANIFEST and not isinstance(document.value, dict)):
        raise SourceError(
            f"{shown_path(path)} of {_called(pack)} cannot be used: {reason(document)}",
            hint="packkit validate tells more",
        )


def _called(pack: Pack) -> str:
    return f"pack {shown(os.path.basename(pack.tree.root))}"


def _named(text: str, folder: str) -> Pack:
    """Return the pack that `ref` or `ref@version` names among those in a folder."""
    ref, _, version = text.partition("@")
    found = _packs(folder, folder)
    for pack in found:
        if pack.ref == ref and version in ("", pack.version):
            return pack
    refs = [f"{pack.ref}@{pack.version}" if version else pack.ref for pack in found]
    raise UsageError(f"no pack {shown(text)} in {shown(folder)}", hint=did_you_mean(text, refs))
