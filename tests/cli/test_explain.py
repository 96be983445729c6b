"""packkit explain and packkit checks: what each check is about."""

from __future__ import annotations

import pytest

from attune_packkit.checking.check import Check
from attune_packkit.cli.explain import explain
from attune_packkit.config import Settings
from attune_packkit.reporters.terminal import Ink
from attune_packkit.session import Session

from .conftest import Packkit

CHECKS = Session(Settings(autoload=False)).checks
CODES = sorted(CHECKS)


def test_a_check_is_explained_with_its_examples(packkit: Packkit) -> None:
    done = packkit("explain", "yaml.duplicate_key")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "yaml.duplicate_key  error  structure check of packkit, since 0.1\n\n"
        "A mapping has the same key twice.\n\n"
    )
    assert "\nBad\npack.yaml\n    ref: parcels\n    label: Parcels\n" in done.out
    assert done.out.endswith("\nhttps://packkit.dev/checks/yaml.duplicate_key/\n")
    assert "\x1b[" not in done.out


def test_explain_in_color(packkit: Packkit) -> None:
    assert "\x1b[1;31merror\x1b[0m" in packkit("--color", "always", "explain", CODES[0]).out + (
        packkit("explain", "--color", "always", "yaml.duplicate_key").out
    )


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
def test_every_check_can_be_explained(check: Check) -> None:
    lines = list(explain(check, Ink(False), 80))
    assert {"Bad", "Good"} <= set(lines)
    assert not any("```" in line for line in lines)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("yaml.dup_key", "did you mean 'yaml.duplicate_key'?"),
        ("yaml", "packkit checks yaml lists those below it"),
        ("zzzzzzz", "packkit checks lists them all"),
        ("\x1b[2J", "packkit checks lists them all"),
    ],
)
def test_an_unknown_code_is_refused_with_the_likeliest(
    packkit: Packkit, code: str, hint: str
) -> None:
    done = packkit("explain", code)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("error: no check is called '")
    assert done.err.endswith(f"hint: {hint}\n")
    assert "\x1b" not in done.err
    assert packkit("explain").code == 4


def test_list_of_checks(packkit: Packkit) -> None:
    lines = packkit("checks").out.splitlines()
    assert lines[0].split() == ["code", "severity", "layer", "what", "is", "wrong"]
    assert [line.split()[0] for line in lines[1:]] == CODES


def test_list_below_a_prefix(packkit: Packkit) -> None:
    done = packkit("checks", "ignore", "internal.check_crashed", "--format", "json")
    assert [each["code"] for each in done.json] == [
        "ignore.no_reason",
        "ignore.unknown_code",
        "ignore.unused",
        "internal.check_crashed",
    ]
    assert done.json[0] == {
        "code": "ignore.no_reason",
        "severity": "info",
        "layer": "structure",
        "since": "0.1",
        "source": "packkit",
        "summary": "An ignore comment does not say why",
        "url": "https://packkit.dev/checks/ignore.no_reason/",
    }


def test_an_unknown_prefix_is_refused_with_the_likeliest(packkit: Packkit) -> None:
    done = packkit("checks", "ignor")
    assert (done.code, done.out) == (4, "")
    assert done.err == "error: no check is called 'ignor'\nhint: did you mean 'ignore'?\n"
