"""Records about fitting one text into its page: what to do, and the result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from markupsafe import Markup
from msgspec import Struct, field


class Picture(NamedTuple):
    """A picture that the site may show: where it lies, from the page, and its size in pixels."""

    address: str
    width: int
    height: int


class Section(NamedTuple):
    """A heading of a text: its level on the page, the id to link to, and its words."""

    level: int
    anchor: str
    text: str


class DeadLink(NamedTuple):
    """A link that leads nowhere, and why."""

    target: str
    reason: str


def _no_picture(_path: str) -> Picture | None:
    return None


class LinkPolicy(Struct, frozen=True):
    """How one text is fitted into its page.

    `pages` maps files of the pack to links of the site, `files` are those the pack has (None: do
    not judge), `repository` is where all others can be read ("" if nobody knows), `picture` gives
    a picture of the pack by path, and `folder` is where the text itself lies. Ids start with
    `prefix`, headings with `level`; `drop_title` leaves out a heading of the first level that opens
    the text, since the page has said so.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    files: Collection[str] | None = None
    repository: str = ""
    picture: Callable[[str], Picture | None] = _no_picture
    folder: str = ""
    prefix: str = "user-"
    level: int = 2
    drop_title: bool = False


class Rendered(Struct, frozen=True):
    """A text as HTML, with what its page wants to know. `title` is the heading that opens it."""

    html: Markup
    sections: tuple[Section, ...] = ()
    dead_links: tuple[DeadLink, ...] = ()
    title: str = ""
    cut: bool = False

    def __html__(self) -> str:
        return str(self.html)
