"""The data that the pages of one pack are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from attune_packkit.api import MANIFEST, InstallSource, Pack, Reported, Severity, Span
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import PackCard
from attune_packkit.sitegen.models import DiagnosticRow, Link, VersionLine
from attune_packkit.sitegen.pictures import Pictures
from attune_packkit.sitegen.registry import View

MAX_DIAGNOSTICS = 300
"""Diagnostics that are shown on one page."""

MAX_REASON = 300
"""Characters of what an index says against a version."""

METADATA_PREFIX = "M"
"""Begins the ids of lines in the second file of a page: the metadata of an action with a graph."""


WITHDRAWN = "withdrawn"


class VersionMark(Struct, frozen=True):
    """What an index says against a version: `kind` is withdrawn or deprecated."""

    version: str
    kind: str
    reason: str

    @property
    def text(self) -> str:
        """Both, as words."""
        return f"{self.kind}: {self.reason[:MAX_REASON]}"


class Published(Struct, frozen=True):
    """What is known of a pack besides its files: what validation and the registry say.

    `versions` are all that the site has, newest first, if there is more than one. `kept` tells that
    these are not its newest files, because the newest ones have errors. `marks` are those of any
    versions, also of some that the site does not have.
    """

    card: PackCard
    reported: tuple[Reported, ...] = ()
    checksum: str = ""
    sources: tuple[InstallSource, ...] = ()
    versions: tuple[PackCard, ...] = ()
    kept: bool = False
    marks: tuple[VersionMark, ...] = ()

    @property
    def before(self) -> PackCard | None:
        """The version before this one, if the site has it."""
        following = iter(self.versions)
        if not any(each.version == self.card.version for each in following):
            return None
        return next(following, None)


class PackSources(Struct, frozen=True, dict=True):
    """One pack with everything its pages need; `before` is the version before it, if shown."""

    pack: Pack
    published: Published
    view: View
    before: Pack | None = None

    @property
    def card(self) -> PackCard:
        """The pack's card."""
        return self.published.card

    @cached_property
    def lines(self) -> dict[str, tuple[str, str]]:
        """By file, the page that shows it and the beginning of the ids of its lines."""
        shown = {each.path: (each.page, "L") for each in self.card.components}
        shown[MANIFEST] = (self.part("manifest"), "L")
        for flow in self.pack.workflows:
            if flow.linked and flow.meta.path in shown:
                page = shown[flow.meta.path][0]
                shown[flow.path] = (page, "L")
                shown[flow.meta.path] = (page, METADATA_PREFIX)
        return shown

    @cached_property
    def reported(self) -> dict[str, list[Reported]]:
        """What validation reports, by file."""
        found: dict[str, list[Reported]] = {}
        for each in self.published.reported:
            found.setdefault(each.diagnostic.path, []).append(each)
        return found

    @cached_property
    def pictures(self) -> Pictures:
        """The pictures of the pack that its texts show."""
        return Pictures(self.pack.tree, self.card.folder)

    def part(self, name: str) -> str:
        """Return the address of a further page of the pack."""
        return addresses.pack_part(self.card.ref, name, self.card.version_folder)

    def diagnostics(self, paths: Sequence[str], page: str) -> tuple[DiagnosticRow, ...]:
        """Return what is reported of some files, as rows of a page."""
        found = [each for path in paths for each in self.reported.get(path, ())]
        return tuple(self._row(each, page) for each in found[:MAX_DIAGNOSTICS])

    def all_diagnostics(self, page: str) -> tuple[DiagnosticRow, ...]:
        """Return what is reported of the whole pack."""
        return tuple(self._row(each, page) for each in self.published.reported[:MAX_DIAGNOSTICS])

    def tones(self, path: str) -> dict[int, str]:
        """Return the class of each line that a diagnostic points to, the worst one's."""
        found: dict[int, Severity] = {}
        for each in self.reported.get(path, ()):
            line = each.span.line
            found[line] = max(each.severity, found.get(line, Severity.INFO))
        return {line: severity.label for line, severity in found.items()}

    def hidden(self, path: str) -> Iterator[Span]:
        """Yield the places of secrets in a file."""
        for each in self.reported.get(path, ()):
            if each.diagnostic.place.hidden:
                yield each.span

    def _row(self, each: Reported, page: str) -> DiagnosticRow:
        diagnostic, line = each.diagnostic, each.span.line
        shown = self.lines.get(diagnostic.path)
        url = addresses.relative(f"{shown[0]}#{shown[1]}{line}", page) if shown else ""
        known = each.url or each.summary
        check = addresses.relative(addresses.check_page(diagnostic.code), page) if known else ""
        return DiagnosticRow(
            severity=diagnostic.severity.label,
            code=diagnostic.code,
            message=diagnostic.message,
            hint=diagnostic.hint,
            place=Link(f"{diagnostic.path}:{line}", url),
            check=Link(diagnostic.code, check, each.summary),
        )


def version_lines(sources: PackSources, page: str) -> tuple[VersionLine, ...]:
    """Return the versions of a pack, newest first, as a page's selector; empty if there is one."""
    versions = sources.published.versions
    marks = {each.version: each for each in sources.published.marks}
    gone = [each for each in marks.values() if each.kind == WITHDRAWN]
    absent = [each for each in gone if all(each.version != card.version for card in versions)]
    if len(versions) < 2 and not absent:
        return ()
    lines = []
    for number, card in enumerate(versions or (sources.card,)):
        before = versions[number + 1] if number + 1 < len(versions) else None
        differences = None
        if before is not None:
            target = addresses.differences_page(card.ref, before.version, card.version)
            differences = Link(f"changes since {before.version}", addresses.relative(target, page))
        lines.append(
            VersionLine(
                version=card.version,
                url=addresses.relative(card.page, page),
                current=card.version == sources.card.version,
                newest=number == 0,
                released=card.released,
                differences=differences,
                state=marks[card.version].text if card.version in marks else "",
            )
        )
    lines += [
        VersionLine(each.version, "", False, False, state=each.text)
        for each in absent
        if each.version != sources.card.version
    ]
    return tuple(lines)
