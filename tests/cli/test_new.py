"""packkit new: what it makes validates at once, and it never overwrites anything."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from .conftest import MakePack, Packkit

COMPONENTS = ("action", "trigger", "rule", "workflow", "sensor")


def assert_clean(packkit: Packkit, path: str) -> None:
    for target in ("auto", "current"):
        done = packkit(
            "validate", path, "--severity", "info", "--target", target, "--format", "json"
        )
        found = [each for pack in done.json["packs"] for each in pack["diagnostics"]]
        assert (done.code, found) == (0, [])


@pytest.mark.parametrize("ref", ["parcels", "post_office-2", "harbour.berths", "on", "null", "x"])
def test_a_new_pack_is_a_folder_of_its_own(packkit: Packkit, ref: str) -> None:
    done = packkit("new", "pack", ref)
    assert (done.code, done.err) == (0, "")
    names = ["CHANGELOG.md", "LICENSE", "README.md", "pack.yaml"]
    assert done.out.splitlines() == [os.path.join(ref, name) for name in names]
    assert os.listdir(".") == [ref]
    assert sorted(os.listdir(ref)) == names
    if "." not in ref:
        assert_clean(packkit, ref)
    assert packkit("validate", ref, "--severity", "info", "--fail-on", "info").code == 0


@pytest.mark.parametrize("name", ["weigh", "weigh_parcel-2", "no", "null"])
@pytest.mark.parametrize("kind", COMPONENTS)
def test_a_new_component_is_sound(
    packkit: Packkit, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    packkit("new", "pack", "parcels")
    monkeypatch.chdir("parcels")
    if kind in ("rule", "workflow"):
        packkit("new", "action", "first")
    done = packkit("new", kind, f"parcels.{name}")
    assert (done.code, done.err) == (0, "")
    for path in done.out.splitlines():
        text = Path(path).read_text("utf-8")
        assert name in path
        assert "[[" not in text
        assert "[%" not in text
        if path.endswith(".py"):
            ast.parse(text)
        else:
            header = text.partition("\n")[0]
            assert header.startswith("# yaml-language-server: $schema=https://")
    assert_clean(packkit, ".")


def test_all_kinds_together(packkit: Packkit) -> None:
    packkit("new", "pack", "parcels")
    for kind in COMPONENTS:
        assert packkit("new", kind, f"my_{kind}", "--directory", "parcels").code == 0
    assert_clean(packkit, "parcels")
    rule = Path("parcels/rules/my_rule.yaml").read_text("utf-8")
    assert "trigger_ref: parcels.my_trigger\n" in rule
    assert 'text: "{{ event.payload.text }}"' in rule


def test_sensor_comes_with_its_trigger_unless_it_is_there(packkit: Packkit) -> None:
    packkit("new", "pack", "parcels")
    written = packkit("new", "sensor", "watch", "--directory", "parcels").out
    assert os.path.join("parcels", "triggers", "watch.yaml") in written.splitlines()
    packkit("new", "trigger", "other", "--directory", "parcels")
    written = packkit("new", "sensor", "other", "--directory", "parcels").out
    assert "triggers" not in written
    assert_clean(packkit, "parcels")


def test_required_parameters_of_the_action_are_passed(
    packkit: Packkit, make_pack: MakePack
) -> None:
    make_pack(
        {
            "actions/claim.yaml": "ref: parcels.claim\nlabel: Claim\ndescription: Claims\n"
            "entry_point: claim.sh\nparameters:\n"
            "  amount:\n    type: number\n    description: 'How: much'\n    required: true\n"
            "  whom:\n    type: any\n    description: Who\n    required: true\n"
            "  note:\n    type: string\n    description: Why\n",
            "actions/claim.sh": "#!/bin/sh\n",
        }
    )
    for kind in ("rule", "workflow"):
        assert packkit("new", kind, f"my_{kind}", "--directory", "parcels").code == 0
    rule = Path("parcels/rules/my_rule.yaml").read_text("utf-8")
    assert "trigger_ref: core.alert\n" in rule
    assert 'amount: "{{ event.id }}"' in rule
    assert "note" not in rule
    assert 'description: "How: much"' in Path("parcels/actions/my_workflow.yaml").read_text()
    assert_clean(packkit, "parcels")


@pytest.mark.parametrize("ref", ["Parcels", "9", "a..b", "a/b", "../a", "", ".", "a" * 256, "ü"])
def test_ref_that_cannot_be(packkit: Packkit, ref: str) -> None:
    done = packkit("new", "pack", ref)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("error: this cannot be a pack's ref: ")
    assert os.listdir(".") == []


@pytest.mark.parametrize("ref", ["Weigh", "9", "", "parcels.", "parcels.a/b", "../a", "a\nb"])
def test_name_that_cannot_be(packkit: Packkit, make_pack: MakePack, ref: str) -> None:
    make_pack()
    done = packkit("new", "action", ref, "--directory", "parcels")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("error: ")
    assert not Path("parcels/actions").exists()


def test_component_of_another_pack(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack()
    done = packkit("new", "action", "parcel.weigh", "--directory", "parcels")
    assert done.code == 4
    assert done.err == (
        "error: 'parcel.weigh' does not belong to the pack 'parcels' here\n"
        "hint: did you mean 'parcels'?\n"
    )
    done = packkit("new", "action", "xyz.weigh", "--directory", "parcels")
    assert done.err.endswith("hint: call it 'parcels.weigh'\n")
    done = packkit("new", "action", "parcels.scale.weigh", "--directory", "parcels")
    assert done.err.endswith("hint: call it 'parcels.scale_weigh'\n")
    done = packkit("new", "action", "../weigh", "--directory", "parcels")
    assert done.err.startswith("error: this cannot be a component's name: identifier '../weigh'")


def test_outside_a_pack(packkit: Packkit) -> None:
    done = packkit("new", "action", "parcels.weigh")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("error: '.' lies in no pack\nhint: make one with packkit new pack")


def test_deep_inside_a_pack(packkit: Packkit, make_pack: MakePack) -> None:
    pack = make_pack()
    (pack / "actions" / "lib").mkdir(parents=True)
    assert packkit("new", "trigger", "lost", "--directory", "parcels/actions/lib").code == 0
    assert (pack / "triggers" / "lost.yaml").is_file()


@pytest.mark.parametrize("kind", ["rule", "workflow"])
def test_rule_and_workflow_need_an_action(packkit: Packkit, make_pack: MakePack, kind: str) -> None:
    make_pack()
    done = packkit("new", kind, "first", "--directory", "parcels")
    assert done.code == 4
    assert done.err.endswith("hint: packkit new action parcels.NAME makes one\n")


def test_nothing_is_overwritten(packkit: Packkit, make_pack: MakePack) -> None:
    pack = make_pack({"actions/weigh.py": "mine\n"})
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    done = packkit("new", "pack", "parcels")
    assert done.code == 4
    assert done.err == "error: 'parcels' exists already\n"
    done = packkit("new", "action", "weigh", "--directory", "parcels")
    assert done.code == 4
    path = os.path.join("parcels", "actions", "weigh.py")
    assert done.err == f"error: '{path}' exists already\n"
    assert {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()} == before


def test_a_dangling_link_is_not_followed(packkit: Packkit, make_pack: MakePack) -> None:
    pack = make_pack()
    (pack / "triggers").mkdir()
    (pack / "triggers" / "lost.yaml").symlink_to("../../outside.yaml")
    assert packkit("new", "trigger", "lost", "--directory", "parcels").code == 4
    assert not os.path.lexists("outside.yaml")


def test_failure_half_way_leaves_nothing(
    packkit: Packkit, make_pack: MakePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack()
    (pack / "triggers").write_text("not a folder", "utf-8")
    done = packkit("new", "sensor", "watch", "--directory", "parcels")
    assert (done.code, done.out) == (4, "")
    assert "cannot be written" in done.err
    assert [path for path in (pack / "sensors").glob("*") if path.is_file()] == []

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    done = packkit("new", "pack", "tariffs")
    assert done.err == "error: 'tariffs' cannot be written: No space left on device\n"
    assert os.listdir(".") == ["parcels"]


def test_folder_that_does_not_exist(packkit: Packkit) -> None:
    assert packkit("new", "pack", "parcels", "--directory", "none").code == 4


def test_an_unknown_kind_or_none_is_refused(packkit: Packkit) -> None:
    assert packkit("new", "acton", "parcels.weigh").code == 4
    assert packkit("new").code == 4


def test_pack_whose_own_ref_is_wrong(packkit: Packkit, make_pack: MakePack) -> None:
    make_pack({"pack.yaml": 'ref: "Par cels: {x}"\n'})
    done = packkit("new", "trigger", "lost", "--directory", "parcels")
    assert done.code == 4
    assert "the pack here has no ref that a component could have" in done.err
