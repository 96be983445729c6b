"""What the whole site needs to know of each pack: small, plain, cacheable.

Pages of one pack are made from the pack itself; of all others they need only these cards, so a
registry of any size is written pack by pack.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.api import (
    RUNNER_ALIASES,
    Component,
    Dependency,
    Mention,
    Pack,
    PackSummary,
    clipped,
    is_template,
    summarize,
    texts,
)
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.changelog import releases
from attune_packkit.sitegen.icons import pack_icon
from attune_packkit.sitegen.kinds import KINDS, page_kind

MAX_SENTENCE = 300
MAX_TAGS = 50
MAX_USES = 20_000
"""Uses of other components that the card of one pack holds."""

_MAX_NAME = 120
"""Characters of a label, a tag or a similar text."""

_MAX_PARAMETERS = 200
"""Parameters of one component that the search knows."""

_MAX_DEPENDENCIES = 500
_MAX_CHANGELOG = 100_000
"""Bytes that are looked at for dates."""

_DATED = re.compile(r"^#{1,3} .*?(\d{4}-[01]\d-[0-3]\d)\b", re.MULTILINE | re.ASCII)


class ComponentCard(Struct, frozen=True):
    """One component. `page` is its address; `parameters` are names only, for the search."""

    kind: str
    ref: str
    name: str
    path: str
    page: str
    label: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[str, ...]
    enabled: bool = True


class Use(Struct, frozen=True):
    """One component names another: `how` is the task of a workflow, or the naming field."""

    kind: str
    ref: str
    source_kind: str
    source: str
    how: str


class PackCard(Struct, frozen=True):
    """One pack in one version.

    `root` is the folder it is read from. `version_folder` is "" for the newest version, else the
    version. `released` is the newest date its changelog names. `errors` is -1 if nobody checked.
    """

    ref: str
    root: str
    version: str
    version_folder: str
    label: str
    description: str
    author: str
    category: str
    license: str
    repository: str
    homepage: str
    documentation: str
    runtimes: tuple[str, ...]
    tags: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    components: tuple[ComponentCard, ...]
    dependencies: tuple[tuple[str, str], ...]
    uses: tuple[Use, ...]
    icon: str = ""
    released: str = ""
    errors: int = -1
    warnings: int = 0
    standard: bool = False

    @property
    def page(self) -> str:
        """The address of the pack's page."""
        return addresses.pack_page(self.ref, self.version_folder)

    @property
    def folder(self) -> str:
        """The folder of the pack's pages."""
        return addresses.pack_folder(self.ref, self.version_folder)

    @property
    def size(self) -> int:
        """How many components it has."""
        return len(self.components)

    def as_older(self) -> PackCard:
        """Return this card for an older version: the site has a newer one as well."""
        newest, older = self.folder, addresses.pack_folder(self.ref, self.version or "none")
        return replace(
            self,
            version_folder=self.version or "none",
            components=tuple(
                replace(each, page=older + each.page.removeprefix(newest))
                for each in self.components
            ),
        )

    def judged(self, errors: int, warnings: int) -> PackCard:
        """Return this card with the result of validation."""
        return replace(self, errors=errors, warnings=warnings)


def make_card(pack: Pack) -> PackCard:
    """Reduce a pack to its card."""
    manifest = pack.manifest
    summary = summarize(pack)
    components = tuple(_components(pack))
    return PackCard(
        ref=pack.ref,
        root=pack.tree.root,
        version=pack.version,
        version_folder="",
        label=label_of(manifest),
        description=sentence(manifest.text("description")),
        author=_short(manifest.text("author") or _meta(manifest, "author")),
        category=_short(_meta(manifest, "category")).lower() or "uncategorized",
        license=_short(manifest.text("license") or _meta(manifest, "license")),
        repository=manifest.text("repository") or _meta(manifest, "repository_url"),
        homepage=manifest.text("homepage"),
        documentation=_meta(manifest, "documentation_url"),
        runtimes=tuple(dict.fromkeys(map(_runtime, _names(manifest, "runtime_deps")))),
        tags=_names(manifest, "tags"),
        counts=_counts(components),
        components=components,
        dependencies=tuple(_dependencies(summary.dependencies)),
        uses=tuple(_uses(summary)),
        icon=_icon(pack, manifest),
        released=_released(pack, pack.version),
        standard=manifest.get("is_standard") is True,
    )


def label_of(component: Component) -> str:
    """Return the label of a component, or one made of its name."""
    written = component.text("label") or component.text("name")
    if written.strip():
        return _short(written)
    name = component.ref if component.kind.name == "pack" else component.name
    return _short(re.sub(r"[_.\-]+", " ", name).strip().title() or name)


def sentence(text: str) -> str:
    """Return the first paragraph of a description on one line, cut where it is too long."""
    first = " ".join(text[: 4 * MAX_SENTENCE].strip().partition("\n\n")[0].split())
    return clipped(first, MAX_SENTENCE)


def _components(pack: Pack) -> Iterator[ComponentCard]:
    taken: set[str] = set()
    for kind in KINDS:
        for component in pack.of(kind):
            shown = page_kind(component)
            name = component.name
            page = addresses.component_page(pack.ref, shown, name)
            if page in taken:
                twin = f"{name} {component.path}"
                page = addresses.component_page(pack.ref, shown, twin)
            taken.add(page)
            yield ComponentCard(
                kind=shown,
                ref=component.ref,
                name=name,
                path=component.path,
                page=page,
                label=label_of(component),
                description=sentence(component.text("description")),
                tags=_names(component, "tags"),
                parameters=_parameters(component),
                enabled=component.get("enabled") is not False,
            )


def _parameters(component: Component) -> tuple[str, ...]:
    schema = component.schema("parameters")
    return tuple(list(schema.fields)[:_MAX_PARAMETERS]) if schema else ()


def _counts(components: tuple[ComponentCard, ...]) -> tuple[tuple[str, int], ...]:
    counts = dict.fromkeys(KINDS, 0)
    for component in components:
        counts[component.kind] += 1
    return tuple((kind, count) for kind, count in counts.items() if count)


def _dependencies(written: tuple[Dependency, ...]) -> Iterator[tuple[str, str]]:
    for dependency in written[:_MAX_DEPENDENCIES]:
        yield dependency.ref, dependency.constraint


def _uses(summary: PackSummary) -> Iterator[Use]:
    found: dict[Use, None] = {}
    for call in summary.calls[:MAX_USES]:
        target = call.target
        how = call.task or target.field
        found[Use(target.kind, target.ref, target.source_kind, target.source, how)] = None
    for each in summary.references[:MAX_USES]:
        found[Use(each.kind, each.ref, each.source_kind, each.source, each.field)] = None
    yield from found


def _icon(pack: Pack, manifest: Component) -> str:
    image = pack_icon(pack.tree, pack.ref, label_of(manifest))
    return addresses.icon(pack.ref, hashlib.sha256(image.data).hexdigest(), image.suffix)


def _meta(manifest: Component, name: str) -> str:
    meta = manifest.get("meta")
    value = meta.get(name) if isinstance(meta, dict) else None
    return value if isinstance(value, str) else ""


def _names(component: Component, field: str) -> tuple[str, ...]:
    mentions: Iterator[Mention] = texts(component.place, component.get(field))
    names = (_short(mention.text) for mention in mentions if not is_template(mention.text))
    return tuple(dict.fromkeys(filter(None, names)))[:MAX_TAGS]


def _runtime(name: str) -> str:
    """Return one short name for each of Attune's own runtimes: `python3` is `python`."""
    ref = RUNNER_ALIASES.get(name.lower(), name)
    return ref.rpartition(".")[2] if ref in RUNNER_ALIASES.values() else name


def _short(text: str) -> str:
    return " ".join(text[: 4 * _MAX_NAME].split())[:_MAX_NAME]


def _released(pack: Pack, version: str) -> str:
    """Return the day of a version, or the newest day in a changelog that names no versions."""
    data = pack.tree.read("CHANGELOG.md") or b""
    text = data[:_MAX_CHANGELOG].decode("utf-8", "replace")
    found = releases(text)
    if found:
        return next((each.released for each in found if each.version == version), "")
    return max(_DATED.findall(text), default="")
