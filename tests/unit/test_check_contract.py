"""The kit for plugin authors notices checks that do what no check may."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from attune_packkit.api import (
    Check,
    CommandLine,
    Component,
    Finding,
    Input,
    Place,
    check,
    finding,
    provides,
)
from attune_packkit.checks.yaml.duplicate_key import duplicate_key
from attune_packkit.cli.common import Globals
from attune_packkit.testing import CheckContract, invoke, run_check, write_pack

CONTRACT = [name for name in vars(CheckContract) if name.startswith("test_")]

counter = itertools.count()


def a_check(function: object) -> Check:
    made = check("acme.seen", severity="warning", layer="references", since="1")
    return made(function)  # type: ignore[arg-type]


def of_the_folder(manifest: Component) -> Iterator[Finding]:
    """Look around.

    Why.
    """
    yield finding(manifest.place, "{count} names", count=len(os.listdir("/")))


def of_the_run(manifest: Component) -> Iterator[Finding]:
    yield finding(manifest.place, "run {number}", number=next(counter))


def of_a_slip(manifest: Component) -> Iterator[Finding]:
    yield finding(manifest.place, "unknown {name}")


class TestBuiltIn(CheckContract):
    check = duplicate_key


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (of_the_folder, "os.listdir .* in of_the_folder"),
        (of_the_run, "other diagnostics the second time"),
    ],
)
def test_check_that_does_more_than_compute_is_noticed(function: object, told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        run_check(a_check(function), {})


def test_message_that_cannot_be_written_is_noticed() -> None:
    with pytest.raises(KeyError):
        run_check(a_check(of_a_slip), {})


@pytest.mark.parametrize("name", CONTRACT)
def test_contract_refuses_a_check_without_examples(name: str) -> None:
    class Contract(CheckContract):
        check = a_check(of_a_slip)

    with pytest.raises((AssertionError, KeyError)):
        getattr(Contract(), name)()


def test_inputs_of_the_plugin_are_known() -> None:
    @provides("crate", each=True)
    def crate(manifest: Component) -> Iterator[str]:
        yield from manifest.value

    def crates(crate: str, manifest: Component) -> Iterator[Finding]:
        yield finding(manifest.place.key(crate), "'{crate}'", crate=crate)

    inputs: tuple[Input, ...] = (crate,)
    found = run_check(a_check(crates), {"pack.yaml": "ref: parcels\nlabel: Parcels\n"}, inputs)
    assert [each.message for each in found] == ["'ref'", "'label'"]


def test_checks_across_packs_run_too() -> None:
    def seen(summary: object, packs: tuple[object, ...]) -> Iterator[Finding]:
        yield finding(Place("pack.yaml"), "one of {count}", count=len(packs))

    found = run_check(a_check(seen), {"@tariffs/pack.yaml": "ref: tariffs\n"})
    assert [(each.pack, each.message) for each in found] == [
        ("parcels", "one of 2"),
        ("tariffs", "one of 2"),
    ]


def test_command_runs_with_a_session(tmp_path: Path) -> None:
    @click.command("refs")
    @click.argument("path")
    @click.pass_obj
    def refs(given: CommandLine, path: str) -> int:
        for _, pack in given.session().packs([path]):
            click.echo(pack.ref)
        return 5

    write_pack(tmp_path, {"pack.yaml": "ref: parcels\n", "@tariffs/pack.yaml": "ref: tariffs\n"})
    result = invoke(refs, str(tmp_path))
    assert result.stdout.splitlines() == ["parcels", "tariffs"]
    assert result.return_value == 5


def test_command_line_of_packkit_is_what_plugins_are_promised(tmp_path: Path) -> None:
    given: CommandLine = Globals(isolated=True)
    write_pack(tmp_path, {"pack.yaml": "ref: parcels\n"})
    ((path, pack),) = given.session().packs([str(tmp_path)])
    assert (path, pack.ref) == (f"{tmp_path}/case", "parcels")
    assert [each.ref for each in given.session().validate([str(tmp_path)]).packs] == ["parcels"]
