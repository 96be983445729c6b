"""Components as checks see them: typed, frozen, every field knowing its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct, field

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Document, Value
from attune_packkit.model.kinds import Kind
from attune_packkit.model.schema import Schema


class Component(Struct, frozen=True):
    """One component: the metadata of an action, trigger, sensor, rule, … or the pack itself.

    `ref` is the full ref; where the file gives none, the one its file name implies (`declared`
    tells which).
    """

    kind: Kind
    document: Document
    pack_ref: str
    ref: str
    declared: bool
    value: dict[str, Value]
    schemas: dict[str, Schema] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The file, relative to the pack."""
        return self.document.path

    @property
    def place(self) -> Place:
        """The root of the component's document."""
        return Place(self.document.path)

    @property
    def name(self) -> str:
        """The ref without its pack."""
        prefix = self.pack_ref + "."
        if self.ref.startswith(prefix):
            return self.ref[len(prefix) :]
        return self.ref.rpartition(".")[2]

    @property
    def words(self) -> Collection[str]:
        """The fields in use, by what is written and by the name that `get` takes."""
        meant = self.kind.meant
        if meant.keys().isdisjoint(self.value):
            return self.value
        return {*self.value, *(meant[name] for name in self.value if name in meant)}

    def key(self, name: str) -> str:
        """Return the spelling of field `name` that the file uses; `name` itself if it has none."""
        if name not in self.value:
            for alias in self.kind.aliases.get(name, ()):
                if alias in self.value:
                    return alias
        return name

    def get(self, name: str) -> Value:
        """Return the value of field `name` under any of its spellings; None if absent."""
        if name in self.value:
            return self.value[name]
        for alias in self.kind.aliases.get(name, ()):
            if alias in self.value:
                return self.value[alias]
        return None

    def text(self, name: str) -> str:
        """Return the value of field `name` if it is text, else ""."""
        value = self.get(name)
        return value if isinstance(value, str) else ""

    def has(self, name: str) -> bool:
        """Tell whether field `name` is written, under any spelling, and is not null."""
        return self.get(name) is not None

    def at(self, name: str, *steps: str | int) -> Place:
        """Return the place of field `name`, or of a value inside it."""
        return Place(self.document.path, (self.key(name), *steps))

    def schema(self, name: str) -> Schema | None:
        """Return the schema held by field `name`."""
        return self.schemas.get(name)


class Mention(Struct, frozen=True):
    """Text inside a component that names something: the text, its place, and its full form."""

    text: str
    place: Place


def texts(place: Place, value: Value) -> Iterator[Mention]:
    """Yield the texts of a value that is one text or a list of texts."""
    if isinstance(value, str):
        yield Mention(value, place)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, str):
                yield Mention(item, place.at(index))
