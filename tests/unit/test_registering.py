"""Registration as a library: records, order, roll-back, recovery."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from attune_packkit import tree
from attune_packkit.api import Registrar, hookimpl
from attune_packkit.config import Settings
from attune_packkit.errors import PluginError, SourceError, UsageError
from attune_packkit.model.pack import load
from attune_packkit.pipeline.installation import Installation
from attune_packkit.pipeline.registering import RegistrationOptions, RegistrationReport, register
from attune_packkit.pipeline.uninstalling import uninstall
from attune_packkit.registrars.json_index import JsonStore
from attune_packkit.registration.records import KINDS, RegistrationError, registration
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK, write_pack

SKIP = RegistrationOptions(skip_tests=True)
FORCE = RegistrationOptions(skip_tests=True, force=True)

Write = Callable[..., Path]


@pytest.fixture
def session() -> Session:
    return Session(Settings(autoload=False, cache=False, jobs=1))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a pack; return its folder."""

    def pack(files: dict[str, str] | None = None, *, name: str = "parcels") -> Path:
        manifest = BASE_PACK["pack.yaml"].replace("ref: parcels", f"ref: {name}")
        merged = {**BASE_PACK, "pack.yaml": manifest, **(files or {})}
        write_pack(tmp_path, {f"@{name}/{path}": text for path, text in merged.items()})
        return tmp_path / name

    return pack


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "base"


def records(root: Path) -> dict[tuple[str, str], dict[str, Any]]:
    found = registration(load(tree.walk(str(root))))
    return {(each.kind, each.ref): each.fields for each in (found.pack, *found.components)}


def test_flat_schemas_become_json_schemas(write: Write) -> None:
    action = (
        "label: Send\nrunner_type: shell\nentry_point: send.sh\n"
        "parameters:\n  to: {type: string, required: true}\noutput: {ok: {type: boolean}}\n"
    )
    found = records(write({"actions/send.yaml": action}))["action", "parcels.send"]
    assert found["param_schema"] == {
        "type": "object", "properties": {"to": {"type": "string"}}, "required": ["to"],
    }  # fmt: skip
    assert found["out_schema"]["properties"] == {"ok": {"type": "boolean"}}
    assert (found["entrypoint"], found["runtime"], found["runner_type"]) == (
        "send.sh", None, "shell",
    )  # fmt: skip


def test_documents_spellings_are_understood(write: Write) -> None:
    rule = "name: All\ntrigger: parcels.lost\naction: send\nenabled: false\n"
    action = "name: Send\nruntime: 1\nentrypoint: send.sh\nparam_schema: {type: object}\n"
    found = records(write({"rules/all.yaml": rule, "actions/send.yaml": action}))
    assert found["rule", "parcels.all"] | {"description": None} == {
        "label": "All", "description": None, "action_ref": "parcels.send",
        "trigger_ref": "parcels.lost", "conditions": None, "action_params": None,
        "trigger_params": None, "enabled": False,
    }  # fmt: skip
    assert found["action", "parcels.send"]["runtime"] == 1
    assert found["action", "parcels.send"]["entrypoint"] == "send.sh"


@pytest.mark.parametrize("runtime", ["true", "0", "-1", "99999999999999999999", "python", "1.5"])
def test_runtime_is_a_number_or_unknown(write: Write, runtime: str) -> None:
    root = write({"actions/send.yaml": f"label: Send\nruntime: {runtime}\n"})
    assert records(root)["action", "parcels.send"]["runtime"] is None


def test_what_the_pack_leaves_out_is_null_or_empty(write: Write) -> None:
    found = records(write({"pack.yaml": "ref: parcels\n"}))["pack", "parcels"]
    assert found == {
        "label": "Parcels", "description": None, "version": None, "conf_schema": None,
        "config": None, "meta": None, "tags": [], "runtime_deps": [], "is_standard": False,
        "dependencies": [],
    }  # fmt: skip


def test_linked_workflow_is_an_action_and_a_workflow(write: Write) -> None:
    found = records(
        write(
            {
                "actions/day.yaml": "label: Day\nworkflow_file: workflows/day.workflow.yaml\n",
                "actions/workflows/day.workflow.yaml": "version: 1.0.0\ntasks: []\n",
            }
        )
    )
    assert {key for key in found if key[1] == "parcels.day"} == {
        ("action", "parcels.day"), ("workflow", "parcels.day"),
    }  # fmt: skip
    assert found["workflow", "parcels.day"]["definition"] == {"tasks": []}


def test_components_come_in_the_order_of_registration(write: Write) -> None:
    files = {f"{kind}s/{name}.yaml": "label: It\n" for kind in ("rule", "trigger", "sensor",
             "queue", "action", "runtime") for name in ("b", "a")}  # fmt: skip
    found = registration(load(tree.walk(str(write(files)))))
    order = [(KINDS.index(each.kind), each.ref) for each in found.components]
    assert order == sorted(order)
    assert len(order) == 12


def test_unreadable_component_is_left_out(write: Write) -> None:
    found = records(write({"actions/send.yaml": "label: [\n", "actions/take.yaml": "label: x\n"}))
    assert [ref for kind, ref in found if kind == "action"] == ["parcels.take"]


def test_component_defined_twice_is_refused(write: Write) -> None:
    root = write({"actions/a.yaml": "ref: parcels.c\n", "actions/b.yaml": "ref: parcels.c\n"})
    with pytest.raises(RegistrationError, match=r"action 'parcels\.c' is defined twice"):
        records(root)


def contents(folder: Path) -> dict[str, bytes] | None:
    if not folder.exists():
        return None
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def done(report: RegistrationReport) -> list[str]:
    return [item["pack_ref"] for item in report.registered]


def test_packs_that_depend_on_each_other_are_registered_together(
    session: Session, write: Write, base: Path
) -> None:
    for name, other in (("a", "b"), ("b", "a"), ("c", "a")):
        manifest = BASE_PACK["pack.yaml"].replace("ref: parcels", f"ref: {name}")
        write({"pack.yaml": manifest + f"dependencies: [{other}]\n"}, name=name)
    installation = Installation(session, str(base))
    options = RegistrationOptions(skip_tests=True, skip_validation=True)
    report = register(session, [str(base.parent / name) for name in "cab"], installation, options)
    assert done(report) == ["a", "b", "c"]


class Failing(JsonStore):
    """A registry that fails at the very end, when the folder is in its place."""

    def register(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.get("meanwhile", lambda: None)()
        raise SourceError("the disk is full")


@pytest.mark.parametrize("before", ["nothing", "an old pack", "in place", "in place and known"])
def test_registry_that_fails_late_has_the_folder_put_back(
    session: Session, write: Write, base: Path, before: str
) -> None:
    """Not even a well-behaved registry can promise that its last step succeeds."""
    root = base / "parcels" if before.startswith("in place") else write()
    if before.startswith("in place"):
        write_pack(base, {f"@parcels/{path}": text for path, text in BASE_PACK.items()})
    installation = Installation(session, str(base))
    working = installation.store
    if before in ("an old pack", "in place and known"):
        register(session, [str(root)], installation, SKIP)
    (root / "README.md").write_text("# New\n")
    old = contents(base / "parcels")
    entries = working.packs()
    installation.__dict__["store"] = Failing(str(base / ".packkit/registry/packs"))
    report = register(session, [str(root)], installation, FORCE)
    assert report.failed[0]["error"] == "the disk is full"
    assert contents(base / "parcels") == old
    with Installation(session, str(base)).reading() as store:
        assert store.packs() == entries
    assert contents(base / "parcels") == old
    assert os.listdir(base / ".packkit" / "pending") == []


@pytest.mark.parametrize("own", [b"\xff\xfe no text", b"x" * 100_000], ids=["no text", "large"])
def test_a_file_of_the_pack_that_is_called_like_ours_is_put_back(
    session: Session, base: Path, own: bytes
) -> None:
    write_pack(base, {f"@parcels/{path}": text for path, text in BASE_PACK.items()})
    file = base / "parcels" / "metadata.json"
    file.write_bytes(own)
    installation = Installation(session, str(base))
    installation.store.close()
    installation.__dict__["store"] = Failing(str(base / ".packkit/registry/packs"))
    report = register(session, [str(base / "parcels")], installation, SKIP)
    assert report.failed[0]["error"] == "the disk is full"
    assert file.read_bytes() == own


class Refusing(JsonStore):
    """A registry that refuses before anything happens."""

    def register(self, *args: Any, **kwargs: Any) -> Any:
        raise SourceError("no connection")


def test_refused_pack_leaves_the_old_one_in_place(
    session: Session, write: Write, base: Path
) -> None:
    root = write()
    installation = Installation(session, str(base))
    register(session, [str(root)], installation, SKIP)
    old = contents(base / "parcels")
    (root / "README.md").write_text("# New\n")
    installation.__dict__["store"] = Refusing(str(base / ".packkit/registry/packs"))
    report = register(session, [str(root)], installation, FORCE)
    assert report.failed[0]["error"] == "no connection"
    assert contents(base / "parcels") == old
    with Installation(session, str(base)).reading() as store:
        assert store.pack("parcels") is not None


def test_unfinished_change_of_another_registry_is_left_to_it(
    session: Session, write: Write, base: Path
) -> None:
    root = write()
    installation = Installation(session, str(base))
    register(session, [str(root)], installation, SKIP)
    mark = base / ".packkit" / "pending" / "parcels"
    mark.write_text(json.dumps({"registrar": "database", "url": ""}))
    report = register(session, [str(root)], installation, FORCE)
    assert "in another registry is not finished" in report.failed[0]["error"]
    with pytest.raises(UsageError, match="is not finished"):
        uninstall(installation, "parcels")
    assert mark.exists()


def test_two_registrars_of_one_name_are_an_error(base: Path) -> None:
    class Other:
        name = "json-index"

        def open(self, *args: Any, **kwargs: Any) -> Any:
            raise AssertionError

    class Plugin:
        @hookimpl
        def packkit_registrars(self) -> Iterable[Registrar]:
            return [Other()]

    session = Session(Settings(autoload=False))
    session.plugins.manager.register(Plugin(), "other")
    with pytest.raises(PluginError, match="registrar 'json-index' is provided by"):
        Installation(session, str(base))
