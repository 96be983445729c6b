"""Fit the sanitised HTML of a text into a page: ids, headings, links, pictures, code.

The input is what the sanitiser wrote, so a tag is where `<` and a name stand and its attributes are
quoted; nothing here has to understand HTML as strangers write it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from markupsafe import Markup, escape

from attune_packkit.sitegen import highlighting, tables
from attune_packkit.sitegen.link_policy import (
    DeadLink,
    LinkPolicy,
    Picture,
    Rendered,
    Section,
)
from attune_packkit.sitegen.repositories import file_address
from attune_packkit.sitegen.sanitising import (
    OUTSIDE,
    as_browsers_read,
    has_scheme,
    visible,
    web_address,
)

_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_TAGS = re.compile(
    r"<(?:(?P<close>/a)|(?P<name>a|img|input|section|li(?= )|code(?= ))"
    r"(?P<attributes>(?: [a-z]++(?:=\"[^\"]*+\")?+)*+))>"
)
_SCROLLING = {
    "<pre>": '<pre tabindex="0">',
    "<table>": '<div class="table" tabindex="0"><table>',
    tables.ROWS: f'<div class="table" tabindex="0">{tables.ROWS}',
    "</table>": "</table></div>",
}
"""Elements that may be wider than a phone, made to scroll by themselves, also by keyboard."""

_FENCED = re.compile(r'(<code class="language-([a-z]+)">)([^<]*)(?=</code>)')
_MARKING = {
    **dict.fromkeys(("yaml", "yml"), highlighting.yaml),
    **dict.fromkeys(("bash", "console", "sh", "shell"), highlighting.shell),
}
"""The function that marks the parts of code, by language."""

_ATTRIBUTE = re.compile(r" ([a-z]+)(?:=\"([^\"]*)\")?")
_OWN_IDS = re.compile(r"<(?:a|li)(?: [^>]*?)? (?:id|name)=\"([^\"]+)\"")
_ANY_TAG = re.compile(r"<[^>]*>")
_ALERT = re.compile(
    r"<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:<br>)?\n?"
)
_LANGUAGE = re.compile(r"language-([A-Za-z0-9+#.-]{1,32})", re.ASCII)
_PIXELS = re.compile(r"\d{1,4}", re.ASCII)
_NOT_IN_SLUGS = re.compile(r"[^\w\- ]")
_MAX_SECTIONS = 500
_MAX_PICTURES = 100
_MAX_DEAD_LINKS = 100


def fit(html: str, policy: LinkPolicy) -> Rendered:
    """Return sanitised HTML with headings, links and pictures as `policy` wants them."""
    html, title = _without_title(visible(html)) if policy.drop_title else (visible(html), "")
    headings = _Headings(policy, _OWN_IDS.findall(html))
    html = _HEADING.sub(headings.fitted, html)
    tags = _Tags(policy, headings.ids)
    html = _TAGS.sub(tags.fitted, _ALERT.sub(_alert, html))
    html = tables.labelled(_FENCED.sub(_marked, html))
    for tag, fitted in _SCROLLING.items():
        html = html.replace(tag, fitted)
    return Rendered(
        Markup(html),  # noqa: S704 - from the sanitiser
        tuple(headings.sections),
        tuple(dict.fromkeys(tags.dead_links)),
        title,
    )


def _marked(match: re.Match[str]) -> str:
    mark = _MARKING.get(match[2])
    return f"{match[1]}{mark(unescape(match[3]))}" if mark else match[0]


def _without_title(html: str) -> tuple[str, str]:
    match = _HEADING.match(html.lstrip())
    if match is None or match[1] != "1":
        return html, ""
    return html.lstrip()[match.end() :], _words(match[3])


def _words(html: str) -> str:
    return " ".join(unescape(_ANY_TAG.sub("", html)).split())


def slug(text: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return _NOT_IN_SLUGS.sub("", text.strip().lower()).replace(" ", "-")


def _alert(match: re.Match[str]) -> str:
    kind = match[1].lower()
    title = f'<p class="alert-title">{kind.capitalize()}</p>'
    return f'<blockquote class="alert alert-{kind}">\n{title}\n<p>'


class _Headings:
    """Gives headings their level and id. Levels go down by one, as outlines do."""

    def __init__(self, policy: LinkPolicy, own_ids: list[str]) -> None:
        self._policy = policy
        self._open: list[int] = []
        self._times: dict[str, int] = {}
        self.ids = {unescape(each) for each in own_ids}
        self.sections: list[Section] = []

    def fitted(self, match: re.Match[str]) -> str:
        level = self._level(int(match[1]))
        text = _words(match[3])
        anchor = self._anchor(text)
        if len(self.sections) < _MAX_SECTIONS:
            self.sections.append(Section(level, anchor, text))
        return f'<h{level} id="{escape(anchor)}"{match[2]}>{match[3]}</h{level}>'

    def _level(self, written: int) -> int:
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return min(6, self._policy.level + len(self._open) - 1)

    def _anchor(self, text: str) -> str:
        name = wanted = slug(text)[:100] or "section"
        while name in self.ids:
            self._times[wanted] = number = self._times.get(wanted, 0) + 1
            name = f"{wanted}-{number}"
        self.ids.add(name)
        return self._policy.prefix + name


class _Tags:
    """Rewrites the tags that lead or load, one by one, in order."""

    def __init__(self, policy: LinkPolicy, ids: set[str]) -> None:
        self._policy = policy
        self._ids = ids
        self._taken: set[str] = set()
        self._links: list[bool] = []
        self._pictures = 0
        self.dead_links: list[DeadLink] = []

    def fitted(self, match: re.Match[str]) -> str:
        if match["close"]:
            return "</a>" if self._links and self._links.pop() else ""
        attributes = {
            found[1]: unescape(found[2] or "") for found in _ATTRIBUTE.finditer(match["attributes"])
        }
        return "".join(getattr(self, f"_{match['name']}")(attributes))

    def _a(self, attributes: dict[str, str]) -> Iterator[str]:
        anchor = self._id(attributes.get("id") or attributes.get("name", ""))
        url, outside = self._resolve(attributes["href"]) if "href" in attributes else ("", False)
        self._links.append(bool(url or anchor))
        if self._links[-1]:
            yield "<a" + anchor
            yield f' href="{escape(url)}"' if url else ""
            yield f' rel="{OUTSIDE}"' if outside else ""
            yield f' title="{escape(attributes["title"])}"' if "title" in attributes else ""
            yield ">"

    def _li(self, attributes: dict[str, str]) -> Iterator[str]:
        yield f"<li{self._id(attributes.get('id', ''))}>"

    def _section(self, attributes: dict[str, str]) -> Iterator[str]:
        yield (
            '<section class="footnotes">' if attributes.get("class") == "footnotes" else "<section>"
        )

    def _code(self, attributes: dict[str, str]) -> Iterator[str]:
        language = _LANGUAGE.fullmatch(attributes.get("class", ""))
        yield f'<code class="{language[0].lower()}">' if language else "<code>"

    def _input(self, attributes: dict[str, str]) -> Iterator[str]:
        if attributes.get("type") == "checkbox":
            done = "checked" in attributes
            label, mark = ("done", "☑") if done else ("to do", "☐")
            yield f'<span class="task" role="img" aria-label="{label}">{mark}</span>'

    def _img(self, attributes: dict[str, str]) -> Iterator[str]:
        source, text = attributes.get("src", ""), attributes.get("alt", "")
        picture = self._picture(source)
        if picture is not None:
            width, height = _size(picture, attributes)
            yield f'<img src="{escape(picture.address)}" alt="{escape(text)}"'
            yield f' width="{width}" height="{height}" loading="lazy">'
            return
        shown = escape(text or source.rpartition("/")[2][:80])
        url, outside = ("", False) if any(self._links) else self._resolve(source)
        if url:
            rel = f' rel="{OUTSIDE}"' if outside else ""
            yield f'<a class="picture" href="{escape(url)}"{rel}>{shown}</a>'
        else:
            yield f'<span class="picture">{shown}</span>'

    def _picture(self, source: str) -> Picture | None:
        address = as_browsers_read(source)
        if has_scheme(address) or address.startswith("//") or self._pictures >= _MAX_PICTURES:
            return None
        path = self._path(address)
        picture = self._policy.picture(path) if path else None
        self._pictures += picture is not None
        return picture

    def _id(self, name: str) -> str:
        """Return the attribute for an id of the text itself, the first time it occurs."""
        if not name or name in self._taken or any(map(str.isspace, name)):
            return ""
        self._taken.add(name)
        return f' id="{escape(self._policy.prefix + name)}"'

    def _resolve(self, target: str) -> tuple[str, bool]:
        """Return where a link leads, "" for nowhere, and whether that is outside the site."""
        address = as_browsers_read(target)
        if has_scheme(address) or address.startswith("//"):
            return web_address(address), True
        if address.startswith("#"):
            return self._fragment(unquote(address[1:]), target), False
        path = self._path(address)
        if not path:
            return self._dead(target, "leads out of the pack"), False
        if path in self._policy.pages:
            page = self._policy.pages[path]
            fragment = address.partition("#")[2] if path.endswith(".md") else ""
            return page + (f"#{self._policy.prefix}{fragment}" if fragment else ""), False
        if self._policy.files is not None and path not in self._policy.files:
            return self._dead(target, "leads to nothing in this pack"), False
        return file_address(self._policy.repository, path), True

    def _fragment(self, name: str, target: str) -> str:
        for each in (name, name.lower()):
            if each in self._ids:
                return f"#{self._policy.prefix}{each}"
        return self._dead(target, "leads to no heading of this text") if name else ""

    def _path(self, address: str) -> str:
        """Return the file of the pack that a relative address names; "" if it leads out of it."""
        written = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        folder = "" if written.startswith("/") else self._policy.folder
        path = posixpath.normpath(posixpath.join(folder, written.lstrip("/")))
        return "" if path.startswith("..") or "\x00" in path else path

    def _dead(self, target: str, reason: str) -> str:
        if len(self.dead_links) < _MAX_DEAD_LINKS:
            self.dead_links.append(DeadLink(target, reason))
        return ""


def _size(picture: Picture, attributes: dict[str, str]) -> tuple[int, int]:
    """Return the size to show a picture in: as written, in its own proportions."""
    width, height = picture.width, picture.height
    if _PIXELS.fullmatch(attributes.get("width", "")):
        width = max(1, int(attributes["width"]))
        height = max(1, round(width * picture.height / picture.width))
    elif _PIXELS.fullmatch(attributes.get("height", "")):
        height = max(1, int(attributes["height"]))
        width = max(1, round(height * picture.width / picture.height))
    return width, height
