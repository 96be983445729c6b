"""What the pack set says of refs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from attune_packkit import tree
from attune_packkit.model import pack as packs
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.summarizing import summarize
from attune_packkit.testing import write_pack

PARCELS = {
    "pack.yaml": 'ref: parcels\nlabel: Parcels\nversion: "1.0.0"\n',
    "actions/weigh.yaml": "ref: parcels.weigh\nlaunch: intrinsic\n",
    "workflows/dispatch.yaml": "tasks: []\n",
    "triggers/arrived.yaml": "ref: parcels.arrived\nreference_visibility: private\n",
    "runtimes/scale.yaml": "ref: parcels.scale\nname: Scale Python\naliases: [Scale-Py]\n",
    "rules/broken.yaml": "label: [Broken\n",
    "actions/moved.yaml": "ref: letters.moved\nlaunch: intrinsic\n",
}


def catalog(directory: Path, *contents: Mapping[str, str]) -> Catalog:
    for number, files in enumerate(contents):
        named = {f"@{number}/{path}": text for path, text in files.items()}
        write_pack(directory, named)
    roots = [str(directory / str(number)) for number in range(len(contents))]
    return Catalog(summarize(packs.load(tree.walk(root))) for root in roots)


@pytest.mark.parametrize(
    ("kind", "ref", "standing"),
    [
        ("action", "parcels.weigh", Standing.DEFINED),
        ("action", "parcels.dispatch", Standing.DEFINED),
        ("action", "parcels.moved", Standing.DEFINED),
        ("action", "parcels.arrived", Standing.MISSING),
        ("rule", "parcels.any", Standing.UNCLEAR),
        ("trigger", "core.alert", Standing.BUILT_IN),
        ("action", "notify.page", Standing.FOREIGN),
        ("action", "a." * 200 + "b", Standing.FOREIGN),
    ],
)
def test_what_the_pack_set_says_of_a_ref(
    tmp_path: Path, kind: str, ref: str, standing: Standing
) -> None:
    assert catalog(tmp_path, PARCELS).standing(kind, ref) is standing


def test_a_folder_that_cannot_be_read_may_hold_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("actions"):
            raise PermissionError
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = catalog(tmp_path, PARCELS)
    assert found.standing("action", "parcels.weigh") is Standing.UNCLEAR


def test_a_ref_of_another_kind_is_found(tmp_path: Path) -> None:
    found = catalog(tmp_path, PARCELS).other_kind("action", "parcels.arrived")
    assert found is not None
    assert found.kind == "trigger"
    assert found.visible_to == ()


@pytest.mark.parametrize("name", ["scale", "Scale Python", "scale-py", "SCALE-PY"])
def test_a_runtime_goes_by_all_its_names(tmp_path: Path, name: str) -> None:
    assert catalog(tmp_path, PARCELS).provides_runner(name)


def test_the_first_pack_of_a_ref_owns_it(tmp_path: Path) -> None:
    other = {"pack.yaml": PARCELS["pack.yaml"], "actions/label.yaml": "ref: parcels.label\n"}
    both = catalog(tmp_path, PARCELS, other)
    assert both.standing("action", "parcels.weigh") is Standing.DEFINED
    assert both.standing("action", "parcels.label") is Standing.MISSING


def test_near_matches_prefer_the_own_pack(tmp_path: Path) -> None:
    other = {
        "pack.yaml": 'ref: letters\nlabel: Letters\nversion: "1.0.0"\n',
        "actions/weigh.yaml": "ref: letters.weigh\nlaunch: intrinsic\n",
    }
    both = catalog(tmp_path, PARCELS, other)
    assert both.near("action", "letters.wiegh") == "letters.weigh"
    assert both.near("action", "parcels.wiegh") == "parcels.weigh"
