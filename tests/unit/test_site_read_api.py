"""The read API as files: the shapes of the documents, ids that hold, secrets that do not show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from attune_packkit.config import Settings
from attune_packkit.session import Session
from attune_packkit.sitegen.cards import make_card
from attune_packkit.sitegen.json_text import HIDDEN, dump, plain
from attune_packkit.sitegen.models import SiteFacts
from attune_packkit.sitegen.read_api import pack_documents, registry_documents
from attune_packkit.sitegen.registry import SiteRegistry, View
from attune_packkit.sitegen.sources import PackSources, Published
from attune_packkit.testing import write_pack

PACKS = Path(__file__).parents[2] / "site" / "packs"
TIMES = ["created", "updated"]
PACK_ITEM = ["id", "ref", "label", "description", "version", "tags", "is_standard", *TIMES]
PACK = ["id", "ref", "label", "description", "version", "tags", "is_standard", "conf_schema",
        "config", "meta", "runtime_deps", *TIMES]  # fmt: skip
WORKFLOW_ITEM = [
    "id",
    "ref",
    "pack_ref",
    "label",
    "description",
    "version",
    "tags",
    "enabled",
    *TIMES,
]
WORKFLOW = ["id", "ref", "pack", "pack_ref", "label", "description", "version", "param_schema",
            "out_schema", "definition", "tags", "enabled", *TIMES]  # fmt: skip
LISTS = {
    "actions": ["id", "ref", "pack_ref", "label", "description", "runtime", *TIMES],
    "triggers": ["id", "ref", "pack_ref", "label", "description", "enabled", *TIMES],
    "sensors": ["id", "ref", "pack_ref", "label", "description", "enabled", *TIMES],
    "rules": ["id", "ref", "pack_ref", "label", "description", "action_ref", "trigger_ref",
              "enabled", *TIMES],
}  # fmt: skip


def documents(*paths: Path) -> dict[str, Any]:
    session = Session(Settings(cache=False, autoload=False))
    roots = [str(path) for path in paths]
    reported = {each.path: each.reported for each in session.validate(roots).packs}
    packs = dict(session.packs(roots))
    cards = {path: make_card(pack) for path, pack in packs.items()}
    registry = SiteRegistry(SiteFacts("Test"), cards.values())
    files = dict(registry_documents([*registry.packs.values()]))
    for path, pack in packs.items():
        published = Published(cards[path], reported[path])
        files.update(pack_documents(PackSources(pack, published, View(registry, cards[path]))))
    return {name: json.loads(data) for name, data in files.items()}


@pytest.fixture(scope="module")
def api() -> dict[str, Any]:
    return documents(PACKS)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    write_pack(folder, files)
    return folder


def test_the_list_of_packs(api: dict[str, Any]) -> None:
    answer = api["api/v1/packs/index.json"]
    refs = [each["ref"] for each in answer["data"]]
    assert refs == sorted(path.name for path in PACKS.iterdir())
    assert len({each["id"] for each in answer["data"]}) == len(refs)
    assert answer["pagination"] == {
        "page": 1, "per_page": 100, "total": len(refs), "total_pages": 1,
    }  # fmt: skip
    assert all(sorted(each) == sorted(PACK_ITEM) for each in answer["data"])


def test_a_pack_in_full(api: dict[str, Any]) -> None:
    pack = api["api/v1/packs/parcels/index.json"]["data"]
    assert sorted(pack) == sorted(PACK)
    assert pack["version"] == "3.2.0"
    assert pack["conf_schema"]["properties"]["depot"]["default"] == "LEJ-1"
    assert pack["updated"] == "2026-07-20T00:00:00Z"
    runtimes = {each["id"]: each["ref"] for each in api["api/v1/runtimes/index.json"]["data"]}
    assert [runtimes[number] for number in pack["runtime_deps"]] == ["core.python"]


@pytest.mark.parametrize("name", LISTS)
def test_the_components_of_a_pack(api: dict[str, Any], name: str) -> None:
    for path in PACKS.iterdir():
        answer = api[f"api/v1/packs/{path.name}/{name}/index.json"]
        files = list((path / name).glob("*.y*ml"))
        assert list(answer) == ["data"]
        assert len(answer["data"]) == len(files)
        for each in answer["data"]:
            assert sorted(each) == sorted(LISTS[name])
            assert each["pack_ref"] == path.name
            assert isinstance(each["id"], int)


def test_a_rule_names_its_parts_in_full(api: dict[str, Any]) -> None:
    for path in PACKS.iterdir():
        for rule in api[f"api/v1/packs/{path.name}/rules/index.json"]["data"]:
            assert "." in rule["action_ref"]
            assert "." in rule["trigger_ref"]


def test_every_workflow_is_listed_and_told_in_full(api: dict[str, Any]) -> None:
    answer = api["api/v1/workflows/index.json"]
    assert sorted(answer) == ["data", "meta"]
    assert answer["meta"]["total"] == len(answer["data"]) > 5
    packs = {each["ref"]: each["id"] for each in api["api/v1/packs/index.json"]["data"]}
    for item in answer["data"]:
        assert sorted(item) == sorted(WORKFLOW_ITEM)
        workflow = api[f"api/v1/workflows/{item['ref']}/index.json"]["data"]
        assert sorted(workflow) == sorted(WORKFLOW)
        assert workflow["id"] == item["id"]
        assert workflow["pack"] == packs[item["pack_ref"]]
        assert workflow["definition"]["tasks"]
        assert "label" not in workflow["definition"]


def test_a_workflow_that_is_an_action_stands_in_both_lists(api: dict[str, Any]) -> None:
    actions = {each["ref"] for each in api["api/v1/packs/workshop/actions/index.json"]["data"]}
    answer = api["api/v1/packs/workshop/workflows/index.json"]
    workflows = {each["ref"] for each in answer["data"]}
    assert "workshop.service_van" in actions & workflows
    assert answer["meta"]["total"] == len(workflows)


def test_ids_do_not_depend_on_what_else_there_is(api: dict[str, Any]) -> None:
    alone = documents(PACKS / "notify")
    path = "api/v1/packs/notify/actions/index.json"
    assert alone[path] == api[path]


def test_a_long_list_goes_on_beside() -> None:
    session = Session(Settings(cache=False, autoload=False))
    ((_, pack), *_) = session.packs([str(PACKS / "notify")])
    card = make_card(pack)
    cards = [replace(card, ref=f"p{number:03}") for number in range(250)]
    files = {name: json.loads(data) for name, data in registry_documents(cards)}
    pages = [files[f"api/v1/packs/index{number}.json"] for number in ("", ".2", ".3")]
    assert [len(page["data"]) for page in pages] == [100, 100, 50]
    assert [page["pagination"]["page"] for page in pages] == [1, 2, 3]
    assert pages[0]["pagination"]["total_pages"] == 3
    assert [each["ref"] for page in pages for each in page["data"]] == [each.ref for each in cards]


def test_an_empty_registry_has_its_lists() -> None:
    files = {name: json.loads(data) for name, data in registry_documents([])}
    told = {"page": 1, "per_page": 100, "total": 0, "total_pages": 0}
    assert files["api/v1/packs/index.json"] == {"data": [], "pagination": told}


def test_a_secret_is_not_told(tmp_path: Path) -> None:
    token = "xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx"
    folder = write(
        tmp_path,
        {
            "pack.yaml": f"""
ref: parcels
label: Parcels
version: 1.0.0
conf_schema:
  token: {{type: string, secret: true, default: {token}}}
config:
  token: {token}
""",
            "workflows/open.yaml": f"""
label: Open
version: 1.0.0
tasks:
  - name: first
    action: parcels.x
    input: {{token: {token}}}
""",
        },
    )
    api = documents(folder)
    assert token not in json.dumps(api)
    pack = api["api/v1/packs/parcels/index.json"]["data"]
    assert pack["config"] == {"token": HIDDEN}
    assert pack["conf_schema"]["properties"]["token"]["secret"] is True


def test_json_is_data_wherever_it_stands() -> None:
    written = {"a": "</script><!--&\u2028\u2029\ud800", "b": "é"}
    data = dump({**written})
    assert not set(b"<>&") & set(data)
    assert json.loads(data) == written


def test_values_that_json_cannot_hold() -> None:
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    assert plain(deep) is None
    assert plain(["x"] * 60_000) is None
    assert plain([float("nan"), float("inf"), 2**60, 10**9000, True, None]) == [
        "nan", "inf", str(2**60), None, True, None,
    ]  # fmt: skip
