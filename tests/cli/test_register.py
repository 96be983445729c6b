"""packkit register and uninstall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from attune_packkit.testing import BASE_PACK

from .conftest import MakePack, Packkit

PACKS = Path(__file__).parents[2] / "site" / "packs"
ACTION = "ref: parcels.send\nlabel: Send\nrunner_type: shell\nentry_point: send.sh\n"
RULE = "ref: parcels.all\nlabel: All\ntrigger_ref: parcels.lost\naction_ref: parcels.send\n"
FILES = {
    "actions/send.yaml": ACTION,
    "actions/send.sh": "true\n",
    "triggers/lost.yaml": "ref: parcels.lost\nlabel: Lost\n",
    "rules/all.yaml": RULE,
    "workflows/day.yaml": (
        "version: 1.0.0\nlabel: Day\ntasks:\n  - name: send\n    action: parcels.send\n"
    ),
    "queues/jobs.yaml": "ref: parcels.jobs\nlabel: Jobs\ndispatch_action: parcels.send\n",
}
BASE = ("--packs-base-dir", "base")
JSON = ("--format", "json")


def with_tests(script: str, *more: str) -> dict[str, str]:
    """Return files of a pack with a test."""
    section = "\n".join(
        [
            "testing:\n  enabled: true\n  discovery:\n    method: directory\n    path: tests",
            "  runners:\n    all:\n      type: script\n      entry_point: tests/run.sh",
            *more,
        ]
    )
    return {"pack.yaml": BASE_PACK["pack.yaml"] + section + "\n", "tests/run.sh": script}


def test_json_is_the_documents_data(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    make_pack(FILES)
    done = packkit("register", "parcels", *BASE, *JSON)
    assert done.code == 0, done.err
    data = done.json
    assert isinstance(data["summary"].pop("duration_ms"), int)
    assert data == {
        "registered_packs": [
            {
                "pack_ref": "parcels",
                "pack_id": 1,
                "pack_version": "1.0.0",
                "storage_path": str(work / "base" / "parcels"),
                "components_registered": {
                    "actions": 1,
                    "sensors": 0,
                    "triggers": 1,
                    "rules": 1,
                    "workflows": 1,
                    "policies": 0,
                },
                "test_result": {"status": "skipped", "total_tests": 0, "passed": 0, "failed": 0},
                "validation_results": {"valid": True, "errors": []},
            }
        ],
        "failed_packs": [],
        "summary": {
            "total_packs": 1, "success_count": 1, "failure_count": 0, "total_components": 4,
        },
    }  # fmt: skip


def test_pack_is_copied_with_what_tells_where_it_came_from(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    pack = make_pack(FILES)
    (pack / ".git").mkdir()
    (pack / ".git" / "config").write_text("secret")
    assert packkit("register", "parcels", *BASE).code == 0
    installed = work / "base" / "parcels"
    assert (installed / "actions" / "send.sh").read_text() == "true\n"
    assert not (installed / ".git").exists()
    told = json.loads((installed / "metadata.json").read_text())
    assert told.pop("checksum").startswith("sha256:")
    assert told == {
        "pack_ref": "parcels",
        "version": "1.0.0",
        "installed_at": "2023-11-14T22:13:20Z",
        "installed_from": {"type": "local", "url": str(pack), "ref": None},
        "registry": None,
    }


def test_pack_that_is_there_is_replaced_only_with_force(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack(FILES)
    packkit("register", "parcels", *BASE)
    (pack / "pack.yaml").write_text(BASE_PACK["pack.yaml"].replace("1.0.0", "1.1.0"))
    done = packkit("register", "parcels", *BASE, *JSON)
    assert done.code == 1
    assert done.json["failed_packs"] == [
        {
            "pack_ref": "parcels",
            "pack_path": "parcels",
            "error": "Pack with ref 'parcels' already exists",
            "error_stage": "registration",
        }
    ]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000001")
    done = packkit("register", "parcels", *BASE, *JSON, "--force")
    assert done.code == 0
    (item,) = done.json["registered_packs"]
    assert (item["pack_id"], item["pack_version"]) == (1, "1.1.0")
    shown = packkit("packs", "show", "parcels", *BASE, *JSON).json["data"]
    assert (shown["created"], shown["updated"]) == ("2023-11-14T22:13:20Z", "2023-11-14T22:13:21Z")


def test_pack_may_lie_where_it_is_installed(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    """As in the documents: pack_paths below packs_base_dir."""
    (work / "base").mkdir()
    make_pack(FILES, name="base/parcels")
    assert packkit("register", "base/parcels", *BASE).code == 0
    assert packkit("register", "base/parcels", *BASE).code == 1
    first = json.loads((work / "base/parcels/metadata.json").read_text())["checksum"]
    assert packkit("register", "base/parcels", *BASE, "--force").code == 0
    assert json.loads((work / "base/parcels/metadata.json").read_text())["checksum"] == first


def test_environments_made_in_the_pack_are_not_copied(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    pack = make_pack(FILES)
    for name, mark in (("venv", "pyvenv.cfg"), ("node_modules", ".package-lock.json")):
        (pack / name / "bin").mkdir(parents=True)
        (pack / name / mark).write_text("")
        (pack / name / "bin" / "python").symlink_to("/usr/bin/python3")
    assert packkit("register", "parcels", *BASE).code == 0
    assert not (work / "base" / "parcels" / "venv").exists()
    assert not (work / "base" / "parcels" / "node_modules").exists()


def test_errors_stop_a_pack(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    make_pack(FILES | {"rules/all.yaml": RULE.replace("parcels.send", "parcels.snd")})
    done = packkit("register", "parcels", *BASE, *JSON)
    assert done.code == 1
    (item,) = done.json["failed_packs"]
    assert item["error_stage"] == "validation"
    assert item["error"].startswith("Validation failed: rules/all.yaml: ")
    assert "parcels.snd" in item["error"]
    assert not (work / "base" / "parcels").exists()


def test_skipped_validation_registers_and_still_tells(
    packkit: Packkit, make_pack: MakePack
) -> None:
    make_pack(FILES | {"rules/all.yaml": RULE.replace("parcels.send", "parcels.snd")})
    done = packkit("register", "parcels", *BASE, *JSON, "--skip-validation")
    assert done.code == 0
    told = done.json["registered_packs"][0]["validation_results"]
    assert told["valid"] is False
    (error,) = told["errors"]
    assert (error["component_type"], error["component_file"]) == ("rule", "rules/all.yaml")


def test_packs_that_are_installed_are_known(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(FILES)
    packkit("register", "parcels", *BASE)
    manifest = BASE_PACK["pack.yaml"].replace("ref: parcels", "ref: other")
    rule = RULE.replace("ref: parcels.all", "ref: other.all").replace("parcels.send", "parcels.snd")
    make_pack(
        {"pack.yaml": manifest + "dependencies: [parcels]\n", "rules/all.yaml": rule}, name="other"
    )
    (item,) = packkit("register", "other", *BASE, *JSON).json["failed_packs"]
    assert "parcels.snd" in item["error"]


def test_batch_goes_on_and_puts_dependencies_first(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(FILES)
    for name, line in (("zebra", ""), ("apple", "dependencies: [zebra]\n"), ("bad", "tags: [\n")):
        manifest = BASE_PACK["pack.yaml"].replace("ref: parcels", f"ref: {name}")
        make_pack({"pack.yaml": manifest + line}, name=name)
    done = packkit("register", "bad", "apple", "nowhere", "zebra", "parcels", *BASE, *JSON)
    assert done.code == 1
    refs = [item["pack_ref"] for item in done.json["registered_packs"]]
    assert sorted(refs) == ["apple", "parcels", "zebra"]
    assert refs.index("zebra") < refs.index("apple")
    failed = {item["pack_path"]: item for item in done.json["failed_packs"]}
    assert failed["nowhere"] == {
        "pack_ref": "unknown", "pack_path": "nowhere", "error": "pack.yaml not found",
        "error_stage": "validation",
    }  # fmt: skip
    assert failed["bad"]["error"].startswith("Failed to parse pack.yaml: ")


def test_ref_given_twice_is_registered_once(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(FILES)
    make_pack(name="copy")
    done = packkit("register", "parcels", "copy", "parcels", *BASE, *JSON, "--force")
    assert len(done.json["registered_packs"]) == 1
    (item,) = done.json["failed_packs"]
    assert (item["pack_path"], item["error"]) == ("copy", "Pack with ref 'parcels' already exists")


def test_pack_without_a_ref_is_unknown(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack({"pack.yaml": "label: Nameless\nversion: 1.0.0\n"})
    (item,) = packkit("register", "parcels", *BASE, *JSON).json["failed_packs"]
    assert (item["pack_ref"], item["error"]) == ("unknown", "Missing required field: ref")


def test_tests_run_unless_skipped(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    make_pack(with_tests(f"echo ran >> {work}/ran\necho 'Total Tests: 3'\necho 'Passed: 3'\n"))
    done = packkit("register", "parcels", *BASE, *JSON, "--skip-tests")
    assert done.json["registered_packs"][0]["test_result"] is None
    assert not (work / "ran").exists()
    done = packkit("register", "parcels", *BASE, *JSON, "--force")
    told = done.json["registered_packs"][0]["test_result"]
    assert told == {"status": "passed", "total_tests": 3, "passed": 3, "failed": 0}
    assert (work / "ran").read_text() == "ran\n"


def test_failed_tests_stop_a_pack_unless_forced(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack(with_tests("exit 1\n"))
    done = packkit("register", "parcels", *BASE, *JSON)
    (item,) = done.json["failed_packs"]
    assert item["error_stage"] == "testing"
    assert item["error"] == (
        "Pack registration failed: tests did not pass. Use force=true to register anyway."
    )
    assert not (work / "base" / "parcels").exists()
    done = packkit("register", "parcels", *BASE, *JSON, "--force")
    assert done.json["registered_packs"][0]["test_result"]["status"] == "failed"


def test_registered_packs_do_not_run_their_tests_when_refused(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack(with_tests(f"echo ran >> {work}/ran\n"))
    packkit("register", "parcels", *BASE, "--skip-tests")
    assert packkit("register", "parcels", *BASE).code == 1
    assert not (work / "ran").exists()


def test_text_tells_what_happened(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack(FILES)
    done = packkit("register", "parcels", "nowhere", *BASE)
    assert done.out.splitlines() == [
        "registered parcels 1.0.0 (1 action, 1 trigger, 1 rule, 1 workflow; tests skipped)",
        "failed unknown (nowhere) at validation",
        "  pack.yaml not found",
        "1 registered, 1 failed, 4 components",
    ]


def test_no_path_is_a_usage_error(packkit: Packkit) -> None:
    assert packkit("register", *BASE).code == 4


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--registrar", "json-indx"), "did you mean 'json-index'?"),
        (("--registrar", "nowhere"), "registrars: json-index"),
        (("--registrar", "database"), "attune-packkit-database"),
        (("--database-url", "sqlite:///x.db"), "attune-packkit-database"),
    ],
)
def test_unknown_registrar_is_a_usage_error(
    packkit: Packkit,
    make_pack: MakePack,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setenv("PACKKIT_DISABLE_PLUGIN_AUTOLOAD", "1")
    make_pack()
    done = packkit("register", "parcels", *BASE, *options)
    assert done.code == 4
    assert said in done.err


def test_registrar_of_files_takes_no_url(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    given = ("--registrar", "json-index", "--database-url", "sqlite:///x.db")
    done = packkit("register", "parcels", *BASE, *given)
    assert done.code == 1
    assert "has no use for a database URL" in done.out


def test_folder_that_cannot_be_made_is_told(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    done = packkit("register", "parcels", "--packs-base-dir", "parcels/README.md/base", *JSON)
    assert done.code == 1
    assert "cannot be" in done.json["failed_packs"][0]["error"]


def test_example_packs_come_and_go(packkit: Packkit, work: Path) -> None:
    done = packkit("register", str(PACKS), *BASE, *JSON, "--skip-tests")
    assert done.json["summary"]["success_count"] == 6
    again = packkit("register", str(PACKS), *BASE, *JSON, "--skip-tests", "--force")
    assert done.json["registered_packs"] == again.json["registered_packs"]
    refused = packkit("uninstall", "weather", *BASE, "--yes")
    assert refused.code == 1
    assert "Pack 'weather' is needed by parcels, harbour.berths" in refused.err
    for ref in ("harbour.berths", "parcels", "weather", "tariffs", "workshop", "notify"):
        removed = packkit("uninstall", ref, *BASE, "--yes", *JSON)
        assert removed.json == {"success": True, "message": f"Pack '{ref}' deleted successfully"}
    assert [path.name for path in (work / "base").iterdir()] == [".packkit"]
    assert packkit("packs", "list", *BASE, *JSON).json["data"] == []


def test_uninstalling_needs_consent(packkit: Packkit, make_pack: MakePack, work: Path) -> None:
    make_pack()
    packkit("register", "parcels", *BASE)
    done = packkit("uninstall", "parcels", *BASE)
    assert (done.code, "nobody is there to confirm" in done.err) == (4, True)
    assert (work / "base" / "parcels").exists()
    done = packkit("uninstall", "parcel", *BASE)
    assert done.err == "error: Pack 'parcel' not found\nhint: did you mean 'parcels'?\n"


@pytest.mark.parametrize("ref", ["parcel", "../parcels", "", "x" * 300])
def test_uninstalling_what_is_not_there_is_an_error(
    packkit: Packkit, make_pack: MakePack, work: Path, ref: str
) -> None:
    make_pack()
    packkit("register", "parcels", *BASE)
    done = packkit("uninstall", ref, *BASE, "--yes", "--force")
    assert done.code == 4
    assert "not found" in done.err
    assert (work / "base" / "parcels").exists()
    assert (work / "parcels").exists()


def test_an_empty_packs_base_dir_is_no_working_directory(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack(FILES)
    for arguments in (
        ("register", "parcels"),
        ("uninstall", "parcels", "--yes"),
        ("packs", "list"),
    ):
        done = packkit(*arguments, "--packs-base-dir", "")
        assert (done.code, done.out) == (4, "")
    assert [path.name for path in work.iterdir()] == ["parcels"]


def test_a_pack_is_not_copied_into_itself(
    packkit: Packkit, make_pack: MakePack, work: Path
) -> None:
    make_pack(FILES)
    before = sorted(path for path in (work / "parcels").rglob("*") if path.is_file())
    register = packkit("register", "parcels", "--packs-base-dir", "parcels/packs")
    assert (register.code, "would be copied to" in register.out) == (1, True)
    download = packkit("download", "./parcels", "--destination-dir", "parcels/packs")
    assert (download.code, "would be copied to" in download.err) == (6, True)
    assert sorted(path for path in (work / "parcels").rglob("*") if path.is_file()) == before


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{}", "'format_version' is missing"),
        ('{"format_version": 1, "pack": 5}', "it is not of the form that packkit writes"),
        ("{", "Expecting property name"),
        ("[" * 100_000, "it is not of the form that packkit writes"),
        (b"\xff", "it is not UTF-8 text"),
    ],
)
def test_a_damaged_registry_file_is_told_of_in_words(
    packkit: Packkit, make_pack: MakePack, work: Path, content: str | bytes, fault: str
) -> None:
    make_pack(FILES)
    assert packkit("register", "parcels", *BASE).code == 0
    file = work / "base" / ".packkit" / "registry" / "packs" / "parcels.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = packkit("packs", "list", *BASE)
    assert (done.code, "object is not" in done.err) == (6, False)
    assert f"is damaged: {fault}" in done.err
    assert "hint: remove it, then register the pack again" in done.err
    file.unlink()
    assert packkit("register", "parcels", *BASE, "--force").code == 0


@pytest.mark.parametrize("content", ["", "[]", '{"pack": -1}', '{"pack": "1"}', '{"pack":'])
def test_numbers_that_are_damaged_are_found_again(
    packkit: Packkit, make_pack: MakePack, work: Path, content: str
) -> None:
    for name in ("one", "two", "three"):
        make_pack({"pack.yaml": BASE_PACK["pack.yaml"].replace("parcels", name)}, name=name)
    assert packkit("register", "one", "two", *BASE).code == 0
    [file] = (work / "base" / ".packkit" / "registry").glob("*.json")
    file.write_text(content)
    done = packkit("register", "three", *BASE, *JSON)
    assert done.code == 1
    assert "is damaged" in done.json["failed_packs"][0]["error"]
    hint = "remove it: packkit finds the numbers again in the registered packs"
    assert done.err == f"hint: three: {hint}\n"
    assert not (work / "base" / "three").exists()
    file.unlink()
    done = packkit("register", "three", *BASE, *JSON)
    assert done.json["registered_packs"][0]["pack_id"] == 3
