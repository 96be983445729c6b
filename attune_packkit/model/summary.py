"""What other packs may know of a pack: small, plain, cacheable.

The cross-pack pass works on summaries alone, so an edit re-reads one pack.
"""

from __future__ import annotations

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.field_uses import Borrowed, FieldUse
from attune_packkit.model.schema import Schema, load


class SchemaSummary(Struct, frozen=True):
    """A schema as written, enough to read it again."""

    owner: str
    place: Place
    raw: dict[str, Value]

    def load(self) -> Schema:
        """Return the schema."""
        found = load(self.owner, self.place, self.raw)
        assert found is not None
        return found


class Defined(Struct, frozen=True):
    """A component that others may name.

    `opaque`: its file could not be read in full, or its fields stand where nobody finds them.
    `names` are the further names of a runtime, in lower case. `visible_to` lists the other packs
    that may name the component; None means all. `runner` is the ref of the runtime that runs an
    action. `loose`: strangers decide what it gives, so `output` may name a part of that only.
    """

    kind: str
    ref: str
    path: str
    opaque: bool
    parameters: SchemaSummary | None = None
    output: SchemaSummary | None = None
    names: tuple[str, ...] = ()
    visible_to: tuple[str, ...] | None = None
    runner: str = ""
    loose: bool = False


class Reference(Struct, frozen=True):
    """A component that names another. `ref` is full, `written` as the file has it.

    `field` is the naming field, such as `trigger_types`; `source` the naming component's ref.
    """

    kind: str
    ref: str
    written: str
    place: Place
    field: str
    source_kind: str
    source: str
    pack: str


class TypedArgument(Struct, frozen=True):
    """An argument that a template gives, of which the type is known: `kinds` of JSON, sorted.

    `sure`: it is certainly given, and with one of these kinds. Where it is `read` from a result or
    a payload, the schema of that tells the kinds. `choices` are the texts that it can be, `entries`
    the kinds of what is in a list; empty where nobody knows.
    """

    name: str
    kinds: tuple[str, ...]
    sure: bool
    read: FieldUse | None = None
    choices: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


class Carried(Struct, frozen=True):
    """A value that an argument hands on, by the path that gives it.

    `what` is a `secret`, an `event`'s, or a `parameter` of the workflow in a command line. `origin`
    is the path, or the parameter, that the value comes from.
    """

    name: str
    path: str
    what: str
    place: Place
    origin: str


class Call(Struct, frozen=True):
    """A reference to an action (or trigger) together with the arguments it passes.

    `opaque`: the arguments are not written as a mapping, so nobody can tell which they are.
    `inherited` are the parameters of a workflow whose task writes no input: Attune hands them on.
    `certain`: a run of the workflow comes to the task unless something fails before.
    """

    target: Reference
    arguments: dict[str, Value]
    arguments_at: Place
    task: str = ""
    opaque: bool = False
    typed: tuple[TypedArgument, ...] = ()
    inherited: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()
    certain: bool = False


class Dependency(Struct, frozen=True):
    """One entry of `dependencies`: `constraint` is "*" where none is written."""

    ref: str
    constraint: str
    place: Place


class Misgrant(Struct, frozen=True):
    """A ref in a grant: one letter from `meant`, or that of a component of another `kind`."""

    place: Place
    ref: str
    meant: str = ""
    kind: str = ""


class PackSummary(Struct, frozen=True):
    """All that the cross-pack pass needs of one pack. `root` is its path as given.

    `named` tells whether the manifest gives the ref. `unclear` are the kinds of which some file
    could not be read far enough to know what it defines. `parameter_uses` name a parameter
    (`written`) of an action (`ref`) without passing a value.
    """

    ref: str
    root: str
    version: str
    defined: dict[str, dict[str, Defined]]
    references: tuple[Reference, ...]
    calls: tuple[Call, ...]
    dependencies: tuple[Dependency, ...]
    named: bool = True
    unclear: tuple[str, ...] = ()
    parameter_uses: tuple[Reference, ...] = ()
    field_uses: tuple[FieldUse, ...] = ()
    borrowed: tuple[Borrowed, ...] = ()
    misgrants: tuple[Misgrant, ...] = ()
