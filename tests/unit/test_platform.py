"""A file that says what the installation has without any pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from attune_packkit.config import Settings
from attune_packkit.errors import ConfigError
from attune_packkit.model.platform import PERMISSION_SETS, PLATFORM, RUNTIMES
from attune_packkit.model.platform_file import read
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK, write_pack


def catalog(folder: Path, text: str) -> str:
    path = folder / "catalog.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_refs_are_added_to_attunes_own(tmp_path: Path) -> None:
    platform = read(catalog(tmp_path, "actions: [core.local]\nruntimes: [acme.lua]\n"))
    assert platform.of("action") == {"core.local"}
    assert platform.of("runtime") == RUNTIMES | {"acme.lua"}
    assert platform.of("permission_set") == PERMISSION_SETS
    assert not platform.lacks("action", "core.remote")


def test_refs_replace_attunes_own_if_the_file_says_so(tmp_path: Path) -> None:
    platform = read(catalog(tmp_path, '{"replace": true, "actions": ["core.local"]}'))
    assert platform.of("runtime") == frozenset()
    assert platform.lacks("action", "core.remote")
    assert not platform.lacks("action", "core.local")
    assert not platform.lacks("action", "aws.start"), "nothing is said of that pack"
    assert not platform.lacks("trigger", "core.alert"), "nothing is said of triggers"


def test_equal_catalogs_have_equal_stamps_and_others_do_not(tmp_path: Path) -> None:
    once = read(catalog(tmp_path, "actions: [core.a, core.b]"))
    turned = read(catalog(tmp_path, "actions: [core.b, core.a]"))
    alone = read(catalog(tmp_path, "replace: true\nactions: [core.a, core.b]"))
    assert once.stamp == turned.stamp
    assert len({PLATFORM.stamp, once.stamp, alone.stamp}) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("triger: []", "1:1: unknown key 'triger'"),
        ("replace: 1", "1:10: 'replace' is the number 1, expected true or false"),
        ("actions: core.local", "1:10: 'actions' is 'core.local', expected a list"),
        ("actions:\n  - core.a\n  - 7\n", "3:5: 'actions[1]' is the number 7, expected text"),
        ("actions: [local]", "1:11: 'actions[0]' is 'local', expected a full ref"),
        ("[]", "1:1: 'the catalog' is an empty list, expected a mapping"),
        ("", "1:1: 'the catalog' is null, expected a mapping"),
        ("actions: [", "no sound YAML (metadata.invalid_yaml)"),
        ("actions: []\nactions: []\n", "2:1: no sound YAML (yaml.duplicate_key)"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(
    tmp_path: Path, text: str, message: str
) -> None:
    path = catalog(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        read(path)
    assert raised.value.message.startswith(f"{path}:")
    assert message in raised.value.message
    assert raised.value.hint


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read(str(tmp_path / "missing.yaml"))
    with pytest.raises(ConfigError, match="cannot be read"):
        read(str(tmp_path))
    with pytest.raises(ConfigError, match="larger than"):
        read(catalog(tmp_path, "#" * 2_000_000))


RULE = """
ref: parcels.watch
label: Watch
description: Watches.
trigger_ref: core.alert
action_ref: core.locl
"""


def test_checks_go_by_the_catalog_and_the_cache_knows_it(tmp_path: Path) -> None:
    write_pack(tmp_path / "packs" / "parcels", {**BASE_PACK, "rules/watch.yaml": RULE})
    listed = catalog(tmp_path, "replace: true\nactions: [core.local]\ntriggers: [core.alert]\n")

    def found(path: str) -> list[tuple[str, str]]:
        settings = Settings(
            autoload=False, cache_dir=str(tmp_path / "cache"), platform_catalog=path
        )
        result = Session(settings).validate([str(tmp_path / "packs")])
        return [
            (each.diagnostic.code, each.diagnostic.hint)
            for pack in result.packs
            for each in pack.reported
        ]

    assert found("") == []
    assert found(listed) == [("reference.missing_target", "did you mean 'core.local'?")]
    assert found("") == []


def test_a_ref_of_the_catalog_is_reserved(tmp_path: Path) -> None:
    action = "ref: acme.ping\ndescription: Pings.\nlaunch: intrinsic\n"
    write_pack(tmp_path / "packs" / "parcels", {**BASE_PACK, "actions/ping.yaml": action})
    settings = Settings(
        autoload=False, cache=False, platform_catalog=catalog(tmp_path, "actions: [acme.ping]")
    )
    result = Session(settings).validate([str(tmp_path / "packs")])
    codes = [each.diagnostic.code for pack in result.packs for each in pack.reported]
    assert codes == ["component.reserved_ref"]
