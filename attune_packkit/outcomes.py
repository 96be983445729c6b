"""The per-pack pass over many packs: from the cache where nothing changed, in parallel if asked.

Three questions, cheapest first: does the file system say the pack is as it was (one walk, no
reads)? Do its bytes, the checks and the target make a known key? If not, the pack is checked.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit import __version__, clock, digest, garbage, tree
from attune_packkit.checking.engine import CRASHED, check_across, check_pack
from attune_packkit.checking.locating import Locator
from attune_packkit.checking.plan import Plan
from attune_packkit.diagnostics import Diagnostic, Edit, Place, Related, Severity
from attune_packkit.documents.comments import Ignore, ignores
from attune_packkit.errors import PluginCrashError
from attune_packkit.hookspec import Executor
from attune_packkit.model import pack as packs
from attune_packkit.model.field_uses import Borrowed, FieldUse
from attune_packkit.model.platform import Platform
from attune_packkit.model.summarizing import summarize as summarize_plain
from attune_packkit.model.summary import (
    Call,
    Carried,
    Defined,
    Dependency,
    Misgrant,
    PackSummary,
    Reference,
    SchemaSummary,
    TypedArgument,
)
from attune_packkit.model.targets import Target
from attune_packkit.plugin_manager import Crashed, blaming, not_survived
from attune_packkit.sources.local import Found
from attune_packkit.spans import Span
from attune_packkit.store import Store
from attune_packkit.store.codec import Codec

GRAIN = 2_000_000_000
"""A file changed less than so many nanoseconds before its stamp may change again unnoticed."""

PARALLEL_FROM = 300
"""From so many files and folders on, packkit uses several processes, unless told how many."""

_CAUSES = frozenset({"metadata.name_mismatch", "metadata.unknown_key"})
"""Infos that may explain an error; they are kept even if nobody asks for infos."""

_PLAIN: dict[type[Struct], tuple[str, ...]] = {Place: ("pointer", "within")}
"""Parts of records that hold no further ones."""

_codec = Codec(
    (
        Severity, Span, Place, Related, Edit, Diagnostic, Ignore,
        SchemaSummary, Defined, Reference, Call, Dependency, PackSummary, TypedArgument, FieldUse,
        Carried, Borrowed, Misgrant,
    ),
    _PLAIN | {SchemaSummary: ("raw",), Call: ("arguments",)},
)  # fmt: skip
"""Writes summaries, and the infos of outcomes."""


class Outcome(Struct, frozen=True):
    """What the per-pack pass gives for one pack.

    `loud` are errors and warnings, located: `key` stands for bytes, so lines cannot move. `quiet`
    are the infos, still as bytes: there are many, and few runs show them.
    """

    key: str
    ref: str
    version: str
    files_checked: int
    components: dict[str, int]
    refs: dict[str, str]
    loud: tuple[Diagnostic, ...]
    quiet: bytes
    ignores: tuple[Ignore, ...]
    cached: bool = False

    def infos(self) -> tuple[Diagnostic, ...]:
        """Return the infos."""
        found: tuple[Diagnostic, ...] = _codec.loads(self.quiet)
        return found

    @property
    def crashed(self) -> bool:
        """Whether a check crashed on this pack."""
        return any(diagnostic.code == CRASHED for diagnostic in self.loud)


class Across(Struct, frozen=True):
    """What the cross-pack pass gives: diagnostics by pack root, and the refs each pack names."""

    loud: dict[str, tuple[Diagnostic, ...]]
    quiet: bytes
    depends_on: dict[str, tuple[str, ...]]

    @property
    def crashed(self) -> bool:
        """Whether a cross-pack check crashed."""
        return any(each.code == CRASHED for group in self.loud.values() for each in group)

    def infos(self) -> dict[str, tuple[Diagnostic, ...]]:
        """Return the infos by pack root."""
        found: dict[str, tuple[Diagnostic, ...]] = _codec.loads(self.quiet)
        return found


_head = Codec((Severity, Span, Place, Related, Edit, Diagnostic, Ignore, Outcome, Across), _PLAIN)
"""Writes outcomes: all that a run needs to know of a pack that has not changed."""


class PackRunner:
    """Runs one plan over packs, with or without a cache."""

    def __init__(
        self,
        plan: Plan,
        target: Target,
        platform: Platform,
        store: Store | None,
        jobs: int,
        *,
        infos: bool = True,
        engine: str = "",
        executor: Executor,
        remake: Callable[[], PackRunner],
    ) -> None:
        """Take what decides on outcomes, and how to make the same runner in another process."""
        self._plan = plan
        self._target = target
        self._platform = platform
        self._store = store
        self._jobs = jobs
        self._infos = infos
        self._executor = executor
        self._remake = remake
        version = __version__, sys.version_info[:2]
        self._engine = (*version, target.value, platform.stamp, infos, engine)
        self._listings: dict[str, tree.Tree] = {}
        self.seconds: dict[str, float] | None = None
        self.crashed: Crashed = not_survived

    def run(self, found: Sequence[Found]) -> tuple[list[Outcome], Across]:
        """Return the outcome of each pack, in order, and of all packs together."""
        state = self._load_state(found)
        stamps = {each.root: self._stamp(each.root) for each in found}
        known = {
            root: state.heads[root][1]
            for root, stamp in stamps.items()
            if stamp and stamp == state.heads.get(root, ("",))[0]
        }
        fresh = [each.root for each in found if each.root not in known]
        checked = dict(zip(fresh, self._check_all(fresh), strict=True))
        outcomes = [
            checked[each.root][0]
            if each.root in checked
            else replace(_head.loads(known[each.root]), cached=True)
            for each in found
        ]
        key = digest.of_parts(tuple(outcome.key for outcome in outcomes)) if self._store else ""
        if state.across and key == state.key:
            across: Across = _head.loads(state.across)
        else:
            summaries = {root: summary for root, (_, summary) in checked.items()}
            across = self._across(found, outcomes, summaries)
        sound = not across.crashed and not any(outcome.crashed for outcome in outcomes)
        if self._store and sound and (fresh or key != state.key):
            heads = {
                each.root: (stamps[each.root], known.get(each.root) or _head.dumps(outcome))
                for each, outcome in zip(found, outcomes, strict=True)
            }
            self._save_state(self._store, found, _State(heads, key, _head.dumps(across)))
        return outcomes, across

    def _check_all(self, roots: list[str]) -> list[tuple[Outcome, PackSummary]]:
        jobs = min(self._jobs or (os.cpu_count() or 1), len(roots))
        if jobs > 1 and not self._jobs and not self._are_large(roots):
            jobs = 1
        if jobs <= 1 or self.seconds is not None:
            return [self.check(root) for root in roots]
        try:
            return self._sent(roots, jobs)
        except PluginCrashError as error:
            self.crashed(error)
        return [self.check(root) for root in roots]

    def _sent(self, roots: list[str], jobs: int) -> list[tuple[Outcome, PackSummary]]:
        """Let the executor check packs. Raises `PluginCrashError` if it fails."""
        work = PackWork(self._remake, self)
        sent = self._executor.run(work, roots, jobs)
        with blaming(f"executor '{self._executor.name}'", "to give back what it was given"):
            return [
                work.kept.get(root) or (_head.loads(head), _codec.loads(summary))
                for root, (head, summary) in zip(roots, sent, strict=True)
            ]

    def _are_large(self, roots: Iterable[str]) -> bool:
        """Tell whether packs have so many files that checking them in further processes pays."""
        left = PARALLEL_FROM
        for root in roots:
            listing = self._listings[root] = tree.walk(root)
            left -= len(listing.entries)
            if left <= 0:
                return True
        return False

    @garbage.looked_for_seldom()
    def check(self, root: str) -> tuple[Outcome, PackSummary]:
        """Return outcome and summary of one pack, from the store if its bytes are known."""
        listing = self._listings.pop(root, None) or tree.walk(root)
        key = digest.of_parts(self._engine, listing.digest()) if self._store else root
        if self._store:
            head, summary = self._store.get(key + "-head"), self._store.get(key + "-summary")
            if head is not None and summary is not None:
                return replace(_head.loads(head), cached=True), _codec.loads(summary)
        pack = packs.load(listing)
        comments = tuple(each for one in pack.documents.values() for each in ignores(one))
        infos = self._infos or bool(comments)
        diagnostics = check_pack(
            self._plan,
            pack,
            self._target,
            platform=self._platform,
            infos=infos,
            seconds=self.seconds,
        )
        outcome = _outcome(key, pack, diagnostics, comments, infos=infos)
        summarized = _summarize(pack, self._target)
        if self._store and not outcome.crashed:
            self._store.put(key + "-head", _head.dumps(outcome))
            self._store.put(key + "-summary", _codec.dumps(summarized))
        return outcome, summarized

    @garbage.looked_for_seldom()
    def _across(
        self, found: Sequence[Found], outcomes: list[Outcome], summaries: dict[str, PackSummary]
    ) -> Across:
        """Run the cross-pack pass."""
        loaded = []
        for each, outcome in zip(found, outcomes, strict=True):
            summary = summaries.get(each.root)
            if summary is None and self._store:
                data = self._store.get(outcome.key + "-summary")
                summary = None if data is None else _codec.loads(data)
            if summary is None:
                summary = self.check(each.root)[1]
            loaded.append(replace(summary, root=each.root))
        loud: dict[str, list[Diagnostic]] = {}
        quiet: dict[str, list[Diagnostic]] = {}
        infos = self._infos or any(outcome.ignores for outcome in outcomes)
        for root, diagnostic in check_across(
            self._plan,
            loaded,
            self._target,
            platform=self._platform,
            infos=infos,
            seconds=self.seconds,
        ):
            if diagnostic.severity > Severity.INFO:
                loud.setdefault(root, []).append(diagnostic)
            elif infos:
                quiet.setdefault(root, []).append(diagnostic)
        return Across(
            {root: _located(root, group) for root, group in loud.items()},
            _codec.dumps({root: tuple(group) for root, group in quiet.items()}),
            {summary.ref: depends_on(summary) for summary in loaded},
        )

    def _stamp(self, root: str) -> str:
        """Return the pack's stamp; "" where it cannot be trusted or there is no cache."""
        if not self._store:
            return ""
        stamp, newest = tree.stamp(root)
        return stamp if newest < clock.wall_nanoseconds() - GRAIN else ""

    def _state_name(self, found: Sequence[Found]) -> str:
        return digest.of_parts(self._engine, tuple(each.root for each in found)) + "-state"

    def _load_state(self, found: Sequence[Found]) -> _State:
        data = self._store.get(self._state_name(found)) if self._store else None
        state = _State({}, "", b"")
        if data is not None:
            state = _State(*marshal.loads(data))  # noqa: S302 - the store verified it; runs no code
        return state

    def _save_state(self, store: Store, found: Sequence[Found], state: _State) -> None:
        data = marshal.dumps((state.heads, state.key, state.across))
        store.put(self._state_name(found), data)
        store.evict()


class PackWork:
    """Checks one pack. Pickled for another process, it makes its runner anew there.

    What it finds in the process that made it is kept there as it is, in `kept`, instead of being
    turned into bytes.
    """

    def __init__(self, remake: Callable[[], PackRunner], runner: PackRunner | None = None) -> None:
        self.kept: dict[str, tuple[Outcome, PackSummary]] = {}
        self._remake = remake
        self._runner = runner
        self._home = os.getpid() if runner else None

    def __call__(self, root: str) -> tuple[bytes, bytes]:
        """Return outcome and summary of the pack at `root`, as bytes; none of what is kept."""
        if self._runner is None:
            self._runner = self._remake()
        outcome, summary = self._runner.check(root)
        if self._home == os.getpid():
            self.kept[root] = outcome, summary
            return b"", b""
        return _head.dumps(outcome), _codec.dumps(summary)

    def __reduce__(self) -> tuple[type[PackWork], tuple[Callable[[], PackRunner]]]:
        """Pickle how to make the runner, not the runner."""
        return PackWork, (self._remake,)


class _State(Struct, frozen=True):
    """What the last run over the same packs left: stamp and head by root, and the across pass."""

    heads: dict[str, tuple[str, bytes]]
    key: str
    across: bytes


def depends_on(summary: PackSummary) -> tuple[str, ...]:
    """Return the refs, full or of packs, that a pack's dependencies, references and calls name."""
    named = {dependency.ref for dependency in summary.dependencies}
    named |= {reference.ref for reference in summary.references}
    named |= {call.target.ref for call in summary.calls}
    return tuple(sorted(named))


def _outcome(
    key: str,
    pack: packs.Pack,
    diagnostics: list[Diagnostic],
    comments: tuple[Ignore, ...],
    *,
    infos: bool,
) -> Outcome:
    """Return what came of a pack; `infos` tells whether anyone may ask for them."""
    return Outcome(
        key=key,
        ref=pack.ref,
        version=pack.version,
        files_checked=len(pack.documents),
        components=pack.counts(),
        refs={component.path: component.ref for component in pack.every_component()},
        loud=_located(
            pack.tree.root, (each for each in diagnostics if each.severity > Severity.INFO)
        ),
        quiet=_codec.dumps(
            tuple(
                each
                for each in diagnostics
                if each.severity is Severity.INFO and (infos or each.code in _CAUSES)
            )
        ),
        ignores=comments,
    )


def _located(root: str, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    locator = Locator(root)
    ordered = sorted(diagnostics, key=lambda each: each.path)
    return tuple(each.located(locator.span(each.place)) for each in ordered)


def _summarize(pack: packs.Pack, target: Target) -> PackSummary:
    """Summarize a pack; expressions are only looked at where there can be any."""
    if not (pack.workflows or pack.of("rule") or pack.of("queue")):
        return summarize_plain(pack)
    from attune_packkit.workflows.uses import summarize

    return summarize(pack, target)
