"""What registrars must hold to."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from attune_packkit.documents.document import Value
from attune_packkit.registration.entries import Registered, Registrar, RegistryStore, Stored
from attune_packkit.registration.records import (
    KINDS,
    AlreadyRegisteredError,
    NotRegisteredError,
    Record,
    Registration,
    RegistrationError,
)

FIRST = "2024-01-15T10:30:00Z"
LATER = "2024-02-16T11:31:01Z"

ODD = "'; DROP TABLE pack; -- %_\\\"\u202e\U0001f4e6\r\n\t{{ x }}" + "x" * 5000
"""Text that a registry must give back as it is."""

_STRANGE_REFS = ("%", "p_rcels", "parcels' --", "../parcels", "PARCELS", "", "\0", "x" * 999)

_ODD_VALUE: Value = {ODD: [ODD, 2**70, -1, 1.5, 1e300, True, None, [], {}, ""]}

_RUN: dict[str, Value] = {
    "runtime": 2, "runner_type": "python", "entrypoint": ODD, "param_schema": _ODD_VALUE
}  # fmt: skip
_FIELDS: dict[str, dict[str, Value]] = {
    "action": {**_RUN, "out_schema": _ODD_VALUE},
    "trigger": {"param_schema": _ODD_VALUE, "out_schema": None, "enabled": False},
    "sensor": {**_RUN, "trigger_types": ["parcels.lost"], "enabled": True},
    "rule": {
        "action_ref": "parcels.send", "trigger_ref": None, "conditions": [ODD],
        "action_params": _ODD_VALUE, "trigger_params": None, "enabled": True,
    },
    "workflow": {
        "version": ODD, "param_schema": None, "out_schema": _ODD_VALUE, "definition": _ODD_VALUE,
        "tags": [ODD], "enabled": False,
    },
}  # fmt: skip


def sample_registration(ref: str = "parcels", *names: str, label: str = "Parcels") -> Registration:
    """Return a pack with an action of each name."""
    return Registration(_pack(ref, label), tuple(_record("action", f"{ref}.{n}") for n in names))


def full_registration() -> Registration:
    """Return a pack with a component of every kind, all fields filled with odd values."""
    return Registration(_pack("parcels", ODD), tuple(_record(kind, "parcels.a") for kind in KINDS))


def _pack(ref: str, label: str) -> Record:
    fields: dict[str, Value] = {
        "label": label, "description": ODD, "version": "1.0.0", "conf_schema": _ODD_VALUE,
        "config": None, "meta": {}, "tags": [ODD], "runtime_deps": [1, "python"],
        "is_standard": True, "dependencies": ["notify@^1.4"],
    }  # fmt: skip
    return Record("pack", ref, fields)


def _record(kind: str, ref: str) -> Record:
    fields = _FIELDS.get(kind, {"definition": _ODD_VALUE})
    return Record(kind, ref, {"label": ODD, "description": None, **fields})


class _Stop(Exception):  # noqa: N818 - no error: a test's own way out
    """Raised meanwhile."""


class RegistrarContract:
    """What every registrar must hold to, as tests: subclass it and set `registrar`."""

    registrar: Registrar

    def url(self) -> str:
        """Return the URL of a database that is empty when a test begins; "" if none is needed."""
        return ""

    def open(self, folder: Path, *, create: bool = True) -> RegistryStore:
        """Open the registry of a folder."""
        return self.registrar.open(str(folder), self.url(), create=create)

    def test_name_can_be_typed(self) -> None:
        """The name serves as a value of `--registrar`."""
        assert re.fullmatch(r"[a-z][a-z0-9-]*", self.registrar.name)

    def test_registry_that_is_not_there_is_empty_and_stays_away(self, tmp_path: Path) -> None:
        """Reading makes nothing."""
        with closing(self.open(tmp_path, create=False)) as store:
            assert store.packs() == []
            assert store.pack("parcels") is None
            assert store.components("parcels", "action") == []
        assert os.listdir(tmp_path) == []

    def test_everything_comes_back_as_it_was(self, tmp_path: Path) -> None:
        """Every kind, every field, every text."""
        given = full_registration()
        with closing(self.open(tmp_path)) as store:
            registered = store.register(given, at=FIRST, replace=False)
        assert [(each.kind, each.ref) for each in registered] == [
            (record.kind, record.ref) for record in (given.pack, *given.components)
        ]
        assert all(each.created for each in registered)
        with closing(self.open(tmp_path)) as store:
            owner = registered[0].id
            assert store.pack("parcels") == _stored(given.pack, owner, owner)
            assert store.packs() == [_stored(given.pack, owner, owner)]
            for record, each in zip(given.components, registered[1:], strict=True):
                assert each.id > 0
                found = store.components("parcels", record.kind)
                assert found == [_stored(record, each.id, owner)]

    def test_update_keeps_ids_and_first_time(self, tmp_path: Path) -> None:
        """What was there is updated, what is new is created."""
        with closing(self.open(tmp_path)) as store:
            before = store.register(sample_registration("parcels", "b"), at=FIRST, replace=False)
            after = store.register(
                sample_registration("parcels", "a", "b", label="New"), at=LATER, replace=True
            )
            ids = {each.ref: each.id for each in after}
            assert [each.created for each in after] == [False, True, False]
            assert {each.ref: ids[each.ref] for each in before} == {
                each.ref: each.id for each in before
            }
            pack = _found(store, "parcels")
            assert (pack.created, pack.updated) == (FIRST, LATER)
            assert pack.record.fields["label"] == "New"
            found = store.components("parcels", "action")
            assert [each.ref for each in found] == ["parcels.b", "parcels.a"]
            assert [each.created for each in found] == [FIRST, LATER]

    def test_update_drops_what_is_gone_and_no_id_comes_twice(self, tmp_path: Path) -> None:
        """Ids outlive their components."""
        with closing(self.open(tmp_path)) as store:
            store.register(sample_registration("parcels", "a", "b"), at=FIRST, replace=False)
            store.register(sample_registration("parcels", "a"), at=LATER, replace=True)
            assert [e.ref for e in store.components("parcels", "action")] == ["parcels.a"]
            (_, _, again) = store.register(
                sample_registration("parcels", "a", "b"), at=LATER, replace=True
            )
            assert (again.ref, again.created) == ("parcels.b", True)
            assert again.id > 2
            assert store.remove("parcels")
            pack = store.register(sample_registration("parcels"), at=LATER, replace=False)[0]
            assert pack.created
            assert pack.id > 1

    def test_pack_is_replaced_only_if_asked_for(self, tmp_path: Path) -> None:
        """Without that nothing changes."""
        with closing(self.open(tmp_path)) as store:
            store.register(sample_registration("parcels", "a"), at=FIRST, replace=False)
            error = _raised(
                AlreadyRegisteredError,
                lambda: store.register(
                    sample_registration("parcels", "b", label="New"), at=LATER, replace=False
                ),
            )
            assert str(error) == "Pack with ref 'parcels' already exists"
            assert _found(store, "parcels").record.fields["label"] == "Parcels"
            assert [e.ref for e in store.components("parcels", "action")] == ["parcels.a"]

    def test_component_of_another_pack_is_refused(self, tmp_path: Path) -> None:
        """`aws.ec2.start` is of the pack `aws` or of `aws.ec2`, not of both."""
        with closing(self.open(tmp_path)) as store:
            store.register(sample_registration("aws", "ec2.start"), at=FIRST, replace=False)
            store.register(sample_registration("aws.ec2", "stop"), at=FIRST, replace=False)
            both = sample_registration("aws.ec2", "start", label="New")
            error = _raised(RegistrationError, lambda: store.register(both, at=LATER, replace=True))
            assert str(error) == "action 'aws.ec2.start' is already registered by pack 'aws'"
            _raised(
                RegistrationError,
                lambda: store.sync("aws.ec2", "action", both.components, keep=(), at=LATER),
            )
            assert _found(store, "aws.ec2").record.fields["label"] == "Parcels"
            assert [e.ref for e in store.components("aws.ec2", "action")] == ["aws.ec2.stop"]
            assert [e.ref for e in store.components("aws", "action")] == ["aws.ec2.start"]

    def test_failure_meanwhile_changes_nothing(self, tmp_path: Path) -> None:
        """Neither adding, nor updating, nor removing."""

        def fail() -> None:
            raise _Stop

        with closing(self.open(tmp_path)) as store:
            _raised(
                _Stop,
                lambda: store.register(
                    sample_registration("new", "a"), at=FIRST, replace=False, meanwhile=fail
                ),
            )
            assert store.packs() == []
            store.register(sample_registration("parcels", "a"), at=FIRST, replace=False)
            changed = sample_registration("parcels", "b", label="New")
            _raised(
                _Stop,
                lambda: store.register(changed, at=LATER, replace=True, meanwhile=fail),
            )
            _raised(_Stop, lambda: store.remove("parcels", meanwhile=fail))
            assert _found(store, "parcels").updated == FIRST
            assert [e.ref for e in store.components("parcels", "action")] == ["parcels.a"]

    def test_change_shows_only_afterwards(self, tmp_path: Path) -> None:
        """Others see the old state until the folder is in its place."""
        seen: list[str] = []
        with closing(self.open(tmp_path)) as store, closing(self.open(tmp_path)) as other:
            store.register(sample_registration("parcels"), at=FIRST, replace=False)

            def look() -> None:
                seen.append(_found(other, "parcels").updated)

            store.register(sample_registration("parcels"), at=LATER, replace=True, meanwhile=look)
            store.remove("parcels", meanwhile=look)
            assert seen == [FIRST, LATER]
            assert other.pack("parcels") is None

    def test_removal_takes_the_components_along(self, tmp_path: Path) -> None:
        """And leaves other packs alone, also those whose refs begin alike."""
        with closing(self.open(tmp_path)) as store:
            store.register(full_registration(), at=FIRST, replace=False)
            store.register(sample_registration("parcels2", "a"), at=FIRST, replace=False)
            store.register(sample_registration("parcels.more", "a"), at=FIRST, replace=False)
            assert store.remove("parcels")
            assert not store.remove("parcels")
            assert [each.ref for each in store.packs()] == ["parcels2", "parcels.more"]
            assert all(store.components("parcels", kind) == [] for kind in KINDS)
            assert len(store.components("parcels.more", "action")) == 1
            assert len(store.components("parcels2", "action")) == 1

    def test_sync_touches_one_kind_of_one_pack(self, tmp_path: Path) -> None:
        """It adds, updates, drops and keeps, and leaves all else."""
        with closing(self.open(tmp_path)) as store:
            old = tuple(_record("workflow", f"parcels.{name}") for name in ("a", "b", "c"))
            actions = sample_registration("parcels", "a").components
            given = Registration(_pack("parcels", "Parcels"), (*actions, *old))
            ids = {
                each.ref: each.id
                for each in store.register(given, at=FIRST, replace=False)
                if each.kind == "workflow"
            }
            records = (old[0], _record("workflow", "parcels.d"))
            first, new = store.sync("parcels", "workflow", records, keep=("parcels.b",), at=LATER)
            assert first == Registered("workflow", "parcels.a", ids["parcels.a"], created=False)
            assert (new.ref, new.created, new.id in ids.values()) == ("parcels.d", True, False)
            found = store.components("parcels", "workflow")
            assert [(each.ref, each.id, each.updated) for each in found] == [
                ("parcels.a", ids["parcels.a"], LATER),
                ("parcels.b", ids["parcels.b"], FIRST),
                ("parcels.d", new.id, LATER),
            ]
            assert store.components("parcels", "action")[0].updated == FIRST

    def test_sync_needs_a_registered_pack(self, tmp_path: Path) -> None:
        """There is nothing to hang components on."""
        with closing(self.open(tmp_path)) as store:
            error = _raised(
                NotRegisteredError, lambda: store.sync("lost", "workflow", (), keep=(), at=FIRST)
            )
            assert str(error) == "Pack 'lost' not found"

    def test_refs_are_literal(self, tmp_path: Path) -> None:
        """No ref is a pattern, a path or a piece of a query."""
        with closing(self.open(tmp_path)) as store:
            store.register(sample_registration("parcels", "a"), at=FIRST, replace=False)
            for ref in _STRANGE_REFS:
                assert store.pack(ref) is None
                assert store.components(ref, "action") == []
                assert not store.remove(ref)

    def test_of_two_at_once_one_wins_and_the_other_is_told(self, tmp_path: Path) -> None:
        """Nobody replaces by accident what somebody else has just registered."""

        def attempt(number: int) -> bool:
            with closing(self.open(tmp_path)) as store:
                try:
                    store.register(
                        sample_registration("parcels", f"a{number}"), at=FIRST, replace=False
                    )
                except AlreadyRegisteredError:
                    return False
                return True

        with ThreadPoolExecutor(4) as threads:
            won = list(threads.map(attempt, range(8)))
        assert won.count(True) == 1
        with closing(self.open(tmp_path)) as store:
            (action,) = store.components("parcels", "action")
            assert action.ref == f"parcels.a{won.index(True)}"

    def test_writers_of_different_packs_do_not_disturb_each_other(self, tmp_path: Path) -> None:
        """All come through, and no id is given twice."""

        def attempt(number: int) -> None:
            with closing(self.open(tmp_path)) as store:
                for _ in range(3):
                    store.register(
                        sample_registration(f"pack{number}", "a", "b"), at=FIRST, replace=True
                    )

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(attempt, range(8)))
        with closing(self.open(tmp_path)) as store:
            packs = store.packs()
            actions = [each for pack in packs for each in store.components(pack.ref, "action")]
        assert sorted(pack.ref for pack in packs) == [f"pack{number}" for number in range(8)]
        assert len({pack.id for pack in packs}) == 8
        assert len({action.id for action in actions}) == 16


def _stored(record: Record, number: int, pack: int) -> Stored:
    return Stored(
        record=record, id=number, pack=pack, pack_ref="parcels", created=FIRST, updated=FIRST
    )


def _found(store: RegistryStore, ref: str) -> Stored:
    pack = store.pack(ref)
    assert pack is not None
    return pack


def _raised(kind: type[Exception], attempt: Callable[[], object]) -> Exception:
    try:
        attempt()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")
