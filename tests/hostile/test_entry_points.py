"""Scripts and workflow files that lie elsewhere, or are none: rows X13 and X14."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .conftest import Attack
from .test_names import quoted

ACTION = "ref: hostile.go\nlabel: Go\ndescription: Goes\nrunner_type: shell\nentry_point: {}\n"
FLOW = "ref: hostile.go\nlabel: Go\ndescription: Goes\nworkflow_file: {}\n"
GRAPH = "version: 1.0.0\ntasks:\n  - name: go\n    action: hostile.send\n"
AWAY = ["../../../bin/sh", "/bin/sh", "..", ".", "../actions", "~/x.sh", "C:\\x", "\\\\host\\x",
        "file:///bin/sh", "https://pk.example/x.sh", "a/../../x", "missing.sh"]  # fmt: skip
COMMANDS = ["-c", "--help", "a;b", "a b|c", "$(touch RAN)", "`touch RAN`", "send.sh\n", "send.sh\0"]


@pytest.mark.parametrize("name", [*AWAY, *COMMANDS, ""])
@pytest.mark.parametrize("kind", ["actions", "sensors"])
def test_x13_an_entry_point_is_a_file_beside(
    attack: Attack, hostile: Path, kind: str, name: str
) -> None:
    stood = attack({f"{kind}/go.yaml": ACTION.format(quoted(name))})
    assert any(each.diagnostic.place.pointer == ("entry_point",) for each in stood.hostile.reported)
    assert not stood.hostile.valid
    assert not list(hostile.rglob("RAN"))


@pytest.mark.parametrize("target", ["/etc/passwd", "send.sh", "../..", "/dev/zero", "nowhere"])
def test_x13_an_entry_point_is_no_link(attack: Attack, hostile: Path, target: str) -> None:
    (hostile / "actions/linked.sh").symlink_to(target)
    stood = attack({"actions/go.yaml": ACTION.format("linked.sh")})
    assert stood.found("action.entrypoint", "actions/go.yaml") == [(5, 14)]


def test_x13_an_entry_point_is_no_folder_and_no_pipe(attack: Attack, hostile: Path) -> None:
    (hostile / "actions/folder").mkdir()
    os.mkfifo(hostile / "actions/pipe")
    for name in ("folder", "pipe"):
        stood = attack({"actions/go.yaml": ACTION.format(name)})
        assert stood.found("action.entrypoint", "actions/go.yaml") == [(5, 14)]


@pytest.mark.parametrize(
    "name",
    [*AWAY, *COMMANDS, "../../neighbour/actions/workflows/go.yaml", "../workflows/go.yaml",
     "workflows/../../pack.yaml", "workflows"],
)  # fmt: skip
def test_x14_a_workflow_file_is_one_of_the_packs_own(
    attack: Attack, hostile: Path, name: str
) -> None:
    elsewhere = hostile.parent / "neighbour/actions/workflows"
    elsewhere.mkdir(parents=True)
    (elsewhere / "go.yaml").write_text(GRAPH.replace("hostile.send", "parcels.none"))
    stood = attack({"actions/go.yaml": FLOW.format(quoted(name))})
    assert any(
        each.diagnostic.place.pointer == ("workflow_file",) for each in stood.hostile.reported
    )
    assert not stood.hostile.valid


def test_x14_a_workflow_file_is_no_link(attack: Attack, hostile: Path) -> None:
    (hostile / "actions/workflows").mkdir()
    (hostile / "actions/workflows/go.yaml").symlink_to("/proc/self/environ")
    stood = attack({"actions/go.yaml": FLOW.format("workflows/go.yaml")})
    assert "actions/go.yaml" in {each.diagnostic.path for each in stood.hostile.reported}
    assert not stood.hostile.valid
