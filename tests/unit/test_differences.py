"""What changed between two versions of a pack, and the version that asks for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit import tree
from attune_packkit.differences.difference import Impact
from attune_packkit.differences.packs import compare_packs
from attune_packkit.differences.types import shifts
from attune_packkit.differences.verdict import judge
from attune_packkit.model.pack import Pack, load
from attune_packkit.testing import BASE_PACK

EXAMPLES = sorted(
    path.parent for path in (Path(__file__).parents[2] / "site" / "packs").glob("*/pack.yaml")
)
ACTION = "ref: parcels.send\nlabel: Send\nrunner_type: shell\nentry_point: send.sh\n"
TRIGGER = "ref: parcels.sent\nlabel: Sent\n"


def pack(folder: Path, files: Mapping[str, str]) -> Pack:
    for name, text in {**BASE_PACK, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load(tree.walk(str(folder)))


def changes(tmp: Path, old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the kind and the impact of each difference."""
    found = compare_packs(pack(tmp / "old", old), pack(tmp / "new", new))
    return [(each.kind, each.impact.word) for each in found]


def in_action(tmp: Path, old: str, new: str, *, owner: str = "parameters") -> list[tuple[str, str]]:
    """Return what changed where an action has two versions of one schema, one field a line."""
    before, after = (
        {"actions/send.yaml": f"{ACTION}{owner}:\n" + "".join(f"  {line}\n" for line in text)}
        for text in (old.splitlines(), new.splitlines())
    )
    return changes(tmp, before, after)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_a_pack_does_not_differ_from_itself(folder: Path) -> None:
    assert compare_packs(load(tree.walk(str(folder))), load(tree.walk(str(folder)))) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a: {type: string}", "", [("parameter.removed", "major")]),
        ("", "a: {type: string}", [("parameter.added", "minor")]),
        ("", "a: {type: string, required: true}", [("parameter.added", "major")]),
        ("", "a: {type: string, required: true, default: x}", [("parameter.added", "minor")]),
        (
            "a: {type: string}",
            "a: {type: string, required: true}",
            [("parameter.now_required", "major")],
        ),
        (
            "a: {type: string, required: true}",
            "a: {type: string}",
            [("parameter.now_optional", "minor")],
        ),
        ("a: {type: number}", "a: {type: integer}", [("parameter.type_narrowed", "major")]),
        ("a: {type: integer}", "a: {type: number}", [("parameter.type_widened", "minor")]),
        ("a: {type: integer}", "a: {type: string}", [("parameter.type_changed", "major")]),
        ("a: {type: string}", "a: {type: any}", [("parameter.type_widened", "minor")]),
        ("a: {enum: [x, y]}", "a: {enum: [x]}", [("parameter.enum_narrowed", "major")]),
        ("a: {enum: [x]}", "a: {enum: [y, x]}", [("parameter.enum_widened", "minor")]),
        ("a: {enum: [x]}", "a: {enum: [y]}", [("parameter.enum_changed", "major")]),
        ("a: {enum: [x, y]}", "a: {enum: [y, x]}", [("files.changed", "patch")]),
        ("a: {type: string}", "a: {type: string, enum: [x]}",
         [("parameter.enum_narrowed", "major")]),
        ("a: {type: integer, default: 1}", "a: {type: integer, default: 2}",
         [("parameter.default_changed", "minor")]),
        ("a: {minimum: 1}", "a: {minimum: 2}", [("parameter.minimum_narrowed", "major")]),
        ("a: {maximum: 1}", "a: {maximum: 2}", [("parameter.maximum_widened", "minor")]),
        ("a: {maxLength: 1}", "a: {}", [("parameter.maxLength_widened", "minor")]),
        ("a: {pattern: x}", "a: {pattern: y}", [("parameter.pattern_changed", "major")]),
        ("a: {type: string}", "a: {type: string, secret: true}",
         [("parameter.secret_changed", "minor")]),
        ("a: {description: x}", "a: {description: y}", [("parameter.text_changed", "patch")]),
        (
            "a: {type: object, properties: {b: {type: string}}}",
            "a: {type: object, properties: {b: {type: integer}, c: {type: string}}}",
            [("parameter.type_changed", "major"), ("parameter.added", "minor")],
        ),
        (
            "a: {type: array, items: {type: string}}",
            "a: {type: array, items: {type: string, enum: [x]}}",
            [("parameter.enum_narrowed", "major")],
        ),
    ],
)  # fmt: skip
def test_what_an_action_takes(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert in_action(tmp_path, old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a: {type: string}", "", [("output.removed", "major")]),
        ("", "a: {type: string, required: true}", [("output.added", "minor")]),
        ("a: {type: number}", "a: {type: integer}", [("output.type_narrowed", "minor")]),
        ("a: {type: integer}", "a: {type: number}", [("output.type_widened", "major")]),
        ("a: {required: true}", "a: {}", [("output.now_optional", "major")]),
        ("a: {}", "a: {required: true}", [("output.now_required", "minor")]),
        ("a: {enum: [x]}", "a: {enum: [x, y]}", [("output.enum_widened", "minor")]),
        ("a: {default: 1}", "a: {default: 2}", [("files.changed", "patch")]),
    ],
)
def test_what_an_action_gives(
    tmp_path: Path, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert in_action(tmp_path, old, new, owner="output") == expected


def test_both_dialects_mean_the_same(tmp_path: Path) -> None:
    flat = "parameters:\n  a: {type: string, required: true}\n  b: {type: integer}\n"
    json = (
        "parameters:\n  type: object\n  required: [a]\n"
        "  properties: {a: {type: string}, b: {type: integer}}\n"
    )
    found = compare_packs(
        pack(tmp_path / "old", {"actions/send.yaml": ACTION + flat}),
        pack(tmp_path / "new", {"actions/send.yaml": ACTION + json}),
    )
    assert [each.kind for each in found if each.impact > Impact.PATCH] == []


def test_what_a_trigger_tells(tmp_path: Path) -> None:
    old = {"triggers/sent.yaml": TRIGGER + "output:\n  a: {type: string}\n"}
    new = {"triggers/sent.yaml": TRIGGER + "output:\n  b: {type: string}\n"}
    assert changes(tmp_path, old, new) == [("payload.removed", "major"), ("payload.added", "minor")]


def test_what_a_pack_is_configured_with(tmp_path: Path) -> None:
    new = BASE_PACK["pack.yaml"] + "conf_schema:\n  token: {type: string, required: true}\n"
    assert changes(tmp_path, {}, {"pack.yaml": new}) == [("config.added", "major")]


def test_a_new_component_breaks_nobody(tmp_path: Path) -> None:
    new = ACTION + "parameters:\n  a: {type: string, required: true}\n"
    assert changes(tmp_path, {}, {"actions/send.yaml": new}) == [("component.added", "minor")]


def test_a_component_that_is_gone_breaks_who_used_it(tmp_path: Path) -> None:
    assert changes(tmp_path, {"actions/send.yaml": ACTION}, {}) == [("component.removed", "major")]
    policy = {"policies/p.yaml": "ref: parcels.p\n"}
    assert changes(tmp_path / "p", policy, {}) == [("component.removed", "minor")]


def test_a_component_of_another_name_is_recognised(tmp_path: Path) -> None:
    old = {"actions/send.yaml": ACTION}
    new = {"actions/post.yaml": ACTION.replace("parcels.send", "parcels.post")}
    found = compare_packs(pack(tmp_path / "old", old), pack(tmp_path / "new", new))
    assert (found[0].kind, found[0].impact, found[0].new) == (
        "component.renamed",
        Impact.MAJOR,
        "parcels.post",
    )
    assert "parcels.post is the same under another name" in found[0].message


def test_how_an_action_works_is_no_promise(tmp_path: Path) -> None:
    new = ACTION.replace("shell", "python").replace("send.sh", "send.py")
    assert changes(tmp_path, {"actions/send.yaml": ACTION}, {"actions/send.yaml": new}) == [
        ("component.retyped", "patch")
    ]


def test_an_action_that_becomes_a_workflow_stays_callable(tmp_path: Path) -> None:
    flow = "label: Send\ntasks:\n  - name: a\n    action: core.noop\n"
    assert changes(
        tmp_path, {"actions/send.yaml": ACTION}, {"workflows/send.yaml": flow}
    ) == [("component.retyped", "patch")]  # fmt: skip


def test_an_action_switched_off_breaks_who_used_it(tmp_path: Path) -> None:
    off = {"actions/send.yaml": ACTION + "enabled: false\n"}
    on = {"actions/send.yaml": ACTION}
    assert changes(tmp_path / "a", on, off) == [("component.enabled_changed", "major")]
    assert changes(tmp_path / "b", off, on) == [("component.enabled_changed", "minor")]


@pytest.mark.parametrize(
    ("old", "new", "impact"),
    [("[a, b]", "[a]", "major"), ("[a]", "[a, b]", "minor"), ("[a, b]", "[b, a]", "patch")],
)
def test_what_a_sensor_emits(tmp_path: Path, old: str, new: str, impact: str) -> None:
    before, after = (
        {"sensors/s.yaml": f"ref: parcels.s\nentry_point: s.py\ntrigger_types: {types}\n"}
        for types in (old, new)
    )
    assert changes(tmp_path, before, after) == [("sensor.trigger_types_changed", impact)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "dependencies: [notify@^1]\n", ("dependency.added", "minor")),
        ("dependencies: [notify]\n", "", ("dependency.removed", "patch")),
        (
            "dependencies: [notify@^1]\n",
            "dependencies: [notify@^2]\n",
            ("dependency.changed", "minor"),
        ),
        ("", "runtime_deps: [python]\n", ("runtime.changed", "minor")),
        (
            'dependencies: {python_version: ">=3.11"}\n',
            'dependencies: {python_version: ">=3.12"}\n',
            ("runtime.changed", "minor"),
        ),
    ],
)
def test_what_a_pack_needs(tmp_path: Path, old: str, new: str, expected: tuple[str, str]) -> None:
    manifest = BASE_PACK["pack.yaml"]
    found = changes(tmp_path, {"pack.yaml": manifest + old}, {"pack.yaml": manifest + new})
    assert found == [expected]


def test_another_ref_is_another_pack(tmp_path: Path) -> None:
    new = BASE_PACK["pack.yaml"].replace("ref: parcels", "ref: letters")
    assert changes(tmp_path, {}, {"pack.yaml": new})[0] == ("pack.renamed", "major")


def test_other_files_are_a_patch(tmp_path: Path) -> None:
    assert changes(tmp_path, {}, {"send.sh": "echo\n"}) == [("files.changed", "patch")]


def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    old = {"actions/send.yaml": ACTION + "parameters:\n  a: {secret: true, default: hush}\n"}
    new = {"actions/send.yaml": ACTION + "parameters:\n  a: {secret: true, default: psst}\n"}
    told = str(compare_packs(pack(tmp_path / "old", old), pack(tmp_path / "new", new)))
    assert "default_changed" in told
    assert "hush" not in told
    assert "psst" not in told
    gone = str(compare_packs(pack(tmp_path / "one", old), pack(tmp_path / "two", {})))
    assert "hush" not in gone


def test_a_difference_knows_its_place(tmp_path: Path) -> None:
    found = compare_packs(
        pack(
            tmp_path / "old", {"actions/send.yaml": f"{ACTION}parameters:\n  a: {{minimum: 1}}\n"}
        ),
        pack(
            tmp_path / "new", {"actions/send.yaml": f"{ACTION}parameters:\n  a: {{minimum: 2}}\n"}
        ),
    )
    assert found[0].as_data() == {
        "kind": "parameter.minimum_narrowed",
        "component": "action parcels.send",
        "path": "actions/send.yaml",
        "pointer": "/parameters/a",
        "impact": "major",
        "message": ("parameter 'a' of action parcels.send has its minimum narrowed: 1 became 2"),
        "old": 1,
        "new": 2,
    }


@pytest.mark.parametrize(
    ("impact", "old", "new", "satisfied"),
    [
        (Impact.MAJOR, "1.2.3", "2.0.0", True),
        (Impact.MAJOR, "1.2.3", "1.3.0", False),
        (Impact.MINOR, "1.2.3", "1.3.0", True),
        (Impact.MINOR, "1.2.3", "2.0.0", True),
        (Impact.MINOR, "1.2.3", "1.2.4", False),
        (Impact.PATCH, "1.2.3", "1.2.4", True),
        (Impact.PATCH, "1.2.3", "1.2.3", False),
        (Impact.NONE, "1.2.3", "1.2.3", True),
        (Impact.NONE, "1.2.3", "1.2.2", False),
        (Impact.MAJOR, "0.2.3", "0.3.0", True),
        (Impact.MAJOR, "0.2.3", "0.2.4", False),
        (Impact.MINOR, "0.2.3", "0.2.4", True),
        (Impact.MINOR, "0.2.3", "0.2.3", False),
        (Impact.MAJOR, "0.2.3", "1.0.0", True),
        (Impact.MAJOR, "2.0.0-rc.1", "2.0.0-rc.2", True),
        (Impact.MAJOR, "2.0.0-rc.1", "2.0.0", True),
        (Impact.MAJOR, "1.0.0", "2.0.0-rc.1", True),
        (Impact.PATCH, "", "1.0.0", False),
        (Impact.PATCH, "1.0.0", "one", False),
    ],
)
def test_a_version_satisfies_if_it_rises_as_the_differences_ask(
    impact: Impact, old: str, new: str, satisfied: bool, tmp_path: Path
) -> None:
    kinds = {
        Impact.MAJOR: ({"actions/send.yaml": ACTION}, {}),
        Impact.MINOR: ({}, {"actions/send.yaml": ACTION}),
        Impact.PATCH: ({}, {"send.sh": "echo\n"}),
        Impact.NONE: ({}, {}),
    }
    before, after = kinds[impact]
    differences = compare_packs(pack(tmp_path / "old", before), pack(tmp_path / "new", after))
    verdict = judge(differences, old, new)
    assert verdict.impact is impact
    assert verdict.satisfied is satisfied
    assert verdict.sentence


SCHEMAS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", "number", "any", ["string", "null"]]),
        "enum": st.lists(st.sampled_from([1, 2, "a"]), min_size=1, unique=True),
        "minimum": st.integers(0, 3),
        "maxLength": st.integers(0, 3),
        "pattern": st.sampled_from(["a", "b"]),
    },
)
OPPOSITE = {"narrowed": "widened", "widened": "narrowed", "changed": "changed"}


@given(SCHEMAS, SCHEMAS)
def test_going_back_is_the_opposite(old: dict[str, object], new: dict[str, object]) -> None:
    there = {(each.keyword, each.direction) for each in shifts(old, new)}  # type: ignore[arg-type]
    back = {
        (each.keyword, OPPOSITE[each.direction])
        for each in shifts(new, old)  # type: ignore[arg-type]
    }
    assert there == back
