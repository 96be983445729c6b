"""The command, run as packkit runs it."""

from __future__ import annotations

from pathlib import Path

from attune_packkit_example.owners import owners

from attune_packkit.api import ExitCode, SourceError
from attune_packkit.testing import invoke, write_pack

FILES = {
    "@parcels/pack.yaml": "ref: parcels\nmeta: {owner: depot}\n",
    "@tariffs/pack.yaml": "ref: tariffs\nx-owner: office\n",
    "@weather/pack.yaml": "ref: weather\nx-owner: depot\n",
    "@workshop/pack.yaml": "ref: workshop\n",
}


def test_packs_are_listed_by_team(tmp_path: Path) -> None:
    result = invoke(owners, str(write_pack(tmp_path, FILES)))
    assert result.return_value == ExitCode.OK
    assert result.stdout.replace(str(tmp_path), "packs") == (
        "(nobody)\n    workshop  packs/workshop\n"
        "depot\n    parcels  packs/parcels\n    weather  packs/weather\n"
        "office\n    tariffs  packs/tariffs\n"
    )


def test_only_packs_without_an_owner(tmp_path: Path) -> None:
    result = invoke(owners, "--missing", str(write_pack(tmp_path, FILES)))
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["(nobody)", "workshop"]


def test_control_characters_of_a_pack_are_not_printed(tmp_path: Path) -> None:
    write_pack(tmp_path, {"pack.yaml": 'ref: "a\\e[2J"\nx-owner: "b\\nc"\n'})
    lines = invoke(owners, str(tmp_path)).stdout.splitlines()
    assert lines[0] == r"b\nc"
    assert lines[1].split()[0] == r"a\x1b[2J"


def test_a_folder_without_packs_gives_exit_code_5(tmp_path: Path) -> None:
    assert invoke(owners, str(tmp_path)).return_value == ExitCode.NOTHING_COLLECTED


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert isinstance(invoke(owners, str(tmp_path / "no")).exception, SourceError)
