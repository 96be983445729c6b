"""The sitemap, for a site that knows where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from attune_packkit.sitegen.xml_text import DECLARATION, xml

SITEMAP = "sitemap.xml"
MAX_ADDRESSES = 50_000
"""Addresses in one file, by the protocol; a larger site has an index of several files."""

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SET = Markup('<urlset xmlns="{}">\n{}\n</urlset>\n')
_INDEX = Markup('<sitemapindex xmlns="{}">\n{}\n</sitemapindex>\n')


def sitemap(base_url: str, pages: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a sitemap: `pages` are addresses, each with its date or ""."""
    ordered = sorted(pages)
    parts = [
        ordered[start : start + MAX_ADDRESSES] for start in range(0, len(ordered), MAX_ADDRESSES)
    ]
    if len(parts) <= 1:
        yield SITEMAP, _urls(base_url, ordered)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _urls(base_url, part)
    places = (_place("sitemap", base_url + name, "") for name in names)
    yield SITEMAP, (DECLARATION + _INDEX.format(_SPACE, Markup("\n").join(places))).encode()


def _urls(base_url: str, pages: Sequence[tuple[str, str]]) -> bytes:
    places = (_place("url", base_url + _canonical(page), changed) for page, changed in pages)
    return (DECLARATION + _SET.format(_SPACE, Markup("\n").join(places))).encode()


def _canonical(page: str) -> str:
    return page[: -len("index.html")] if page == "index.html" else page


def _place(name: str, url: str, changed: str) -> Markup:
    # As plain text: a large site has an address for each of many thousand pages.
    said = f"<lastmod>{xml(changed)}</lastmod>" if changed else ""
    return Markup(f"<{name}><loc>{xml(url)}</loc>{said}</{name}>")  # noqa: S704 - escaped
