"""What a registry gives back: entries with ids and times, in the documents' shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from attune_packkit.documents.document import Value
from attune_packkit.registration.records import Record, Registration

_TIMES = ("created", "updated")
_DESCRIBED = ("id", "ref", "pack_ref", "label", "description")

LISTED: dict[str, tuple[str, ...]] = {
    "pack": ("id", "ref", "label", "description", "version", "tags", "is_standard", *_TIMES),
    "action": (*_DESCRIBED, "runtime", *_TIMES),
    "trigger": (*_DESCRIBED, "enabled", *_TIMES),
    "sensor": (*_DESCRIBED, "enabled", *_TIMES),
    "rule": (*_DESCRIBED, "action_ref", "trigger_ref", "enabled", *_TIMES),
    "workflow": (*_DESCRIBED, "version", "tags", "enabled", *_TIMES),
}
"""The fields that lists show, by kind; a kind that the documents do not list shows `OTHER`."""

OTHER = (*_DESCRIBED, *_TIMES)

DETAILED: dict[str, tuple[str, ...]] = {
    "pack": (
        *("id", "ref", "label", "description", "version", "conf_schema", "config", "meta"),
        *("tags", "runtime_deps", "is_standard", *_TIMES),
    ),
    "workflow": (
        *("id", "ref", "pack", "pack_ref", "label", "description", "version"),
        *("param_schema", "out_schema", "definition", "tags", "enabled", *_TIMES),
    ),
}
"""The fields of one pack or workflow shown alone."""


class Stored(Struct, frozen=True):
    """A record as a registry keeps it. `pack` is the id of its pack; a pack's own for a pack.

    `created` and `updated` are RFC 3339 in UTC.
    """

    record: Record
    id: int
    pack: int
    pack_ref: str
    created: str
    updated: str

    @property
    def ref(self) -> str:
        """The ref of the pack or component."""
        return self.record.ref

    def listed(self) -> dict[str, Value]:
        """Return what a list shows."""
        return self._shaped(LISTED.get(self.record.kind, OTHER))

    def detailed(self) -> dict[str, Value]:
        """Return what is shown of it alone."""
        return self._shaped(DETAILED.get(self.record.kind, OTHER))

    def _shaped(self, names: tuple[str, ...]) -> dict[str, Value]:
        known: dict[str, Value] = {
            "id": self.id,
            "ref": self.ref,
            "pack": self.pack,
            "pack_ref": self.pack_ref,
            "created": self.created,
            "updated": self.updated,
        }
        fields = self.record.fields
        return {name: known[name] if name in known else fields.get(name) for name in names}


class Registered(Struct, frozen=True):
    """What registering one record came to. `created` is false if it was there before."""

    kind: str
    ref: str
    id: int
    created: bool


def do_nothing() -> None:
    """Do nothing: the default for `meanwhile`."""


class RegistryStore(Protocol):
    """An open registry. Every method is one transaction: done in full or not at all.

    Ids are whole numbers from 1, given once; they and `created` outlive an update. A ref belongs to
    one record of its kind. Texts are stored as they are, and none is ever part of a query.
    `attune_packkit.testing.RegistrarContract` tests all this.

    `meanwhile` is called when the change is sure to succeed, right before it shows: the pack's
    folder takes its place then. If it raises, nothing has changed.
    """

    def register(
        self,
        registration: Registration,
        *,
        at: str,
        replace: bool,
        meanwhile: Callable[[], None] = do_nothing,
    ) -> tuple[Registered, ...]:
        """Add or update a pack with its components and drop those that it no longer has.

        Return the outcome of the pack, then of each component, in the order given. Raises
        `AlreadyRegisteredError` if the pack is there and is not to be replaced, and
        `RegistrationError` for a component that is another pack's.
        """
        ...

    def sync(
        self, pack_ref: str, kind: str, records: Sequence[Record], *, keep: Sequence[str], at: str
    ) -> tuple[Registered, ...]:
        """Add or update the components of one kind of a pack; drop others not named in `keep`.

        Raises `NotRegisteredError` if there is no such pack.
        """
        ...

    def packs(self) -> list[Stored]:
        """Return all packs by id."""
        ...

    def pack(self, ref: str) -> Stored | None:
        """Return the pack with a ref."""
        ...

    def components(self, pack_ref: str, kind: str) -> list[Stored]:
        """Return the components of one kind of a pack by id; none for a pack that is not there."""
        ...

    def remove(self, ref: str, *, meanwhile: Callable[[], None] = do_nothing) -> bool:
        """Remove a pack with all its components; tell whether it was there."""
        ...

    def close(self) -> None:
        """Let go of whatever the store holds open."""
        ...


class Registrar(Protocol):
    """Keeps registered packs somewhere."""

    @property
    def name(self) -> str:
        """The name for `--registrar`."""
        ...

    def open(self, packs_base_dir: str, url: str, *, create: bool = True) -> RegistryStore:
        """Open the registry of the packs below `packs_base_dir`.

        `url` is what `--database-url` says, "" if nothing; a registrar that has no use for one
        refuses it. Without `create` nothing is written, and a registry that is not there yet is
        empty. Raises `SourceError` if the registry cannot be reached or read.
        """
        ...
