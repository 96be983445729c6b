"""Hostile indexes: rows N04, N05, N09, N10 and N11."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any

import pytest

from attune_packkit.errors import SourceError, VerificationError
from attune_packkit.registry.auditing import audit
from attune_packkit.registry.index import Index, locate, read_index
from attune_packkit.registry.merging import merge
from attune_packkit.registry.strict_json import parse

SOURCE = {
    "type": "git",
    "url": "https://code.example/acme/mail.git",
    "ref": "0" * 40,
    "checksum": "sha256:" + "a" * 64,
}


def entry(ref: str = "mail", **more: Any) -> dict[str, Any]:
    return {
        "ref": ref,
        "label": "Mail",
        "description": "Sends mail",
        "version": "1.0.0",
        "author": "Ada",
        "license": "MIT",
        "keywords": [],
        "runtime_deps": [],
        "install_sources": [SOURCE],
        "contents": {kind: [] for kind in ("actions", "sensors", "triggers", "rules", "workflows")},
        **more,
    }


def text(*entries: object) -> bytes:
    return json.dumps(
        {
            "registry_name": "Acme",
            "registry_url": "https://packs.example",
            "version": "1.0",
            "last_updated": "2026-01-01T00:00:00Z",
            "packs": list(entries),
        }
    ).encode()


def read(*entries: object, name: str = "the index") -> Index:
    return read_index(text(*entries), name=name)


def codes(*entries: object) -> list[str]:
    return [fault.code for fault in audit(text(*entries), name="the index")[1]]


def test_n04_the_first_index_owns_a_ref_and_the_conflict_is_told() -> None:
    ours = read(entry(repository="https://code.example/acme/mail"), name="ours")
    theirs = read(entry(version="9.9.9", repository="https://evil.example/mail"), name="theirs")
    found = locate([ours, theirs], "mail")
    assert found is not None
    assert found.entries[0].version == "1.0.0"
    assert found.note == "'mail' is in theirs too; ours comes first"
    assert merge([ours, theirs]).notes == (
        "'mail' is another pack in theirs (https://evil.example/mail)"
        " than in ours (https://code.example/acme/mail)",
    )


def test_n04_a_broken_entry_does_not_hand_its_ref_to_the_next_index() -> None:
    ours = read(entry(label=7), name="ours")
    theirs = read(entry(version="9.9.9"), name="theirs")
    with pytest.raises(VerificationError, match="'mail' in ours is refused"):
        locate([ours, theirs], "mail")


def test_n05_refs_that_look_like_others_are_warned_of() -> None:
    assert codes(entry("c0re")) == ["index.similar_ref"]
    assert codes(entry("c0re"), entry("core")) == ["index.similar_ref"]
    assert codes(entry("mai1"), entry("mail")) == ["index.similar_ref"]
    assert codes(entry("core"), entry("mail")) == []


@pytest.mark.parametrize("ref", ["с\u043ere", "Core", "core\n", "../core", "", "a" * 300])
def test_n05_a_ref_of_other_letters_is_refused(ref: str) -> None:
    assert "index.invalid_field" in codes(entry(ref))
    assert read(entry(ref)).refs == ()


@pytest.mark.parametrize("ref", ["0" * 200, "l0" * 120])
def test_n05_many_digits_cost_no_time(ref: str) -> None:
    started = time.process_time()
    codes(entry("a" + ref))
    assert time.process_time() - started < 1


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "more",
    [
        {"__proto__": {"polluted": True}},
        {"constructor": {}},
        {"ref": 7},
        {"version": 1.0},
        {"label": ["x"]},
        {"contents": nested(20)},
        {"keywords": [1, 2]},
        {"install_sources": {"type": "git"}},
        {"install_sources": []},
    ],
    ids=repr,
)
def test_n09_an_entry_of_another_form_is_refused(more: dict[str, Any]) -> None:
    found = read(entry() | more, entry("post"))
    assert found.refs == ("post",)
    assert len(found.faults) == 1
    if "ref" not in more:
        with pytest.raises(VerificationError, match="is refused"):
            found.versions("mail")


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":['])
@pytest.mark.parametrize("depth", [100, 1_000, 100_000, 2_000_000])
def test_n09_nesting_is_bounded(opening: bytes, depth: int) -> None:
    hostile = text(entry()).replace(b'"mail"', opening * (depth // len(opening)))
    with pytest.raises(SourceError, match=r"nested too deep|no JSON|more than"):
        read_index(hostile, name="the index")


def test_n09_deep_nesting_where_anything_goes_is_bounded_too() -> None:
    with pytest.raises(SourceError, match="nested too deep"):
        read(entry(meta=nested(70)))
    assert read(entry(meta=nested(50))).refs == ("mail",)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (b'"mail", "ref": "post"', "written twice"),
        (b"NaN", "no JSON number"),
        (b"-Infinity", "no JSON number"),
        (b"1e999", "too large"),
        (b"9" * 5_000, "no strict JSON"),
        (b'"\\ud800"', "UTF-8"),
        (b'"\xff"', "UTF-8"),
        (b'"a\nb"', "no JSON"),
    ],
)
def test_n09_json_that_readers_take_differently_is_refused(written: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_index(text(entry()).replace(b'"mail"', written, 1), name="the index")


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b'"x"', b"\xef\xbb\xbf{}", b"{}", b"\0"])
def test_n09_what_is_no_index_is_said_so(data: bytes) -> None:
    with pytest.raises(SourceError, match="the index"):
        read_index(data, name="the index")


def test_n09_size_is_bounded_in_time_and_memory() -> None:
    huge = b'{"packs": [' + b"{}," * 4_000_000
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="more than"):
            read_index(huge, name="the index")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_n09_a_full_index_of_releases_ends_in_time() -> None:
    archive = {"media_type": "x", "url": "https://a.example/x", "sha256": "a" * 64, "size": 1}
    release = {
        "published_at": "2024-01-01T00:00:00Z", "requires_attune": "*", "dependencies": {},
        "evidence": [], "archive": archive,
    }  # fmt: skip
    versions = [f"1.0.{number}" for number in range(30_000)]
    pack = {
        "ref": "mail", "channels": {f"c{number}": "1.0.1" for number in range(9_000)},
        "releases": [{"version": version, **release} for version in versions],
    }  # fmt: skip
    hostile = json.dumps({"format_version": "1.0", "packs": [pack]}).encode()
    assert len(hostile) > 7_000_000
    started = time.process_time()
    assert len(read_index(hostile, name="the index").versions("mail")) == 30_000
    assert time.process_time() - started < 10


def test_n09_a_full_index_of_broken_entries_ends_in_time() -> None:
    started = time.process_time()
    hostile = text(entry()).replace(b"[{", b"[" + b"{}," * 3_000_000 + b"{", 1)
    with pytest.raises(SourceError, match="more than 1000 entries"):
        read_index(hostile, name="the index")
    assert audit(hostile, name="the index")[1][-1].code == "index.too_many"
    assert time.process_time() - started < 10


@pytest.mark.parametrize("broken", [None, {}, [], 7, "mail", {"ref": None}, {"label": "Mail"}])
def test_n10_an_entry_without_its_data_is_passed_over_and_told_of(broken: object) -> None:
    found = read(broken, entry("post"))
    assert found.refs == ("post",)
    assert [fault.where.split(".")[:2] for fault in found.faults] == [["packs", "0"]]
    assert codes(broken, entry("post"))


@pytest.mark.parametrize("field", sorted(entry()))
def test_n10_each_field_that_must_be_there_is_missed(field: str) -> None:
    broken = {name: value for name, value in entry().items() if name != field}
    assert read(broken, entry("post")).refs == ("post",)
    assert read({**entry(), field: None}, entry("post")).refs == ("post",)


@pytest.mark.parametrize(
    "checksum",
    [
        "md5:" + "a" * 32,
        "sha1:" + "a" * 40,
        "sha512:" + "a" * 128,
        "SHA256:" + "a" * 64,
        "sha256:" + "A" * 64,
        "sha256:" + "a" * 63,
        "sha256:" + "a" * 65,
        "sha256:" + "a" * 64 + "\n",
        "sha257:" + "a" * 64,
        "a" * 64,
        "",
        None,
        7,
    ],
    ids=repr,
)
def test_n11_a_checksum_of_another_form_is_refused(checksum: object) -> None:
    found = read(entry(install_sources=[{**SOURCE, "checksum": checksum}]))
    with pytest.raises(VerificationError, match="checksum"):
        found.versions("mail")


def test_n11_a_missing_checksum_is_refused() -> None:
    source = {name: value for name, value in SOURCE.items() if name != "checksum"}
    with pytest.raises(VerificationError, match="'checksum' is missing"):
        read(entry(install_sources=[source])).versions("mail")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "http://code.example/mail.git"),
        ("url", "ext::sh -c id"),
        ("url", "file:///etc/passwd"),
        ("url", "https://me:pw@code.example/mail.git"),
        ("url", "https://"),
        ("url", "https://code.example/mail.git#x"),
        ("ref", "--upload-pack=id"),
        ("ref", "a\u001b[2J"),
        ("ref", ""),
        ("type", "shell"),
    ],
)
def test_n11_a_source_that_is_no_plain_one_is_refused(field: str, value: str) -> None:
    found = read(entry(install_sources=[{**SOURCE, field: value}]))
    with pytest.raises(VerificationError) as caught:
        found.versions("mail")
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"{", "it ends too early, in line 1"),
        (b'{"a": [\n1,\n"b', "it ends too early, in line 3"),
        (b'{"a": [1,\n2', "it ends too early, in line 2"),
        (b'{"a": }', "Expecting value at line 1, column 7"),
    ],
)
def test_a_cut_file_is_called_one(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse(data, name="i.json")
    assert caught.value.message == f"i.json is no JSON: {reason}"
