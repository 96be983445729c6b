"""What packs need of each other, as a tree of text or a graph for Graphviz."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct, field

from attune_packkit.dependencies.analysis import Need, PackNeeds
from attune_packkit.dependencies.resolution import Resolution
from attune_packkit.escaping import clipped
from attune_packkit.pipeline.dependencies import Surveyed
from attune_packkit.reporters.plain import visible

MAX_LINES = 5_000
_MAX_DEPTH = 60


def tree(surveyed: Surveyed, chosen: Resolution | None = None) -> str:
    """Return every pack with what it needs below it; the needs of a pack are shown only once."""
    drawing = _Drawing(surveyed)
    lines = [line for pack in surveyed.analysis.packs for line in drawing.of(pack)]
    if len(lines) > MAX_LINES:
        lines[MAX_LINES:] = [f"… {len(lines) - MAX_LINES} lines more"]
    if chosen is not None and chosen.chosen:
        lines += ["", "install order:", *_order(chosen)]
    return "".join(f"{line}\n" for line in lines)


class _Drawing(Struct):
    """What was drawn so far, and where to look a pack up."""

    surveyed: Surveyed
    drawn: set[str] = field(default_factory=set)
    packs: dict[str, PackNeeds] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pack in (*self.surveyed.analysis.packs, *self.surveyed.installed):
            self.packs.setdefault(pack.ref, pack)

    def of(self, pack: PackNeeds) -> Iterator[str]:
        """Yield a pack that was given and all below it."""
        runtimes = [
            f"{runtime} {needed['version']}"
            for runtime, needed in sorted(pack.runtimes.items())
            if isinstance(needed, dict)
        ]
        title = f"{pack.ref} {pack.version}"
        yield _title(f"{title}  [{', '.join(runtimes)}]" if runtimes else title)
        yield from self._below(pack, "", (pack.ref,))

    def _below(self, pack: PackNeeds, indent: str, way: tuple[str, ...]) -> Iterator[str]:
        self.drawn.add(pack.ref)
        for place, need in enumerate(pack.needs):
            last = place == len(pack.needs) - 1
            yield f"{indent}{'└── ' if last else '├── '}{self._line(need, way)}"
            found = self.packs.get(need.ref)
            if found and need.ref not in self.drawn and len(way) < _MAX_DEPTH:
                deeper = indent + ("    " if last else "│   ")
                yield from self._below(found, deeper, (*way, need.ref))

    def _line(self, need: Need, way: tuple[str, ...]) -> str:
        marks = [mark(self.surveyed, need)]
        if need.ref in way:
            marks.append("cycle")
        return f"{_title(need.ref)} {_title(need.constraint)} ({', '.join(marks)})"


def mark(surveyed: Surveyed, need: Need) -> str:
    """Say where a needed pack is; if only other versions of it are there, say which."""
    analysis = surveyed.analysis
    if analysis.is_among(need):
        return "given"
    if analysis.is_installed(need):
        return "installed"
    others = [pack.version for pack in analysis.packs if pack.ref == need.ref]
    others += [analysis.installed[need.ref]] if need.ref in analysis.installed else []
    return f"missing, there is {_title(', '.join(others[:3]))}" if others else "missing"


def dot(surveyed: Surveyed, chosen: Resolution | None = None) -> str:
    """Return the graph in the language of Graphviz; what is missing is dashed."""
    analysis = surveyed.analysis
    versions = {each.ref: each.version for each in chosen.chosen} if chosen else {}
    versions |= {pack.ref: pack.version for pack in reversed(analysis.packs)}
    missing = {need.ref for need in analysis.missing} - versions.keys()
    names = {need.ref for need in analysis.needs} | {pack.ref for pack in analysis.packs}
    lines = ["digraph packs {", "  rankdir=LR;", "  node [shape=box];"]
    for name in sorted(names):
        label = f"{name} {versions.get(name, analysis.installed.get(name, ''))}".strip()
        style = ", style=dashed" if name in missing else ""
        lines.append(f"  {_quoted(name)} [label={_quoted(label)}{style}];")
    for need in analysis.needs:
        ends = f"{_quoted(need.required_by)} -> {_quoted(need.ref)}"
        lines.append(f"  {ends} [label={_quoted(need.constraint)}];")
    return "\n".join([*lines, "}", ""])


def _order(chosen: Resolution) -> Iterator[str]:
    for number, each in enumerate(chosen.chosen, 1):
        yield f"{number:4}. {_title(each.title)} ({_title(each.origin)})"
    for cycle in chosen.cycles:
        yield f"      need each other: {_title(', '.join(cycle))}"


def _title(text: str) -> str:
    return visible(clipped(text, 300))


def _quoted(text: str) -> str:
    return json.dumps(_title(text), ensure_ascii=False)
