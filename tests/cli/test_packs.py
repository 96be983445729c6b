"""packkit packs, and packkit workflows sync."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit.testing import BASE_PACK

from .conftest import MakePack, Packkit
from .test_register import BASE, FILES, JSON

WORKFLOW = FILES["workflows/day.yaml"]
TIME = "2023-11-14T22:13:20Z"


@pytest.fixture
def installed(packkit: Packkit, make_pack: MakePack, work: Path) -> Path:
    """The folder of a pack that is registered."""
    make_pack(FILES, name="source/parcels")
    assert packkit("register", "source/parcels", *BASE).code == 0
    return work / "base" / "parcels"


def test_list_has_the_fields_of_the_pack_api(packkit: Packkit, installed: Path) -> None:
    assert packkit("packs", "list", *BASE, *JSON).json == {
        "data": [
            {
                "id": 1, "ref": "parcels", "label": "Parcels",
                "description": "Weighs and sends parcels", "version": "1.0.0", "tags": [],
                "is_standard": False, "created": TIME, "updated": TIME,
            }
        ],
        "pagination": {"page": 1, "per_page": 50, "total": 1, "total_pages": 1},
    }  # fmt: skip


def test_list_comes_in_pages_by_id(packkit: Packkit, make_pack: MakePack) -> None:
    for name in ("b", "a", "c"):
        manifest = BASE_PACK["pack.yaml"].replace("ref: parcels", f"ref: {name}")
        make_pack({"pack.yaml": manifest}, name=name)
        packkit("register", name, *BASE)
    page = packkit("packs", "list", *BASE, *JSON, "--per-page", "2", "--page", "2").json
    assert [item["ref"] for item in page["data"]] == ["c"]
    assert page["pagination"] == {"page": 2, "per_page": 2, "total": 3, "total_pages": 2}
    beyond = packkit("packs", "list", *BASE, *JSON, "--page", "9").json
    assert beyond["data"] == []
    done = packkit("packs", "list", *BASE, "--per-page", "2")
    assert [line.split()[0] for line in done.out.splitlines()] == ["ref", "b", "a"]
    assert "page 1 of 2; 3 packs in all" in done.err


@pytest.mark.parametrize("given", [("--page", "0"), ("--per-page", "0"), ("--per-page", "101")])
def test_impossible_page_is_a_usage_error(packkit: Packkit, given: tuple[str, ...]) -> None:
    assert packkit("packs", "list", *BASE, *given).code == 4


def test_list_of_nothing_makes_nothing(packkit: Packkit, work: Path) -> None:
    done = packkit("packs", "list", *BASE, *JSON)
    assert done.json["pagination"] == {"page": 1, "per_page": 50, "total": 0, "total_pages": 0}
    assert list(work.iterdir()) == []
    assert "no pack is installed" in packkit("packs", "list", *BASE).err


def test_settings_name_the_installation(
    packkit: Packkit, installed: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (work / "packkit.toml").write_text('packs-base-dir = "base"\nregistrar = "json-index"\n')
    assert len(packkit("packs", "list", *JSON).json["data"]) == 1
    monkeypatch.setenv("PACKKIT_REGISTRAR", "nowhere")
    assert packkit("packs", "list").code == 4
    assert packkit("--isolated", "packs", "list", *BASE).code == 0


def test_password_of_the_database_is_not_shown(
    packkit: Packkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKKIT_DATABASE_URL", "postgresql://me:secret@host/registry")
    done = packkit("config", "show")
    assert "postgresql://***@host/registry" in done.out
    assert "secret" not in done.out


def test_show_has_the_fields_of_the_pack_api(packkit: Packkit, installed: Path) -> None:
    told = packkit("packs", "show", "parcels", *BASE, *JSON).json["data"]
    assert told == {
        "id": 1, "ref": "parcels", "label": "Parcels", "description": "Weighs and sends parcels",
        "version": "1.0.0", "conf_schema": None, "config": None, "meta": None, "tags": [],
        "runtime_deps": [], "is_standard": False, "created": TIME, "updated": TIME,
    }  # fmt: skip


COMMON = ["id", "ref", "pack_ref", "label", "description"]
SHAPES = {
    "actions": [*COMMON, "runtime", "created", "updated"],
    "triggers": [*COMMON, "enabled", "created", "updated"],
    "rules": [*COMMON, "action_ref", "trigger_ref", "enabled", "created", "updated"],
    "workflows": [*COMMON, "version", "tags", "enabled", "created", "updated"],
    "queues": [*COMMON, "created", "updated"],
}


@pytest.mark.parametrize("kind", SHAPES)
def test_components_have_the_fields_of_the_pack_api(
    packkit: Packkit, installed: Path, kind: str
) -> None:
    (item,) = packkit("packs", "show", "parcels", "--components", kind, *BASE, *JSON).json["data"]
    assert list(item) == SHAPES[kind]
    assert item["pack_ref"] == "parcels"


def test_show_tells_people(packkit: Packkit, installed: Path) -> None:
    done = packkit("packs", "show", "parcels", *BASE)
    assert "Weighs and sends parcels" in done.out
    assert ["actions", "1"] in [line.split() for line in done.out.splitlines()]
    done = packkit("packs", "show", "parcels", "--components", "actions", *BASE)
    assert "parcels.send" in done.out
    assert packkit("packs", "show", "parcels", "--components", "sensors", *BASE).out == ""


def test_pack_that_is_not_there_is_an_error_with_a_near_match(
    packkit: Packkit, installed: Path
) -> None:
    done = packkit("packs", "show", "parcel", *BASE)
    assert done.code == 4
    assert "Pack 'parcel' not found" in done.err
    assert "did you mean 'parcels'?" in done.err


def test_sync_has_the_fields_of_the_workflow_api(packkit: Packkit, installed: Path) -> None:
    new = WORKFLOW.replace("1.0.0", "first").replace("Day", "Night")
    (installed / "workflows" / "night.yaml").write_text(new)
    first = packkit("workflows", "sync", "parcels", *BASE, *JSON)
    assert first.code == 0
    warnings = first.json["workflows"][1]["warnings"]
    assert first.json == {
        "pack_ref": "parcels",
        "loaded_count": 2,
        "registered_count": 2,
        "workflows": [
            {"ref_name": "parcels.day", "created": False, "workflow_def_id": 1, "warnings": []},
            {
                "ref_name": "parcels.night",
                "created": True,
                "workflow_def_id": 2,
                "warnings": warnings,
            },
        ],
        "errors": [],
    }
    assert len(warnings) == 1
    assert "first" in warnings[0]
    second = packkit("workflows", "sync", "parcels", *BASE, *JSON).json["workflows"]
    assert [item["created"] for item in second] == [False, False]
    assert [item["workflow_def_id"] for item in second] == [1, 2]


def test_sync_keeps_what_has_errors_and_drops_what_is_gone(
    packkit: Packkit, installed: Path
) -> None:
    folder = installed / "workflows"
    (folder / "night.yaml").write_text(WORKFLOW)
    packkit("workflows", "sync", "parcels", *BASE)
    (folder / "day.yaml").write_text("version: 1.0.0\nlabel: Day\n")
    (folder / "night.yaml").unlink()
    done = packkit("workflows", "sync", "parcels", *BASE, *JSON)
    assert done.code == 1
    assert (done.json["loaded_count"], done.json["registered_count"]) == (1, 0)
    (error,) = done.json["errors"]
    assert error.startswith("Validation failed for parcels.day: ")
    shown = packkit("packs", "show", "parcels", "--components", "workflows", *BASE, *JSON)
    assert [item["ref"] for item in shown.json["data"]] == ["parcels.day"]


def test_sync_knows_the_actions_of_installed_packs_only(packkit: Packkit, installed: Path) -> None:
    wrong = WORKFLOW.replace("parcels.send", "unknown.send")
    (installed / "workflows" / "day.yaml").write_text(wrong)
    done = packkit("workflows", "sync", "parcels", *BASE, *JSON)
    assert done.json["errors"] == [
        "Validation failed for parcels.day: Task 'send' references undefined action 'unknown.send'"
    ]


def test_sync_takes_a_path_as_well(packkit: Packkit, installed: Path, work: Path) -> None:
    (work / "source/parcels/workflows/new.yaml").write_text(WORKFLOW)
    done = packkit("workflows", "sync", "source/parcels", *BASE, *JSON)
    assert [item["ref_name"] for item in done.json["workflows"]] == ["parcels.day", "parcels.new"]


def test_sync_without_the_folder_is_the_documents_error(
    packkit: Packkit, installed: Path, work: Path
) -> None:
    installed.rename(work / "elsewhere")
    done = packkit("workflows", "sync", "parcels", *BASE, *JSON)
    assert done.code == 1
    assert done.json == {
        "pack_ref": "parcels", "loaded_count": 0, "registered_count": 0, "workflows": [],
        "errors": ["Failed to load workflows: Directory not found"],
    }  # fmt: skip


def test_sync_without_workflows_is_no_error(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    packkit("register", "parcels", *BASE)
    done = packkit("workflows", "sync", "parcels", *BASE, *JSON)
    assert (done.code, done.json["loaded_count"], done.json["errors"]) == (0, 0, [])


@pytest.mark.parametrize("name", ["parcels", "./parcels"])
def test_sync_of_a_pack_that_is_not_registered_is_an_error(
    packkit: Packkit, make_pack: MakePack, name: str
) -> None:
    make_pack(FILES)
    done = packkit("workflows", "sync", name, *BASE)
    assert done.code == 4
    assert "Pack 'parcels' not found" in done.err


def test_sync_tells_people(packkit: Packkit, installed: Path) -> None:
    done = packkit("workflows", "sync", "parcels", *BASE)
    assert done.out.splitlines() == ["updated parcels.day", "parcels: 1 of 1 workflows registered"]


def test_workflows_of_a_pack_come_with_the_counts_of_the_workflow_api(
    packkit: Packkit, installed: Path
) -> None:
    done = packkit("packs", "show", "parcels", "--components", "workflows", *BASE, *JSON)
    assert done.json["meta"] == {"page": 1, "per_page": 20, "total": 1, "total_pages": 1}
    done = packkit("packs", "show", "parcels", "--components", "actions", *BASE, *JSON)
    assert list(done.json) == ["data"]


def test_sync_of_a_folder_without_a_pack_names_it(packkit: Packkit, work: Path) -> None:
    (work / "empty").mkdir()
    done = packkit("workflows", "sync", "empty", *BASE)
    assert (done.code, "no pack found in empty" in done.err) == (5, True)
