"""Make text and addresses of strangers fit to be shown: nothing hidden, nothing active."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from markupsafe import Markup, escape

OUTSIDE = "noopener noreferrer nofollow"
"""The `rel` of every link that a pack makes to somewhere else."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""What is not seen, or turns around what is: controls, directions, no width, lone surrogates."""

_ENDS = "".join(map(chr, range(33)))
_INSIDE = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.ASCII | re.IGNORECASE)
_WEB = re.compile(r"(https?)://(?P<host>[^/?#@\s]+)(?=[/?#]|$)", re.ASCII | re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@?<>\"]+@[^\s@?<>\"/]+", re.IGNORECASE)
_MAX_ADDRESS = 2_000

_CODE_OR_ADDRESS = re.compile(
    r"(?P<ticks>`{1,3})(?P<code>[^`]{1,500}+)(?P=ticks)(?!`)"
    r"|(?<![\w*])\*\*(?P<strong>[^*\s](?:[^*]{0,200}[^*\s])?)\*\*(?![\w*])"
    r"|(?<![\w@/.:-])(?P<address>https?://[^\s<>\"'`]{1,2000}+)"
)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_BULLET = re.compile(r"[ \t]*[-*•][ \t]+")


def visible(text: str) -> str:
    """Return `text` with what would be invisible, or would turn text around, written as escapes."""
    if text.replace("\n", "").isprintable():
        return text
    return _HIDDEN.sub(lambda match: ascii(match[0])[1:-1], text)


def as_browsers_read(address: str) -> str:
    """Return an address as browsers read it: without controls at its ends and without breaks.

    Backslashes become slashes where browsers read them so.
    """
    plain = _INSIDE.sub("", address.strip(_ENDS))
    path = re.split(r"[?#]", plain, maxsplit=1)[0]
    scheme = _SCHEME.match(plain)
    if scheme is None or scheme[1].lower() in ("http", "https"):
        return path.replace("\\", "/") + plain[len(path) :]
    return plain


def web_address(text: str) -> str:
    """Return the `https`, `http` or `mailto` address that `text` is, fit for a link; "" if none.

    One without a scheme (`//host`) becomes `https`. One with a user name is refused: it looks like
    another place than it is.
    """
    address = as_browsers_read(text)
    if address.startswith("//"):
        address = "https:" + address
    if len(address) > _MAX_ADDRESS or not (_WEB.match(address) or _MAIL.fullmatch(address)):
        return ""
    return quote(visible(address), safe="!#$%&'()*+,/:;=?@[]~")


def has_scheme(address: str) -> bool:
    """Tell whether an address, as browsers read it, says how to open it."""
    return _SCHEME.match(address) is not None


def outside_link(address: str, inner: Markup | str) -> Markup:
    """Return a link to another site; without its address where that is none."""
    url = web_address(address)
    if not url:
        return escape(inner)
    return Markup('<a href="{}" rel="{}">{}</a>').format(url, OUTSIDE, inner)


def inline(text: str) -> Markup:
    """Return one line of text as HTML: code in backticks, `**strong**`, web addresses as links."""
    line = visible(" ".join(text.split()))
    if "`" not in line and "**" not in line and "://" not in line:
        return escape(line)
    return Markup("".join(_pieces(line)))  # noqa: S704 - every piece is escaped


def _pieces(text: str) -> Iterator[Markup]:
    position = 0
    for match in _CODE_OR_ADDRESS.finditer(text):
        yield escape(text[position : match.start()])
        if match["code"] is not None:
            yield Markup("<code>{}</code>").format(match["code"].strip())
        elif match["strong"] is not None:
            yield Markup("<strong>{}</strong>").format(match["strong"])
        else:
            yield _address(match["address"])
        position = match.end()
    yield escape(text[position:])


def _address(text: str) -> Markup:
    """Link an address found in text, without the punctuation of the sentence it ends."""
    address = text.rstrip(".,;:!?*_~")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?*_~")
    return outside_link(address, address) + escape(text[len(address) :])


def paragraphs(text: str) -> Markup:
    """Return a description as HTML: paragraphs and bulleted lists, their lines as `inline`."""
    blocks = _BLANK_LINES.split(text.strip())
    return Markup("\n").join(_block(block) for block in blocks if block.strip())


def _block(block: str) -> Markup:
    lines = block.split("\n")
    first = next((at for at, line in enumerate(lines) if _BULLET.match(line)), len(lines))
    made = []
    if first:
        made.append(_element("p", " ".join(lines[:first])))
    if first < len(lines):
        items = Markup("").join(_element("li", text) for text in _bullets(lines[first:]))
        made.append(Markup("<ul>{}</ul>").format(items))
    return Markup("\n").join(made)


def _bullets(lines: list[str]) -> list[str]:
    """Join each bullet with the lines that continue it."""
    bullets: list[str] = []
    for line in lines:
        match = _BULLET.match(line)
        if match:
            bullets.append(line[match.end() :])
        else:
            bullets[-1] += " " + line
    return bullets


def _element(name: str, text: str) -> Markup:
    return Markup(f"<{name}>{inline(text)}</{name}>")  # noqa: S704 - names of ours, escaped text
