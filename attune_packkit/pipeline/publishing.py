"""From packs to a registry: validated, indexed, and written as a static site."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from attune_packkit import __version__, clock, digest, resources, tree
from attune_packkit.checking.check import Check
from attune_packkit.checking.result import RunResult
from attune_packkit.errors import ExitCode, PackkitError, UsageError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.pipeline.index_files import held, read_old
from attune_packkit.pipeline.site import remembering
from attune_packkit.pipeline.site.gathering import Gathered, GatherWork, gather
from attune_packkit.pipeline.site.history import History, OlderVersions
from attune_packkit.pipeline.site.keeping import Kept
from attune_packkit.pipeline.site.progress import Progress, no_progress
from attune_packkit.pipeline.site.versions import PackVersions, sorted_by_version
from attune_packkit.pipeline.site.writing import (
    ALL_VERSIONS,
    INDEX,
    Content,
    Writer,
    Written,
    judged,
    make_index,
    published,
    with_history,
)
from attune_packkit.registry import assembling
from attune_packkit.registry.index import IndexEntry
from attune_packkit.registry.sourcing import Sourcing
from attune_packkit.session import Session
from attune_packkit.sitegen.building import Builder
from attune_packkit.sitegen.extending import Extensions
from attune_packkit.sitegen.manual_pages import read_content
from attune_packkit.sitegen.models import SiteFacts
from attune_packkit.sitegen.output import Output
from attune_packkit.sitegen.registry import SiteRegistry
from attune_packkit.sitegen.templating import Templates, asset_files
from attune_packkit.sources.local import Found, find_packs

NO_HISTORY = History()
Policy: TypeAlias = Literal["fail", "keep", "mark"]

PARALLEL_FROM = 16
"""Packs from which starting processes pays when the number of jobs is left to packkit."""


class SiteRequest(Struct, frozen=True):
    """What a site is to be made of, where it goes, and how it looks.

    `base_url` is where it will be served, "" if that is open. `policy` says what becomes of a pack
    with errors: everything stops, its last good version is kept, or it is marked. `validate` is
    False to publish whatever is there, unchecked; `manual` adds the pages of packkit's manual, and
    `history` says where to find older versions besides those among the paths.
    """

    paths: tuple[str, ...]
    output: str
    title: str = "Pack registry"
    base_url: str = ""
    theme: str = ""
    policy: Policy = "fail"
    validate: bool = True
    manual: bool = False
    history: History = NO_HISTORY
    sourcing: Sourcing = field(default_factory=Sourcing)


class Publication(Struct, frozen=True):
    """What came of it. `result` is what validation found, None if it was not asked.

    `written` is None if nothing was written because packs have errors. `kept` and `marked` are the
    refs of packs with errors of which the last good version stays, or that show their errors.
    """

    result: RunResult | None
    found: int
    packs: int = 0
    written: Written | None = None
    kept: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


def publish(
    session: Session, request: SiteRequest, progress: Progress = no_progress
) -> Publication:
    """Publish packs. Raises `UsageError` for an output that is no place for a site."""
    started = clock.elapsed()
    output = Output(request.output)
    output.check()
    _refuse_no_theme(request.theme)
    found = find_packs(request.paths)
    if not found and not request.manual:
        return Publication(None, 0)
    with held(output.folder):
        made = _Publishing(session, request, output, progress).run(found)
    return replace(made, seconds=clock.elapsed() - started)


def _refuse_no_theme(theme: str) -> None:
    """Raise `UsageError` for a theme that is no folder with templates or assets."""
    parts = [os.path.join(theme, name) for name in ("templates", "assets")]
    if theme and not any(map(os.path.isdir, parts)):
        raise UsageError(
            f"theme {shown(theme)} has neither a folder 'templates' nor 'assets'",
            hint="each file in them replaces packkit's own of that name",
        )


class _Publishing:
    """One run of `publish`."""

    def __init__(
        self, session: Session, request: SiteRequest, output: Output, progress: Progress
    ) -> None:
        self._session = session
        self._request = request
        self._output = output
        self._progress = progress
        self._memory = remembering.recall(session.store, output.folder)
        self._known = self._memory.gathered
        self._memory.gathered = {}
        self._code = code_stamp(request.theme)
        told_in, summaries = self._memory.summaries
        self._memory.summaries = (self._code, summaries if told_in == self._code else {})
        self._old = _old_index(output.folder)
        self._kept = Kept(output.folder)
        self._notes: list[str] = []
        self._marked: list[IndexEntry] = []

    def run(self, found: Sequence[Found]) -> Publication:
        """Publish what was found, unless it has errors and that forbids it."""
        gathered = self._gather(found, self._request.sourcing)
        self._note(gathered)
        versions = sorted_by_version([*gathered, *self._older(gathered)])
        result = self._validate([*versions.newest, *versions.doubles])
        if self._refuses(result):
            return Publication(result, len(found), notes=tuple(self._notes))
        for each in versions.doubles:
            self._notes.append(
                f"{shown_path(each.path)} is left out: another pack is {each.card.ref}"
            )
        broken = [each for each in versions.newest if _is_broken(each, result)]
        with self._replaced(versions, broken) as (shown_packs, kept):
            again = self._validate(shown_packs.newest) if kept else result
            written = self._write(shown_packs, again, frozenset(kept))
            if self._request.policy == "keep":
                self._keep(shown_packs, broken)
        remembering.remember(self._session.store, self._output.folder, self._memory)
        marked = tuple(each.card.ref for each in broken if each.card.ref not in kept)
        return Publication(
            result=result,
            found=len(found),
            packs=len(shown_packs.newest),
            written=written,
            kept=kept,
            marked=marked,
            notes=tuple(self._notes),
        )

    def _gather(self, found: Sequence[Found], sourcing: Sourcing) -> list[Gathered]:
        old = assembling.newest(self._old["packs"]) if self._old else []
        work = GatherWork(sourcing, {each["ref"]: each for each in old})

        def run(roots: Sequence[str]) -> Sequence[tuple[bytes, bytes]]:
            jobs = self._jobs(len(roots))
            if jobs <= 1:
                return [work(root) for root in roots]
            return self._session.executor().run(work, roots, jobs)

        engine = digest.of_parts(__version__, self._code, repr(sourcing))
        made = gather(found, self._known, engine, run)
        self._memory.gathered |= {each.root: (each.stamp, each.data) for each in made}
        return made

    def _note(self, packs: Iterable[Gathered]) -> None:
        """Collect the notes about entries of the index."""
        for each in packs:
            self._notes += each.notes
            if each.problem:
                self._notes.append(f"{shown_path(each.path)} is not in the index: {each.problem}")

    def _older(self, newest: Sequence[Gathered]) -> list[Gathered]:
        """Return the versions that tags and an index tell of, fetched into the site's folder."""
        if self._request.history == NO_HISTORY:
            return []
        self._output.open()
        older = OlderVersions(self._output.folder, self._session)
        known = {(each.card.ref, each.card.version) for each in newest}
        sourcing = self._request.sourcing
        found = older.find(self._request.history, newest)
        listed = {**older.sources, **sourcing.listed}
        made = self._gather(found, replace(sourcing, listed=listed))
        self._notes += older.notes
        self._marked = older.marked
        fresh = {(each.card.ref, each.card.version): each for each in reversed(made)}
        return [each for key, each in fresh.items() if key not in known]

    def _validate(self, packs: Sequence[Gathered]) -> RunResult | None:
        if not self._request.validate:
            return None
        return self._session.validate([each.path for each in packs])

    def _refuses(self, result: RunResult | None) -> bool:
        if result is None or result.exit_code is ExitCode.OK:
            return False
        return self._request.policy == "fail" or result.exit_code is not ExitCode.DIAGNOSTICS

    @contextmanager
    def _replaced(
        self, versions: PackVersions, broken: Sequence[Gathered]
    ) -> Iterator[tuple[PackVersions, tuple[str, ...]]]:
        """Yield the packs to show, with the last good version of broken ones if it is kept."""
        if self._request.policy != "keep":
            yield versions, ()
            return
        with self._kept.unpacked(each.card.ref for each in broken) as folders:
            found = [Found(folder, folder) for folder in folders.values()]
            instead = {each.card.ref: each for each in self._gather_kept(found)}
            newest = tuple(instead.get(each.card.ref, each) for each in versions.newest)
            yield replace(versions, newest=newest), tuple(instead)

    def _gather_kept(self, found: Sequence[Found]) -> list[Gathered]:
        work = GatherWork(self._request.sourcing, {})
        return gather(found, {}, "", lambda roots: [work(root) for root in roots])

    def _keep(self, versions: PackVersions, broken: Sequence[Gathered]) -> None:
        refs = {each.card.ref for each in broken}
        good = [each for each in versions.newest if each.card.ref not in refs]
        self._kept.keep(good)
        self._notes += self._kept.notes

    def _write(
        self, versions: PackVersions, result: RunResult | None, kept: frozenset[str]
    ) -> Written:
        before = self._output.open()
        results = {each.path: each for each in result.packs} if result else {}
        packs = judged(versions, results)
        index = make_index(packs, self._old, self._request.title, self._request.base_url)
        history = with_history(packs, index, self._marked)
        builder = self._builder(packs)
        stamps = {each.root: "" if each.card.ref in kept else each.stamp for each in packs.every()}
        writer = Writer(self._output, self._memory, self._jobs(len(stamps)), self._progress)
        facts = (self._request.title, self._request.base_url, self._request.manual, __version__)
        told = tuple(map(_told, builder.strange_checks))
        content = Content(
            list(published(packs, results, kept, self._marked)),
            stamps,
            {INDEX: index, **({ALL_VERSIONS: history} if history else {})},
            "" if builder.extensions.contributed else digest.of_parts(self._code, facts, told),
            digest.of_parts([(each.told, *_judgement(each)) for each in packs.every()]),
        )
        return writer.write(builder, content, before)

    def _builder(self, packs: PackVersions) -> Builder:
        request = self._request
        base_url = request.base_url.rstrip("/") + "/" if request.base_url else ""
        extensions = Extensions(tuple(self._session.plugins.objects("packkit_site_pages")))
        maker = f"packkit {__version__}"
        facts = SiteFacts(request.title, base_url, maker, request.manual, extensions.links())
        return Builder(
            registry=SiteRegistry(facts, (each.card for each in packs.every())),
            templates=Templates(facts, request.theme, frozenset(asset_files(request.theme))),
            checks=tuple(self._session.checks.values()),
            extensions=extensions,
            theme=request.theme,
            manual=read_content(resources.data("site/content")) if request.manual else {},
            summaries=self._memory.summaries[1],
        )

    def _jobs(self, packs: int) -> int:
        jobs = self._session.settings.jobs
        return jobs or ((os.cpu_count() or 1) if packs >= PARALLEL_FROM else 1)


def _told(check: Check) -> tuple[object, ...]:
    """Return the page data of a check."""
    return check.id, check.severity.label, check.layer.name, check.since, check.doc


def _judgement(pack: Gathered) -> tuple[object, ...]:
    card = pack.card
    return card.page, card.errors, card.warnings


def _is_broken(pack: Gathered, result: RunResult | None) -> bool:
    return (
        any(each.path == pack.path and not each.valid for each in result.packs) if result else False
    )


def code_stamp(theme: str) -> str:
    """Return a digest of everything that pages are made with: code, templates, assets, theme."""
    folders = [
        os.path.dirname(os.path.abspath(resources.__file__)),
        str(resources.data("templates")),
        str(resources.data("site/assets")),
        *([theme] if theme else []),
    ]
    return digest.of_parts([tree.stamp(folder)[0] for folder in folders])


def _old_index(folder: str) -> dict[str, Any] | None:
    """Return the index of the site as it is; None if there is none that can be read."""
    path = os.path.join(folder, INDEX)
    try:
        return read_old(path) if os.path.isfile(path) else None
    except PackkitError:
        return None
