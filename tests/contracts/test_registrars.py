"""The built-in registrar holds to the contract of registrars, and its files to their own."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pytest

from attune_packkit.errors import SourceError, UsageError
from attune_packkit.registrars import json_index
from attune_packkit.registrars.json_index import JsonStore
from attune_packkit.registrars.plugin import JsonIndex
from attune_packkit.testing import RegistrarContract, full_registration, sample_registration

AT = "2024-01-15T10:30:00Z"


class TestJsonIndex(RegistrarContract):
    registrar = JsonIndex()


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    return json_index.open_store(str(tmp_path))


def registry(folder: Path) -> Path:
    return folder / ".packkit" / "registry"


def test_same_registrations_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        store = json_index.open_store(str(tmp_path / name))
        for registration in (full_registration(), sample_registration("notify", "a")):
            store.register(registration, at=AT, replace=False)
        files = sorted(registry(tmp_path / name).rglob("*.json"))
        written.append([(file.name, file.read_bytes()) for file in files])
    assert written[0] == written[1]
    assert [name for name, _ in written[0]] == ["ids.json", "notify.json", "parcels.json"]


def test_longest_ref_has_a_file_too(store: JsonStore) -> None:
    ref = "p" * 255
    store.register(sample_registration(ref), at=AT, replace=False)
    assert [each.ref for each in store.packs()] == [ref]
    assert store.remove(ref)


def test_lost_note_of_ids_is_made_up_for(tmp_path: Path, store: JsonStore) -> None:
    store.register(sample_registration("parcels", "a", "b"), at=AT, replace=False)
    (registry(tmp_path) / "ids.json").unlink()
    (pack, action) = store.register(sample_registration("notify", "a"), at=AT, replace=False)
    assert (pack.id, action.id) == (2, 3)


def test_leftovers_of_a_killed_writer_go(tmp_path: Path, store: JsonStore) -> None:
    (registry(tmp_path) / "packs" / ".packkit-next").write_text("{")
    (registry(tmp_path) / ".packkit-x1").write_text("{")
    store.register(sample_registration("parcels"), at=AT, replace=False)
    assert sorted(os.listdir(registry(tmp_path))) == ["ids.json", "packs"]
    assert os.listdir(registry(tmp_path) / "packs") == ["parcels.json"]


def test_it_has_no_use_for_a_database(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no use for a database URL"):
        JsonIndex().open(str(tmp_path), "sqlite://")


DAMAGED = {
    "empty": "",
    "not JSON": "{",
    "another value": "[]",
    "null": "null",
    "another format": '{"format_version": 2}',
    "no components": '{"format_version": 1, "pack": {"id": 1, "ref": "parcels"}}',
    "id is true": '{"format_version": 1, "pack": {"id": true, "ref": "p"}, "components": []}',
    "fields are a list": '{"format_version": 1, "components": [], "pack": {"id": 1, "ref": "p",'
    ' "kind": "pack", "created": "", "updated": "", "fields": []}}',
    "deep": "[" * 100_000,
    "not UTF-8": "\udcff",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_damaged_file_is_an_error_that_names_it(
    tmp_path: Path, store: JsonStore, text: str
) -> None:
    store.register(sample_registration("parcels"), at=AT, replace=False)
    path = registry(tmp_path) / "packs" / "parcels.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    for attempt in (
        store.packs,
        lambda: store.pack("parcels"),
        lambda: store.register(sample_registration("parcels"), at=AT, replace=True),
    ):
        with pytest.raises(SourceError, match=r"registry file '.*parcels\.json' is damaged"):
            attempt()
    assert path.read_bytes() == text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("text", ["", "[]", '{"pack": -1}', '{"pack": "1"}', "[" * 100_000])
def test_damaged_note_of_ids_is_an_error(tmp_path: Path, store: JsonStore, text: str) -> None:
    (registry(tmp_path) / "ids.json").write_text(text)
    with pytest.raises(SourceError, match=r"ids\.json' is damaged"):
        store.register(sample_registration("parcels"), at=AT, replace=False)


def test_link_in_place_of_a_file_is_not_followed(tmp_path: Path, store: JsonStore) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text(json.dumps({"format_version": 1}))
    path = registry(tmp_path) / "packs" / "parcels.json"
    path.symlink_to(outside)
    with pytest.raises(SourceError, match="is damaged"):
        store.pack("parcels")
    with pytest.raises(SourceError, match="is damaged"):
        store.register(sample_registration("parcels"), at=AT, replace=True)
    assert outside.read_text() == json.dumps({"format_version": 1})


@pytest.mark.parametrize("name", [".packkit", ".packkit/registry", ".packkit/registry/packs"])
def test_link_in_place_of_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    base = tmp_path / "base"
    outside = tmp_path / "outside"
    outside.mkdir()
    (base / name).parent.mkdir(parents=True)
    (base / name).symlink_to(outside)
    with pytest.raises(SourceError, match="is a link"), closing(JsonIndex().open(str(base), "")):
        pass
    assert os.listdir(outside) == []


def test_folder_is_the_owners_alone(tmp_path: Path, store: JsonStore) -> None:
    assert (tmp_path / ".packkit").stat().st_mode & 0o777 == 0o700
