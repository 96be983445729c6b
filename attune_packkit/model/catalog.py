"""All components of a pack set by kind and ref."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from functools import cached_property

from attune_packkit.model import refs
from attune_packkit.model.kinds import ALL_KINDS
from attune_packkit.model.platform import PLATFORM, Platform
from attune_packkit.model.schema import Schema
from attune_packkit.model.summary import Defined, PackSummary, Reference, SchemaSummary
from attune_packkit.suggest import near, very_near


class Standing(Enum):
    """What the pack set says of a ref."""

    DEFINED = auto()
    BUILT_IN = auto()
    MISSING = auto()
    """Its pack is in the set, or the platform's own, and does not define it."""
    UNCLEAR = auto()
    """Its pack is in the set, but a file that may define it could not be read."""
    FOREIGN = auto()
    """Its pack is not in the set, so nobody can tell."""


_FOLDERS = ("actions", "triggers", "workflows", "action", "trigger", "workflow")
"""What a ref does not name."""
_ENDINGS = frozenset({"yaml", "yml", "json", "py", "sh", "js", "workflow", "action"})
"""File endings that somebody may write at the end of a ref."""


class Catalog:
    """Looks refs up across the pack set. The first pack of a ref owns it."""

    def __init__(self, summaries: Iterable[PackSummary], platform: Platform = PLATFORM) -> None:
        self.packs: dict[str, PackSummary] = {}
        self._platform = platform
        self._schemas: dict[int, Schema] = {}
        self._runners: frozenset[str] | None = None
        self._names: dict[str, list[str]] = {}
        self._tails: dict[tuple[str, str], dict[str, str]] = {}
        for summary in summaries:
            self.packs.setdefault(summary.ref, summary)

    def find(self, kind: str, ref: str) -> Defined | None:
        """Return a component; an action ref may also be a standalone workflow's."""
        owner = refs.owner(ref, self.packs)
        while owner is not None:
            defined = self.packs[owner].defined
            found = defined.get(kind, {}).get(ref)
            if found is None and kind == "action":
                found = defined.get("workflow", {}).get(ref)
            if found is not None:
                return found
            owner = refs.owner(owner, self.packs)
        return None

    def standing(self, kind: str, ref: str) -> Standing:
        """Tell what the pack set says of a ref."""
        if self.find(kind, ref) is not None:
            return Standing.DEFINED
        if ref in self._platform.of(kind):
            return Standing.BUILT_IN
        owner = refs.owner(ref, self.packs)
        if owner is None and self._platform.lacks(kind, ref):
            return Standing.MISSING
        if owner is None or self._may_be_deeper(owner, kind, ref):
            return Standing.FOREIGN
        return Standing.UNCLEAR if kind in self.packs[owner].unclear else Standing.MISSING

    def other_kind(self, kind: str, ref: str) -> Defined | None:
        """Return the component of any other kind that has this ref."""
        for other in ALL_KINDS:
            found = self.find(other, ref) if other != kind else None
            if found is not None and not found.opaque:
                return found
        return None

    def provides_runner(self, name: str) -> bool:
        """Tell whether a runtime of the set goes by this name or alias."""
        if self._runners is None:
            self._runners = frozenset(
                alias
                for summary in self.packs.values()
                for runtime in summary.defined.get("runtime", {}).values()
                for alias in runtime.names
            )
        return name.lower() in self._runners

    def owner(self, ref: str) -> str | None:
        """Return the ref of the pack of the set that a component ref belongs to."""
        return refs.owner(ref, self.packs)

    def names(self, kind: str) -> list[str]:
        """Return every ref of one kind, for near matches; treat it as read-only."""
        found = self._names.get(kind)
        if found is None:
            found = [ref for owner in self.packs for ref in self._refs(owner, kind)]
            found += sorted(self._platform.of(kind))
            self._names[kind] = found
        return found

    def _refs(self, owner: str, kind: str) -> list[str]:
        """Return the refs of one pack that stand for a kind: actions may be workflows."""
        defined = self.packs[owner].defined
        workflows = defined.get("workflow", {}) if kind == "action" else {}
        return [*defined.get(kind, {}), *workflows]

    def near(self, kind: str, ref: str) -> str:
        """Return the defined ref most like `ref`, those of its own pack first; "" if none."""
        owner = self.owner(ref)
        own = self._near_in(owner, kind, ref) if owner is not None else ""
        return own or near(ref, self.names(kind))

    def _near_in(self, owner: str, kind: str, ref: str) -> str:
        """Return the ref most like `ref` among those of one pack; "" if none."""
        tails = self._tails.get((owner, kind))
        if tails is None:
            tails = {name[len(owner) + 1 :]: name for name in self._refs(owner, kind)}
            self._tails[owner, kind] = tails
        return tails.get(near(ref[len(owner) + 1 :], tails), "")

    def _may_be_deeper(self, owner: str, kind: str, ref: str) -> bool:
        """Tell whether `aws.ec2.start` may be of a missing pack `aws.ec2` rather than of `aws`."""
        return "." in ref[len(owner) + 1 :] and not self._near_in(owner, kind, ref)

    def meant_pack(self, kind: str, ref: str) -> str:
        """Return the ref that a slip in the pack's name has spoilt; "" if none is meant.

        That is a misspelt name, one with dots lost or added, or a file's ending behind the ref; or
        the ref of what every installation has, misspelt.
        """
        pack, _, name = ref.rpartition(".")
        near = very_near(pack, self.packs)
        found = [f"{near}.{name}"] if near else []
        found += [pack] if name in _ENDINGS else []
        folder = pack.rpartition(".")[2]
        found += [f"{pack.removesuffix('.' + folder)}.{name}"] if folder in _FOLDERS else []
        found += [f"{known}.{name}" for known in self._alike.get(pack.replace(".", ""), ())]
        meant = next((each for each in found if self.find(kind, each)), "")
        return meant or very_near(ref, self._platform.of(kind))

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        """The packs by their refs without dots."""
        found: dict[str, list[str]] = {}
        for ref in self.packs:
            found.setdefault(ref.replace(".", ""), []).append(ref)
        return found

    def hint(self, reference: Reference) -> str:
        """Return "did you mean 'x'?" for a ref that is not defined, short if that was short."""
        match = self.near(reference.kind, reference.ref)
        if "." not in reference.written:
            match = match.removeprefix(reference.pack + ".")
        return f"did you mean '{match}'?" if match else ""

    def parameters(self, defined: Defined) -> Schema | None:
        """Return the parameter schema of a component, read once."""
        return self._schema(defined.parameters)

    def output(self, kind: str, ref: str) -> Schema | None:
        """Return what a component gives: an action's result, a trigger's payload."""
        defined = self.find(kind, ref)
        return None if defined is None or defined.opaque else self._schema(defined.output)

    def gives_more(self, kind: str, ref: str) -> bool:
        """Tell whether strangers decide what a component gives, so that it may well be more."""
        defined = self.find(kind, ref)
        return defined is not None and defined.loose

    def _schema(self, summary: SchemaSummary | None) -> Schema | None:
        if summary is None:
            return None
        found = self._schemas.get(id(summary))
        if found is None:
            found = self._schemas[id(summary)] = summary.load()
        return found
