"""What a pack needs: runtimes, other packs, and packages of languages."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, listed, read_document, texts
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.models import Fact, Link
from attune_packkit.sitegen.sources import PackSources

MAX_LINES = 60
MAX_LINE = 200

_PACKAGE_FIELDS = (
    ("python_dependencies", "Python packages"),
    ("node_dependencies", "Node packages"),
)


def needs(sources: PackSources) -> Iterator[Fact]:
    """Yield what a pack needs, each kind of thing on one line."""
    card, page, manifest = sources.card, sources.card.page, sources.pack.manifest
    if card.runtimes:
        links = tuple(
            Link(name, addresses.relative(addresses.group_page("runtimes", name), page))
            for name in card.runtimes
        )
        yield Fact("Runtimes", links=links)
    for language, title in (("python", "Python"), ("nodejs", "Node.js")):
        if manifest.text(language):
            yield Fact(title, manifest.text(language)[:MAX_LINE], code=True)
    if card.dependencies:
        links = tuple(
            sources.view.pack_link(ref, page, note="" if constraint == "*" else constraint)
            for ref, constraint in card.dependencies
        )
        yield Fact("Packs", links=links)
    yield from _packages(sources)


def _packages(sources: PackSources) -> Iterator[Fact]:
    """Yield the lists of packages; a file that repeats the manifest's list adds nothing."""
    told: set[str] = set()
    for title, packages in (
        *((title, _named_in(sources.pack.manifest, name)) for name, title in _PACKAGE_FIELDS),
        ("requirements.txt", _requirements(sources)),
        ("package.json", _node_packages(sources)),
    ):
        text = listed(packages, MAX_LINES)
        if text and text not in told:
            told.add(text)
            yield Fact(title, text, code=True)


def _named_in(manifest: Component, name: str) -> list[str]:
    """Return the packages that a field of `meta` in a manifest names."""
    meta = manifest.get("meta")
    written = meta.get(name) if isinstance(meta, dict) else None
    return [each.text[:MAX_LINE] for each in texts(manifest.at("meta", name), written)]


def _requirements(sources: PackSources) -> list[str]:
    data = sources.pack.tree.read("requirements.txt") or b""
    lines = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    return [line[:MAX_LINE] for line in lines if line and not line.startswith("#")]


def _node_packages(sources: PackSources) -> list[str]:
    data = sources.pack.tree.read("package.json")
    found = read_document("package.json", data).mapping.get("dependencies") if data else None
    return [
        f"{name}@{version}"[:MAX_LINE]
        for name, version in (found.items() if isinstance(found, dict) else ())
        if isinstance(version, str)
    ]
