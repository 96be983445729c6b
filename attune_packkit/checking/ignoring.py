"""Ignore comments at work: what each suppresses, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, field

from attune_packkit.checking import own
from attune_packkit.checking.check import Check
from attune_packkit.checking.codes import matches, with_prefixes
from attune_packkit.checking.result import Reported
from attune_packkit.diagnostics import Diagnostic
from attune_packkit.documents.comments import Ignore


class Silence(Struct, frozen=True):
    """Whether the absence of a diagnostic proves that its fault is mended.

    `ran` tells whether a check ran at all. In the files in `blocked` an error keeps checks away.
    The outcome of the checks in `doubtful` may depend on packs outside the run.
    """

    ran: Callable[[str], bool]
    blocked: AbstractSet[str]
    doubtful: AbstractSet[str]


class Ledger(Struct):
    """The ignore comments of one pack, and which of their codes were needed."""

    ignores: Sequence[Ignore]
    _used: set[tuple[Ignore, str]] = field(default_factory=set)

    def suppressing(self, each: Reported, begins: int) -> Ignore | None:
        """Return the first comment that suppresses a diagnostic, and note all that do.

        A comment counts on the line on which the diagnostic starts, and on line `begins`, on which
        the value starts that the diagnostic stands in.
        """
        diagnostic = each.diagnostic
        found = None
        for ignore in self.ignores:
            here = ignore.scope == "file" or ignore.line in (each.span.line, begins)
            if ignore.path != diagnostic.path or not here:
                continue
            for code in _codes(ignore):
                if _means(code, diagnostic.code):
                    self._used.add((ignore, code))
                    found = found or ignore
        return found

    def diagnostics(
        self, pack: str, checks: Mapping[str, Check], silence: Silence
    ) -> Iterator[Diagnostic]:
        """Yield what is wrong with the comments themselves."""
        known = with_prefixes(checks) if self.ignores else ()
        for ignore in self.ignores:
            for code in ignore.codes:
                if code not in known:
                    yield from own.report(own.unknown_ignore, pack, ignore, code, known)
            if not ignore.reason:
                yield from own.report(own.ignore_without_reason, pack, ignore)
            if ignore.path not in silence.blocked:
                yield from self._unused(pack, ignore, checks, silence)

    def _unused(
        self, pack: str, ignore: Ignore, checks: Mapping[str, Check], silence: Silence
    ) -> Iterator[Diagnostic]:
        unused = []
        doubtful = False
        for code in _codes(ignore):
            meant = {each for each in checks if _means(code, each)}
            if meant and (ignore, code) not in self._used and all(map(silence.ran, meant)):
                unused.append(code)
                doubtful = doubtful or not silence.doubtful.isdisjoint(meant)
        if unused:
            codes = tuple(filter(None, unused))
            yield from own.report(own.unused_ignore, pack, ignore, codes, doubtful)


def _codes(ignore: Ignore) -> tuple[str, ...]:
    """Return the codes of a comment; one empty code means every code."""
    return ignore.codes or ("",)


def _means(code: str, other: str) -> bool:
    return not code or matches(code, other)
