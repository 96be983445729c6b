"""Hostile names, refs, versions and paths: rows N01, N02, N03, N05, N06, N08, N12.

The other rows are not met when a pack is validated: N04, N09, N10 and N11 are about indices, N07
about the site.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from strictness import strict_json

from attune_packkit.testing import BASE_PACK

from .conftest import Attack, manifest, packkit, write

SEND = "label: Send\ndescription: Sends a parcel\nrunner_type: shell\nentry_point: send.sh\n"
PATHS = [".", "..", "", "/", "a/b", "../../etc/passwd", "a\\b", "C:\\x", "%2e%2e", "a%00b", "~",
         "-rf", "--help", "$(touch x)", "`x`", "a;b", "a\x00b", "CON", "x" * 10_000]  # fmt: skip


def quoted(text: str) -> str:
    """Write text as a double-quoted scalar."""
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


@pytest.mark.parametrize("ref", PATHS)
def test_n01_a_pack_ref_is_no_path(attack: Attack, ref: str) -> None:
    stood = attack({"pack.yaml": manifest(quoted(ref)), "actions/send.yaml": SEND})
    assert {"manifest.invalid_ref", "metadata.invalid_yaml"} & set(stood.codes)
    assert not stood.hostile.valid


@pytest.mark.parametrize("ref", [*(path for path in PATHS if path), "hostile.", "hostile..send",
                                 "hostile.../x", "hostile.a/../b"])  # fmt: skip
@pytest.mark.parametrize("kind", ["actions", "queues", "workflows", "permission_sets"])
def test_n01_a_component_ref_is_no_path(attack: Attack, kind: str, ref: str) -> None:
    stood = attack({f"{kind}/send.yaml": f"ref: {quoted(ref)}\n{SEND}"})
    assert not stood.hostile.valid
    assert f"{kind}/send.yaml" in {each.diagnostic.path for each in stood.hostile.reported}


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\0", "\u2028", "\u200b", "\x1b[2J", " "])
def test_n02_a_ref_ends_where_it_ends(attack: Attack, end: str) -> None:
    assert not attack({"pack.yaml": manifest(quoted(f"hostile{end}"))}).hostile.valid
    action = {"actions/send.yaml": f"ref: {quoted(f'hostile.send{end}')}\n{SEND}"}
    assert not attack({"pack.yaml": manifest("hostile"), **action}).hostile.valid


@pytest.mark.parametrize(
    "version",
    ["1.0.0\x1b[2J", "١.٢.٣", "1.0.0\n", "1." + "0" * 10_000 + ".0", "1.0.0/../..",
     "1.0.0-" + "a." * 5_000, "1.0.0-" + "a-" * 20_000 + "!", "..", "-1.0.0", "1.0.0\0", "１.0.0"],
)  # fmt: skip
def test_n03_a_version_is_ascii_and_short(attack: Attack, version: str) -> None:
    text = BASE_PACK["pack.yaml"].replace('"1.0.0"', quoted(version))
    stood = attack({"pack.yaml": text.replace("parcels", "hostile", 1)})
    assert not stood.hostile.valid
    assert all(len(each.diagnostic.message) < 1_000 for each in stood.hostile.reported)


def test_n05_a_ref_that_looks_like_another_packs_is_told(attack: Attack) -> None:
    assert attack({"pack.yaml": manifest("parce1s")}).found("pack.similar_ref")


def test_n05_a_look_alike_of_another_alphabet_is_no_ref(attack: Attack) -> None:
    stood = attack({"pack.yaml": manifest("раrсеls")})
    assert stood.found("manifest.invalid_ref") == [(1, 6)]


@pytest.mark.parametrize("ref", ["parcels.send", "core.noop", "hostile2.send", "hostil.send"])
def test_n06_a_component_of_another_pack_is_refused(attack: Attack, ref: str) -> None:
    stood = attack({"actions/send.yaml": f"ref: {ref}\n{SEND}"})
    assert stood.found("component.ref_pack_mismatch", "actions/send.yaml") == [(1, 6)]
    assert not stood.hostile.valid


def test_n08_names_that_differ_in_case_only(attack: Attack) -> None:
    files = {"actions/send.yaml": SEND, "actions/Send.yaml": SEND, "actions/SEND.yml": SEND,
             "actions/a.b.yaml": SEND, "actions/a/b.yaml": SEND}  # fmt: skip
    stood = attack(files)
    assert not stood.hostile.valid


def test_n08_two_files_for_one_ref(attack: Attack) -> None:
    ref = "ref: hostile.send\n"
    stood = attack({"actions/send.yaml": ref + SEND, "actions/send.yml": ref + SEND})
    assert not stood.hostile.valid


NAMES = ["--help", "-rf", "@x", "-", "a b", "a#b", "a%20b", "a%b", "ä", "a\nb", "a\x1b[2Jb",
         "a\u202eb", "::error::x", "a,b", "a:b", "{x}", "{0}", "a'b", 'a"b', "<b>", "$(x)", "con",
         "a\\b", "é" * 100, os.fsdecode(b"caf\xe9")]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_n12_a_file_name_is_only_a_name(attack: Attack, name: str) -> None:
    text = "label: a\nlabel: b\n"
    stood = attack({f"actions/{name}.yaml": text, f"lib/{name}": "x", f"{name}/{name}": "x"})
    assert stood.found("yaml.duplicate_key", f"actions/{name}.yaml") == [(2, 1)]


def test_n12_a_folder_name_is_only_a_name(tmp_path: Path) -> None:
    for name in NAMES:
        write(
            tmp_path / "packs" / name, {**BASE_PACK, "triggers/lost.yaml": "label: a\nlabel: b\n"}
        )
    done = packkit("validate", "--format", "json", "packs", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    packs = strict_json(done.stdout)["packs"]
    assert len(packs) == len(NAMES)
    for pack in packs:
        assert "triggers/lost.yaml" in {each["path"] for each in pack["diagnostics"]}


@pytest.mark.parametrize("name", ["--help", "-rf", "@x", "-", "--version"])
def test_n12_a_name_is_no_option_after_two_dashes(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, {**BASE_PACK, "triggers/lost.yaml": "label: a\nlabel: b\n"})
    for given in (f"./{name}", *([] if name.startswith("@") else [name])):
        done = packkit("validate", "-q", "--", given, cwd=tmp_path)
        assert done.returncode == 1, done.stderr
        assert "yaml.duplicate_key" in done.stdout
