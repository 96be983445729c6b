"""The manual as pages of a site: the Markdown of `site/content` in the frame of all other pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.link_policy import DeadLink, LinkPolicy, Rendered
from attune_packkit.sitegen.markdown import render
from attune_packkit.sitegen.models import Frame, Heading, Link, TextPage
from attune_packkit.sitegen.search.postings import SearchPage
from attune_packkit.sitegen.templating import Templates

FOLDER = "manual/"
INDEX = "index.md"
TITLE = "Manual"
MAX_CONTENTS = 60

_CHECKS = "checks/"
_MAX_FOUND = 400
"""Characters of a section that are searched."""


def read_content(folder: Path) -> dict[str, str]:
    """Return the texts of a manual by path below its folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.md"))
    }


class Manual:
    """The texts of the manual, by path, rendered and in order."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._rendered = {path: self._render(path, texts) for path in sorted(texts)}

    def files(self, templates: Templates) -> Iterator[tuple[str, bytes]]:
        """Yield the pages."""
        for path in self._rendered:
            page = self._page(path)
            yield (
                page.frame.address,
                templates.page("text", page, self._navigation(path, templates)),
            )

    def search_pages(self) -> Iterator[SearchPage]:
        """Yield what can be found: every text, and its sections. Checks are found on their own."""
        for path, made in self._rendered.items():
            if path.startswith(_CHECKS):
                continue
            title, address = self._title(path), _address(path)
            name = address.removesuffix(".html")
            sections = [each for each in made.sections if each.level == 2]
            opening, *texts = _texts(str(made.html), [each.anchor for each in sections])
            yield _search_page(name, title, opening, address)
            for section, text in zip(sections, texts, strict=True):
                yield _search_page(name, section.text, text, f"{address}#{section.anchor}")

    def dead_links(self) -> list[tuple[str, DeadLink]]:
        """Return the links that lead nowhere, each with the text it stands in."""
        return [(path, link) for path, made in self._rendered.items() for link in made.dead_links]

    def _render(self, path: str, texts: Mapping[str, str]) -> Rendered:
        page = _address(path)
        pages = {each: addresses.relative(_address(each), page) for each in texts}
        folder = path.rpartition("/")[0]
        policy = LinkPolicy(pages, texts.keys(), folder=folder, prefix="", drop_title=True)
        return render(texts[path], links=policy)

    def _title(self, path: str) -> str:
        return self._rendered[path].title or path

    def _page(self, path: str) -> TextPage:
        address, made = _address(path), self._rendered[path]
        sections = [Heading(each.text, each.anchor) for each in made.sections if each.level == 2]
        crumbs = [Link("Packs", addresses.relative(addresses.HOME, address))]
        if path != INDEX:
            crumbs.append(Link(TITLE, addresses.relative(_address(INDEX), address)))
        frame = Frame(
            address,
            self._title(path),
            crumbs=tuple(crumbs),
            contents=tuple(sections) if len(sections) <= MAX_CONTENTS else (),
            canonical=address,
            kind="text",
        )
        return TextPage(frame, self._title(path), made.html)

    def _navigation(self, current: str, templates: Templates) -> Markup:
        page = _address(current)
        groups = [
            (title, [self._link(path, page) for path in paths])
            for title, paths in self._groups()
            if paths
        ]
        home = addresses.relative(_address(INDEX), page)
        return templates.part(
            "manual_navigation",
            {"title": TITLE, "home": home, "groups": groups, "here": page.rpartition("/")[2]},
        )

    def _link(self, path: str, page: str) -> Link:
        title = self._title(path).removeprefix("Checks: ")
        return Link(title, addresses.relative(_address(path), page))

    def _groups(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the parts of the navigation: what the front page lists, in its order, then all."""
        front = str(self._rendered[INDEX].html) if INDEX in self._rendered else ""
        listed = front.partition("<ul>")[2]
        places = {path: listed.find(f'href="{_page_name(path)}"') for path in self._rendered}
        guide = sorted((path for path in places if places[path] >= 0), key=places.__getitem__)
        rest = [path for path in places if path not in guide and path != INDEX]
        yield "Guide", guide
        topics = [path for path in rest if path.startswith(_CHECKS) and path != _CHECKS + INDEX]
        yield "Reference", [path for path in rest if path not in topics]
        yield "Checks", topics


def _search_page(ref: str, title: str, text: str, address: str) -> SearchPage:
    return SearchPage(
        kind="manual", ref=ref, name=title, pack="", label=title, description=text, address=address
    )


def _texts(html: str, anchors: Iterable[str]) -> Iterator[str]:
    """Yield the text before the first of some headings, then that below each of them."""
    rest = html
    for anchor in anchors:
        text, _, rest = rest.partition(f'id="{anchor}"')
        yield _plain(text.removesuffix("<h2 "))
        rest = rest.partition("</h2>")[2]
    yield _plain(rest)


def _plain(html: str) -> str:
    return Markup(html).striptags()[:_MAX_FOUND]  # noqa: S704 - becomes text


def _page_name(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def _address(path: str) -> str:
    return FOLDER + _page_name(path)
