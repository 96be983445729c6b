"""The page of a pack, and the pages of its manifest, changelog and licence."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec.structs import replace

from attune_packkit.api import MANIFEST, InstallSource, counted
from attune_packkit.sitegen import addresses, highlighting, trying
from attune_packkit.sitegen.components import notices
from attune_packkit.sitegen.extras import pack_data
from attune_packkit.sitegen.kinds import KINDS, TITLES
from attune_packkit.sitegen.link_policy import LinkPolicy, Rendered
from attune_packkit.sitegen.markdown import render_bytes
from attune_packkit.sitegen.models import (
    NOTHING,
    ComponentLine,
    Fact,
    Frame,
    Heading,
    KindGroup,
    Link,
    LinkGroup,
    PackPage,
    PackState,
    Snippet,
    TextPage,
)
from attune_packkit.sitegen.needs import needs
from attune_packkit.sitegen.parameters import table
from attune_packkit.sitegen.sanitising import web_address
from attune_packkit.sitegen.sources import PackSources, version_lines

README = "README.md"
CHANGELOG = "CHANGELOG.md"
MAX_CHANGES = 8_000
"""Bytes of the changelog on the pack's page; all of it has a page of its own."""

_MAX_DESCRIPTION = 20_000
_MAX_USERS = 300

LICENSES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "COPYING")


def state_of(errors: int, warnings: int) -> PackState:
    """Say what validation came to; `errors` is -1 if nobody validated."""
    if errors < 0:
        return PackState("not checked", "none")
    found = [
        counted(count, word) for count, word in ((errors, "error"), (warnings, "warning")) if count
    ]
    tone = "bad" if errors else "warn" if warnings else "ok"
    return PackState(", ".join(found) or "no errors or warnings", tone, max(errors, 0), warnings)


def pack_page(sources: PackSources) -> PackPage:
    """Return the page of a pack."""
    card, pack, page = sources.card, sources.pack, sources.card.page
    manifest = pack.manifest
    readme = _rendered(sources, README, page, title=True)
    changes = _rendered(sources, CHANGELOG, page, title=True, limit=MAX_CHANGES)
    made = PackPage(
        frame=Frame(
            address=page,
            title=f"{card.label} · {card.ref}",
            description=card.description,
            crumbs=_crumbs(sources),
            contents=(),
            canonical="",
            kind="pack",
        ),
        ref=card.ref,
        label=card.label,
        version=card.version,
        description=manifest.text("description")[:_MAX_DESCRIPTION].strip(),
        icon=addresses.relative(card.icon, page),
        state=state_of(card.errors, card.warnings),
        facts=tuple(_facts(sources)),
        tags=sources.view.tag_links(card.tags, page),
        install=tuple(_install(sources)),
        verify=tuple(_verify(sources)),
        checksum=sources.published.checksum,
        readme=readme.html if readme else _left_out(sources, README),
        kinds=tuple(_kinds(sources)),
        configuration=table(
            "Configuration", "config", manifest.schema("conf_schema"), "It needs no configuration."
        ),
        needs=tuple(needs(sources)),
        used_by=_used_by(sources),
        diagnostics=sources.all_diagnostics(page),
        versions=version_lines(sources, page),
        documents=tuple(_documents(sources)),
        changes=changes.html if changes else _left_out(sources, CHANGELOG),
        changelog=_whole_changelog(sources, page),
        notices=notices(sources, page),
    )
    canonical = addresses.pack_page(card.ref) if card.version_folder else page
    frame = replace(made.frame, contents=tuple(_contents(made)), canonical=canonical)
    return replace(made, frame=frame)


def text_pages(sources: PackSources) -> Iterator[TextPage]:
    """Yield the pages of the manifest, the changelog and the licence."""
    for part, name, title in _texts(sources):
        page = sources.part(part)
        data = sources.pack.tree.read(name)
        frame = Frame(
            page,
            f"{title} · {sources.card.ref}",
            f"{title} of the pack {sources.card.label}.",
            (
                *_crumbs(sources, page),
                Link(sources.card.ref, addresses.relative(sources.card.page, page)),
            ),
            kind="text",
        )
        if data is None:
            body = _left_out(sources, name)
        elif part == "manifest":
            body = highlighting.source(
                highlighting.listing(
                    name,
                    "source",
                    data,
                    tones=sources.tones(name),
                    hidden=tuple(sources.hidden(name)),
                )
            )
        elif name.endswith(".md"):
            body = _render(sources, name, data, page, title=True).html
        else:
            body = highlighting.plain(data)
        yield TextPage(frame, title, body, notices=notices(sources, page))


def _texts(sources: PackSources) -> Iterator[tuple[str, str, str]]:
    tree = sources.pack.tree
    yield "manifest", MANIFEST, "Manifest"
    if tree.is_file(CHANGELOG):
        yield "changelog", CHANGELOG, "Changelog"
    for name in LICENSES:
        if tree.is_file(name):
            yield "license", name, "Licence"
            return


def _crumbs(sources: PackSources, page: str = "") -> tuple[Link, ...]:
    return (Link("Packs", addresses.relative(addresses.HOME, page or sources.card.page)),)


def _rendered(
    sources: PackSources, name: str, page: str, *, title: bool, limit: int | None = None
) -> Rendered | None:
    """Return a text of the pack as HTML, of a long one the lines within `limit` bytes."""
    data = sources.pack.tree.read(name)
    if data is not None and limit is not None and len(data) > limit:
        data = data[:limit].rpartition(b"\n")[0]
    return None if data is None else _render(sources, name, data, page, title=title)


def _left_out(sources: PackSources, name: str) -> Markup:
    """Say of a text that the pack has why it is not shown."""
    if not sources.pack.tree.is_file(name):
        return NOTHING
    return Markup(
        '<p class="none">{} is not shown: it is larger than 1 MiB or cannot be read.</p>'
    ).format(name)


def _render(sources: PackSources, name: str, data: bytes, page: str, *, title: bool) -> Rendered:
    return render_bytes(
        data,
        links=LinkPolicy(
            pages=_link_targets(sources, page),
            files=sources.pack.tree.entries.keys(),
            repository=web_address(sources.card.repository),
            picture=sources.pictures.on(page),
            level=3 if page == sources.card.page else 2,
            drop_title=title,
            prefix="user-" if name == README else f"user-{name.lower().partition('.')[0]}-",
        ),
    )


def _link_targets(sources: PackSources, page: str) -> dict[str, str]:
    """Return the pages of this site by the file of the pack that they show."""
    found = {each.path: addresses.relative(each.page, page) for each in sources.card.components}
    for path, (target, _) in sources.lines.items():
        found.setdefault(path, addresses.relative(target, page))
    for part, name, _ in _texts(sources):
        found[name] = addresses.relative(sources.part(part), page)
    found[README] = addresses.relative(sources.card.page, page)
    return found


def _facts(sources: PackSources) -> Iterator[Fact]:
    card, page = sources.card, sources.card.page
    if card.released:
        yield Fact("Released", card.released)
    if card.license:
        target = addresses.group_page("licenses", card.license)
        yield Fact("Licence", links=(Link(card.license, addresses.relative(target, page)),))
    target = addresses.group_page("categories", card.category)
    yield Fact("Category", links=(Link(card.category, addresses.relative(target, page)),))
    if card.author:
        yield Fact("Author", card.author)
    addressed = (
        ("Homepage", card.homepage),
        ("Documentation", card.documentation),
        ("Source", card.repository),
    )
    links = tuple(
        Link(name, safe, "outside") for name, url in addressed if (safe := web_address(url))
    )
    if links:
        yield Fact("Links", links=links)


def _install(sources: PackSources) -> Iterator[Snippet]:
    ref = trying.quoted(sources.card.ref)
    version = sources.card.version
    pin = f"@{version}" if version and sources.card.version_folder else ""
    yield Snippet("packkit", "install-packkit", highlighting.shell(f"packkit install {ref}{pin}"))
    if not pin:
        yield Snippet("Attune", "install-attune", highlighting.shell(f"attune pack install {ref}"))
    for source in sources.published.sources:
        if source.type == "git":
            yield Snippet("git", "install-git", highlighting.shell(_clone(source.url, source.ref)))
        elif source.type == "archive":
            yield Snippet("Archive", "install-archive", highlighting.shell(_fetch(source)))


def _fetch(source: InstallSource) -> str:
    """Return the commands that fetch an archive and compare its checksum."""
    name = urlsplit(source.url).path.rpartition("/")[2] or "pack.tar.gz"
    fetch = f"curl -fsSL -o {trying.quoted(name)} {trying.quoted(source.url)}"
    line = f"{source.checksum.rpartition(':')[2]}  {name}"
    return f"{fetch}\necho {trying.quoted(line)} | sha256sum --check"


def _clone(url: str, ref: str) -> str:
    clone = f"git clone {trying.quoted(url)} pack"
    return f"{clone} && git -C pack checkout {trying.quoted(ref)}" if ref else clone


def _verify(sources: PackSources) -> Iterator[Snippet]:
    checksum = sources.published.checksum
    folder = f"./{trying.quoted(sources.card.ref)}"
    if checksum:
        text = f"packkit checksum {folder}\n# {checksum}"
        note = "Given a folder with these files, it prints this checksum."
        yield Snippet("Checksum", "verify-checksum", highlighting.shell(text), note)
    code = highlighting.shell(f"packkit validate {folder}")
    yield Snippet("Checks", "verify-checks", code, "This runs the checks again.")


def _kinds(sources: PackSources) -> Iterator[KindGroup]:
    card = sources.card
    for kind in KINDS:
        lines = tuple(
            ComponentLine(
                each.name,
                each.ref,
                addresses.relative(each.page, card.page),
                each.description,
                "" if each.enabled else "disabled",
            )
            for each in card.components
            if each.kind == kind
        )
        if lines:
            yield KindGroup(TITLES[kind][1], addresses.FOLDERS[kind], lines)


def _used_by(sources: PackSources) -> LinkGroup:
    page = sources.card.page
    refs = sources.view.registry.dependents.get(sources.card.ref, [])
    links = tuple(sources.view.pack_link(ref, page) for ref in refs[:_MAX_USERS])
    return LinkGroup("Used by", links, "No pack of this registry depends on it.")


def _documents(sources: PackSources) -> Iterator[Link]:
    for part, _, title in _texts(sources):
        yield Link(title, addresses.relative(sources.part(part), sources.card.page))
    if not sources.card.version_folder:
        for title, target in pack_data(sources.card.ref):
            yield Link(title, addresses.relative(target, sources.card.page))


def _whole_changelog(sources: PackSources, page: str) -> str:
    data = sources.pack.tree.read(CHANGELOG) or b""
    return addresses.relative(sources.part("changelog"), page) if len(data) > MAX_CHANGES else ""


def _contents(page: PackPage) -> Iterator[Heading]:
    yield Heading("Install", "install")
    if page.readme:
        yield Heading("Readme", "readme")
    for group in page.kinds:
        yield Heading(group.title, group.anchor, len(group.lines))
    yield Heading("Configuration", "configuration", len(page.configuration.rows))
    yield Heading("Needs", "needs")
    yield Heading("Used by", "used-by", len(page.used_by.links))
    yield Heading("Checks", "checks", len(page.diagnostics))
    yield Heading("Verify", "verify")
    if page.versions:
        yield Heading("Versions", "versions", len(page.versions))
    if page.changes:
        yield Heading("Changes", "changes")
    for panel in page.panels:
        yield Heading(panel.title, panel.anchor)
