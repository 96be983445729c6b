"""Markdown of packs, and of the manual, as HTML that fits into a page and does no harm.

Everything goes through GitHub's parser, then through the allow-list of `allowed`, and only what
comes out of that, which is well-formed, is fitted to the page: headings, links, pictures.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from attune_packkit.sitegen.link_policy import LinkPolicy, Rendered
from attune_packkit.sitegen.sanitising import visible

MAX_TEXT = 256 * 1024
MAX_HTML = 1024 * 1024
MAX_DEPTH = 200
"""Levels of nested elements; a text with more is shown without any markup."""

_OPENING = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_EMPTY = frozenset({"br", "hr", "img", "input", "wbr", "p", "li", "td", "th", "tr", "dt", "dd"})


def render(text: str, *, links: LinkPolicy) -> Rendered:
    """Return Markdown as HTML. Bounded in time and size, whatever the text is."""
    from attune_packkit.sitegen import allowed, cmark, fitting

    shown = text
    if len(text) > MAX_TEXT:
        shown = text[:MAX_TEXT].rpartition("\n")[0] or text[:MAX_TEXT]
    raw = cmark.to_html(shown)
    if len(raw) > MAX_HTML or _too_deep(raw):
        return Rendered(_plain(shown), cut=True)
    fitted = fitting.fit(allowed.cleaner().clean(raw), links)
    if shown is text:
        return fitted
    note = Markup("<p><em>The rest of this text is not shown: it is longer than 256 KiB.</em></p>")
    return Rendered(fitted.html + note, fitted.sections, fitted.dead_links, fitted.title, cut=True)


def render_bytes(data: bytes, *, links: LinkPolicy) -> Rendered:
    """Return a Markdown file as HTML; what is no UTF-8 in it is shown as such."""
    return render(data[: 4 * MAX_TEXT].decode("utf-8-sig", "replace"), links=links)


def _too_deep(html: str) -> bool:
    """Tell whether elements stand deeper in each other than a browser would show."""
    if html.count("<") < 10 * MAX_DEPTH:
        return False
    depth = 0
    for match in _OPENING.finditer(html):
        if match[2].lower() not in _EMPTY:
            depth = max(0, depth - 1) if match[1] else depth + 1
            if depth > MAX_DEPTH:
                return True
    return False


def _plain(text: str) -> Markup:
    note = Markup("<p><em>This text is shown as it is written: it is too intricate.</em></p>\n")
    return note + Markup('<pre tabindex="0">{}</pre>').format(escape(visible(text)))
