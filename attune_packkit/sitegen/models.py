"""What each page shows, as plain data: templates decide how it looks, and nothing else.

URLs in these models are relative to the page they stand on; "" is a link to nowhere, shown as text.
`Markup` is HTML that is safe as it is; every `str` is escaped where it is shown.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from markupsafe import Markup
from msgspec import Struct

NOTHING = Markup("")


class Link(Struct, frozen=True):
    """Text that leads somewhere; `note` is said behind it."""

    text: str
    url: str = ""
    note: str = ""


class Heading(Struct, frozen=True):
    """One entry of "on this page"."""

    text: str
    anchor: str
    count: int = 0


class Frame(Struct, frozen=True):
    """What surrounds every page: its address, title, way back and contents.

    `canonical` is the address of the newest version's page where this one is of an older version,
    else the page's own.
    """

    address: str
    title: str
    description: str = ""
    crumbs: tuple[Link, ...] = ()
    contents: tuple[Heading, ...] = ()
    canonical: str = ""
    kind: str = "page"


class Framed(Protocol):
    """Any page."""

    @property
    def frame(self) -> Frame:
        """What surrounds it."""
        ...


class SiteFacts(Struct, frozen=True):
    """What all pages share. `base_url` ends with a slash, or is "" if nobody said where it is.

    `pages` are those of plugins, with their addresses from the root.
    """

    title: str
    base_url: str = ""
    generator: str = ""
    manual: bool = False
    pages: tuple[Link, ...] = ()


class ParameterRow(NamedTuple):
    """One parameter, or a field of one. `path` is dotted and `anchor` the id of its deep link.

    `default` is a literal, "" if there is none. `limits` are words, each with a literal or "".
    `more` are the fields inside, `more_note` says of what ("each entry"). `cut` tells that fields
    are left out because there are too many.
    """

    name: str
    path: str
    anchor: str
    type: str
    required: bool
    secret: bool
    description: str
    default: str = ""
    choices: tuple[str, ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    examples: tuple[str, ...] = ()
    deprecated: bool = False
    more: tuple[ParameterRow, ...] = ()
    more_note: str = ""
    cut: bool = False
    depth: int = 0


class FieldTable(Struct, frozen=True):
    """The fields of one schema under a title; `empty` is what to say if there are none.

    `always` is the word for a field that is required: "required", or "always" for what comes out.
    """

    title: str
    anchor: str
    rows: tuple[ParameterRow, ...]
    empty: str
    always: str = "required"
    note: str = ""


class Snippet(Struct, frozen=True):
    """Text to copy, under a title: a command or a file, already highlighted."""

    title: str
    anchor: str
    code: Markup
    note: str = ""


class Fact(Struct, frozen=True):
    """One thing to know, by name: text, links, or `block`, lines of highlighted YAML."""

    name: str
    text: str = ""
    links: tuple[Link, ...] = ()
    code: bool = False
    block: Markup = NOTHING


class LinkGroup(Struct, frozen=True):
    """Links under a title; `empty` is what to say if there are none, "" to say nothing at all."""

    title: str
    links: tuple[Link, ...]
    empty: str = ""


class DiagnosticRow(Struct, frozen=True):
    """One diagnostic: where it is, what it says, and the page of its check."""

    severity: str
    code: str
    message: str
    hint: str
    place: Link
    check: Link


class Listing(Struct, frozen=True):
    """A file with numbered lines; line 12 has the id `L12`, or another prefix for a second file."""

    title: str
    anchor: str
    code: Markup
    lines: int
    cut: bool = False


class Argument(Struct, frozen=True):
    """A name and what is given for it: a literal or an expression, highlighted."""

    name: str
    code: Markup
    url: str = ""


class Panel(Struct, frozen=True):
    """A part of a page that a plugin adds: its HTML is the plugin's own."""

    title: str
    anchor: str
    html: Markup


class Notice(Struct, frozen=True):
    """One sentence at the top of a page, such as that there is a newer version."""

    text: str
    link: Link | None = None
    tone: str = "note"


class ComponentLine(Struct, frozen=True):
    """A component in a list: one line."""

    name: str
    ref: str
    url: str
    description: str
    state: str = ""
    kind: str = ""


class KindGroup(Struct, frozen=True):
    """The components of one kind."""

    title: str
    anchor: str
    lines: tuple[ComponentLine, ...]


class VersionLine(Struct, frozen=True):
    """One version of a pack in its selector; `state` is what an index says against it."""

    version: str
    url: str
    current: bool
    newest: bool
    released: str = ""
    differences: Link | None = None
    state: str = ""


class PackState(Struct, frozen=True):
    """What validation came to, in words; `tone` is ok, warn or bad."""

    text: str
    tone: str
    errors: int = 0
    warnings: int = 0


class PackPage(Struct, frozen=True):
    """The page of a pack in one version; `changelog` leads to all of it if `changes` are cut."""

    frame: Frame
    ref: str
    label: str
    version: str
    description: str
    icon: str
    state: PackState
    facts: tuple[Fact, ...]
    tags: tuple[Link, ...]
    install: tuple[Snippet, ...]
    verify: tuple[Snippet, ...]
    checksum: str
    readme: Markup
    kinds: tuple[KindGroup, ...]
    configuration: FieldTable
    needs: tuple[Fact, ...]
    used_by: LinkGroup
    diagnostics: tuple[DiagnosticRow, ...]
    versions: tuple[VersionLine, ...]
    documents: tuple[Link, ...]
    changes: Markup = NOTHING
    changelog: str = ""
    notices: tuple[Notice, ...] = ()
    panels: tuple[Panel, ...] = ()


class TextPage(Struct, frozen=True):
    """A page of running text: a licence, a changelog, a page of the manual or of a plugin."""

    frame: Frame
    heading: str
    body: Markup
    lead: str = ""
    notices: tuple[Notice, ...] = ()
