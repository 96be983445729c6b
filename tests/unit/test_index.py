"""Indexes: read, made, merged and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.errors import SourceError, UsageError, VerificationError
from attune_packkit.registry.assembling import (
    Head,
    assemble,
    compare,
    newest,
    refuse_shrink,
    render,
)
from attune_packkit.registry.auditing import Policy, audit
from attune_packkit.registry.faults import Fault, IndexingError
from attune_packkit.registry.index import Index, InstallSource, locate, read_index
from attune_packkit.registry.merging import merge
from attune_packkit.registry.ordering import is_semver, rank
from attune_packkit.registry.positions import line_and_column

OFFICIAL = Path(__file__).parents[3] / "shared" / "corpus" / "index" / "index.json"
THEN, NOW = "2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z"


def entry(ref: str, version: str = "1.0.0", **more: Any) -> dict[str, Any]:
    source = {
        "type": "git",
        "url": f"https://code.example/acme/{ref}.git",
        "ref": "0" * 40,
        "checksum": "sha256:" + "a" * 64,
    }
    return {
        "ref": ref,
        "label": ref.title(),
        "description": f"Does {ref}",
        "version": version,
        "author": "Ada",
        "license": "MIT",
        "keywords": [],
        "runtime_deps": [],
        "install_sources": [source],
        "contents": {kind: [] for kind in ("actions", "sensors", "triggers", "rules", "workflows")},
        "meta": {},
        **more,
    }


def index(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "registry_name": "Acme",
        "registry_url": "https://packs.example",
        "version": "1.0",
        "last_updated": THEN,
        "packs": list(entries),
        **more,
    }


def data(value: object) -> bytes:
    return json.dumps(value).encode()


def read(*entries: dict[str, Any], name: str = "the index", **more: Any) -> Index:
    return read_index(data(index(*entries, **more)), name=name)


def check(value: object, policy: Policy = "custom") -> list[Fault]:
    return audit(data(value), name="the index", policy=policy)[1]


def codes(value: object, policy: Policy = "custom") -> list[tuple[str, str]]:
    return [(fault.code, fault.where) for fault in check(value, policy)]


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official index is not here")
def test_the_official_index_is_read_and_sound() -> None:
    text = OFFICIAL.read_bytes()
    found = read_index(text, name="official")
    assert len(found.refs) == 44
    assert audit(text, name="official", policy="standard") == (44, [])
    assert render(json.loads(text)).encode() == text


def test_entries_are_found_by_ref() -> None:
    found = read(entry("mail"))
    assert [each.version for each in found.versions("mail")] == ["1.0.0"]
    assert found.versions("post") == ()
    source = found.versions("mail")[0].sources[0]
    assert (source.type, source.ref) == ("git", "0" * 40)


def test_versions_of_the_extended_format_come_newest_first() -> None:
    entries = [
        entry("mail", version)
        for version in ("1.0.0", "1.10.0", "2.0.0-rc.1", "1.9.0", "2.0.0-rc.1.1")
    ]
    found = read(*entries, version="1.0+history")
    assert [each.version for each in found.versions("mail")] == [
        "2.0.0-rc.1.1", "2.0.0-rc.1", "1.10.0", "1.9.0", "1.0.0",
    ]  # fmt: skip


def test_a_withdrawn_version_is_left_out_unless_asked_for() -> None:
    bad = entry("mail", "2.0.0", yanked="loses letters", deprecated="use post")
    found = read(entry("mail"), bad, version="1.0+history")
    assert [each.version for each in found.versions("mail")] == ["1.0.0"]
    first = found.versions("mail", yanked=True)[0]
    assert (first.yanked, first.deprecated) == ("loses letters", "use post")
    assert "yanked" not in first.raw


def test_marks_belong_to_the_extended_format() -> None:
    with pytest.raises(VerificationError, match="yanked"):
        read(entry("mail", yanked="bad")).versions("mail")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"version": "2.0"}, "version must be 1.0"),
        ({"registry_url": "http://packs.example"}, "registry_url must use HTTPS"),
        ({"registry_url": "https://me:pw@packs.example"}, "credentials"),
        ({"registry_name": ""}, "registry_name"),
        ({"last_updated": "yesterday"}, "last_updated"),
        ({"last_updated": "2016-12-31T23:59:60Z"}, "ISO 8601"),
        ({"last_updated": "0001-01-01T00:00:00+12:00"}, "ISO 8601"),
        ({"packs": {}}, "packs"),
        ({"extra": 1}, "extra"),
        ({"format_version": "1.0"}, "index of releases"),
    ],
)
def test_a_head_that_is_wrong_makes_it_no_index(more: dict[str, Any], words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_index(data(index() | more), name="the index")


RELEASED = {
    "ref": "mail",
    "license": "MIT",
    "channels": {"stable": "1.0.0", "preview": "1.1.0-rc.1"},
    "releases": [
        {
            "version": version,
            "published_at": "2024-01-01T00:00:00Z",
            "requires_attune": ">=1.2",
            "dependencies": {"core": "*", "notify": "^1.2"},
            "evidence": [],
            "archive": {
                "media_type": "application/gzip",
                "url": f"https://packs.example/mail-{version}.tar.gz",
                "sha256": "a" * 64,
                "size": 1,
            },
        }
        for version in ("1.0.0", "1.1.0-rc.1")
    ],
}


def test_an_index_of_releases_has_all_versions_and_their_channels() -> None:
    found = read_index(data({"format_version": "1.0", "packs": [RELEASED]}), name="x")
    newest, stable = found.versions("mail")
    assert (newest.version, stable.version) == ("1.1.0-rc.1", "1.0.0")
    url = "https://packs.example/mail-1.0.0.tar.gz"
    assert stable.sources == (InstallSource("archive", url, "sha256:" + "a" * 64),)
    assert stable.raw["dependencies"]["packs"] == ["core@*", "notify@^1.2"]
    assert [found.channel("mail", name) for name in ("stable", "old")] == ["1.0.0", ""]
    assert found.channel("core", "stable") == ""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"version": "1.0"}, "as well as 'version'"),
        ({"format_version": "2.0"}, "format_version"),
        ({"packs": [RELEASED | {"releases": []}]}, "releases"),
        ({"packs": [RELEASED | {"channels": {"stable": "9.0.0"}}]}, "no release has the version"),
    ],
)
def test_an_index_of_releases_is_sound_or_none(more: dict[str, Any], words: str) -> None:
    whole = {"format_version": "1.0", "packs": [RELEASED]}
    with pytest.raises(SourceError, match=words):
        read_index(data(whole | more), name="the index")


def test_counts_of_an_older_tool_get_a_hint_of_their_own() -> None:
    counts = {"actions": 3, "sensors": 0, "triggers": 0, "rules": 0, "workflows": 0}
    with pytest.raises(VerificationError) as caught:
        read(entry("mail", contents=counts)).versions("mail")
    assert "older attune command wrote counts" in caught.value.hint


def test_placeholder_sources_of_an_older_tool_get_a_hint_of_their_own() -> None:
    sources = entry("mail")["install_sources"]
    sources[0]["url"] = "https://github.com/your-org/mail.git"
    with pytest.raises(VerificationError) as caught:
        read(entry("mail", install_sources=sources)).versions("mail")
    assert "made-up addresses" in caught.value.hint


def test_plain_http_is_read_only_if_allowed() -> None:
    sources = entry("mail")["install_sources"]
    sources[0]["url"] = "http://127.0.0.1/mail.git"
    text = data(index(entry("mail", install_sources=sources)))
    assert read_index(text, name="x", allow_http=True).versions("mail")
    with pytest.raises(VerificationError):
        read_index(text, name="x").versions("mail")


def test_the_same_content_keeps_its_date() -> None:
    first = assemble([entry("b"), entry("a")], Head("Acme"), now=THEN)
    assert [each["ref"] for each in first["packs"]] == ["a", "b"]
    assert assemble([entry("a"), entry("b")], Head(), old=first, now=NOW) == first
    changed = assemble([entry("a")], Head(), old=first, now=NOW)
    assert (changed["last_updated"], changed["registry_name"]) == (NOW, "Acme")


def test_a_new_head_is_a_change() -> None:
    first = assemble([], Head("Acme"), now=THEN)
    assert assemble([], Head("Bcme"), old=first, now=NOW)["last_updated"] == NOW


@pytest.mark.parametrize("url", ["http://packs.example", "https://u@packs.example", "packs"])
def test_a_registry_url_that_no_index_may_have_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        assemble([], Head("Acme", url), now=NOW)


def test_what_came_changed_and_went() -> None:
    old = index(entry("a"), entry("b"), entry("c"))
    differ = compare(old, index(entry("a"), entry("b", "2.0.0"), entry("d")))
    assert (differ.added, differ.updated, differ.removed) == (("d",), ("b",), ("c",))


def test_a_large_shrink_is_refused() -> None:
    old = index(*(entry(name) for name in "abcdefgh"))
    refuse_shrink(old, compare(old, index(*(entry(name) for name in "abcdef"))))
    with pytest.raises(IndexingError, match="3 of 8 packs would vanish"):
        refuse_shrink(old, compare(old, index(*(entry(name) for name in "abcde"))))


def test_of_several_indexes_the_highest_version_counts_and_then_the_first() -> None:
    one = read(entry("a", "1.0.0"), entry("b", "2.0.0", label="First"), name="one")
    other = read(
        entry("a", "1.10.0"), entry("b", "2.0.0", label="Second"), name="other",
        last_updated=NOW, registry_name="Other",
    )  # fmt: skip
    merged = merge([one, other])
    assert [(each["version"], each["label"]) for each in merged.index["packs"]] == [
        ("1.10.0", "A"),
        ("2.0.0", "First"),
    ]
    assert (merged.loaded, merged.duplicates) == (4, 2)
    assert merged.index["registry_name"] == "Acme"
    assert merged.index["last_updated"] == NOW


def test_history_becomes_official_without_withdrawn_versions() -> None:
    history = read(
        entry("a"), entry("a", "2.0.0", yanked="broken"), entry("b", yanked="gone"),
        version="1.0+history",
    )  # fmt: skip
    merged = merge([history]).index
    assert [(each["ref"], each["version"]) for each in merged["packs"]] == [("a", "1.0.0")]
    assert codes(merged) == []
    kept = merge([history], history=True).index
    assert [each.get("yanked", "") for each in kept["packs"]] == ["broken", "", "gone"]


VERSIONS = st.sampled_from(["1.0.0", "1.0.1", "1.2.0", "2.0.0-rc.1", "2.0.0", "10.0.0+b"])
INDEXES = st.builds(
    lambda packs, when: index(
        *(entry(ref, version) for ref, version in sorted(packs.items())), last_updated=when
    ),
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), VERSIONS),
    st.sampled_from([THEN, NOW, "2026-01-01T01:00:00+02:00"]),
)


def read_all(*values: dict[str, Any]) -> list[Index]:
    return [read_index(data(value), name=str(n)) for n, value in enumerate(values)]


@given(INDEXES)
def test_merging_an_index_with_itself_changes_nothing(value: dict[str, Any]) -> None:
    assert merge(read_all(value)).index == value
    assert merge(read_all(value, value)).index == value


@given(INDEXES, INDEXES, INDEXES)
def test_merging_in_steps_gives_the_same(
    one: dict[str, Any], two: dict[str, Any], three: dict[str, Any]
) -> None:
    at_once = merge(read_all(one, two, three)).index
    left = merge(read_all(merge(read_all(one, two)).index, three)).index
    right = merge(read_all(one, merge(read_all(two, three)).index)).index
    assert at_once == left == right


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_packs_does_not_matter(refs: list[str]) -> None:
    made = assemble([entry(ref) for ref in refs], Head("Acme"), now=THEN)
    assert render(made) == render(assemble(map(entry, "abcd"), Head("Acme"), now=THEN))


@given(VERSIONS, VERSIONS)
def test_versions_rank_as_semver_says(one: str, other: str) -> None:
    from semver import Version

    compared = Version.parse(one).compare(other)
    assert (rank(one) > rank(other)) - (rank(one) < rank(other)) == compared


@pytest.mark.parametrize("text", ["1.0", "01.0.0", "1.0.0-01", "1.0.0-", "v1.0.0", "1.0.0\n", ""])
def test_what_is_no_semantic_version(text: str) -> None:
    assert not is_semver(text)


def test_of_equal_versions_the_first_is_kept() -> None:
    assert newest([entry("a", label="1"), entry("a", label="2")]) == [entry("a", label="1")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], ("index.not_object", "<root>")),
        (index(entry("b"), entry("a")), ("index.unsorted", "<root>")),
        (index(entry("a"), entry("a")), ("index.duplicate_ref", "packs.1")),
        (index(entry("a", label="")), ("index.invalid_field", "packs.0.label")),
        (index(entry("a", lable="A")), ("index.unknown_field", "packs.0")),
        (index(entry("a.b")), ("index.dotted_ref", "packs.0.ref")),
        (index(entry("a", "01.0.0")), ("index.not_semver", "packs.0.version")),
        (index(entry("a", "1.0.0-a+b")), ("index.official_version", "packs.0.version")),
        (index(entry("a", description=" ")), ("index.description", "packs.0.description")),
        (index(entry("a", keywords=["x", "X"])), ("index.keyword", "packs.0.keywords.1")),
        (
            index(entry("a", dependencies={"packs": ["missing"]})),
            ("index.dependency", "packs.0.dependencies.packs.0"),
        ),
        (
            index(entry("a", dependencies={"packs": ["b@^2"]}), entry("b")),
            ("index.dependency", "packs.0.dependencies.packs.0"),
        ),
        (
            index(entry("a", dependencies={"packs": ["core@=x"]})),
            ("index.dependency", "packs.0.dependencies.packs.0"),
        ),
        (
            index(
                entry("a", dependencies={"packs": ["b"]}),
                entry("b", dependencies={"packs": ["a@^1"]}),
            ),
            ("index.dependency_cycle", "packs.0.dependencies"),
        ),
    ],
)
def test_each_fault_has_its_code_and_place(value: object, expected: tuple[str, str]) -> None:
    assert codes(value) == [expected]


def test_dependencies_that_are_met_are_sound() -> None:
    value = index(entry("a", dependencies={"packs": ["b@^1", "core"]}), entry("b", "1.4.0"))
    assert codes(value) == []


def test_the_standard_policy_wants_the_public_home_and_a_commit() -> None:
    sources = entry("a")["install_sources"]
    sources[0]["ref"] = "main"
    faults = check(index(entry("a", install_sources=sources)), "standard")
    assert [fault.message for fault in faults] == [
        "a: standard entries must come from attune-packs",
        "a: standard Git source must use one immutable commit SHA",
    ]


def test_one_component_twice_is_a_fault() -> None:
    contents = entry("a")["contents"] | {"actions": [{"name": "x", "description": ""}] * 2}
    assert codes(index(entry("a", contents=contents))) == [
        ("index.duplicate_component", "packs.0.contents.actions.1.name")
    ]


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ((), (1, 1)),
        (("packs",), (3, 12)),
        (("packs", 1, "ref"), (4, 25)),
        (("packs", 0, "none"), (4, 5)),
        (("a\n",), (2, 10)),
    ],
)
def test_a_path_leads_to_a_line(path: tuple[str | int, ...], at: tuple[int, int]) -> None:
    text = '{\n  "a\\n": [1, "]"],\n  "packs": [\n    {"ref": 1}, {"ref": "x"}\n  ]\n}\n'
    assert line_and_column(text, path) == at


def test_the_first_index_that_has_a_pack_owns_it() -> None:
    one, other = read(entry("a"), name="one"), read(entry("a", "9.0.0"), entry("b"), name="other")
    found = locate([one, other], "a")
    assert found is not None
    assert [each.version for each in found.entries] == ["1.0.0"]
    assert found.note == "'a' is in other too; one comes first"
    only = locate([one, other], "b")
    assert only is not None
    assert (only.index, only.note) == (other, "")
    assert locate([one, other], "c") is None


def test_an_index_that_clients_do_not_read_is_warned_of() -> None:
    value = index(*(entry(f"p{number}", use_case="x" * 100_000) for number in range(110)))
    text = data(value | {"packs": sorted(value["packs"], key=lambda each: str(each["ref"]))})
    assert [fault.code for fault in audit(text, name="x")[1]] == ["index.too_large"]
    with pytest.raises(SourceError, match="more than 10,485,760 bytes"):
        read_index(text, name="x")
    assert len(read_index(text, name="x", limit=len(text)).refs) == 110
