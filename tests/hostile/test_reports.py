"""Packs that speak to whoever reads a report: rows W17 to W20."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from attune_packkit.checking.result import RenderOptions
from attune_packkit.session import Session

from .conftest import Attack, Stood, packkit

COMMANDS = "x\n::set-output name=a::b\r\n::stop-commands::t\n##[error]e\n%0A::add-mask::m %25"
TERMINAL = (
    "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07\x1b]0;title\x07\x1b[2J\x1b[31m\x9b1m\x07\x08"
)
MARKUP = "=cmd|' /C calc'!A0 | `code` @team [x](javascript:alert(1)) <img src=x> ]]> & {{ 1 }}"
UNENCODABLE = "\\ud800\\udfff\\ufffe\\uffff\\u0000\\u0085\\u2028"


def names(text: str) -> dict[str, str]:
    """Put a text where messages quote it: a type, a key, a constraint, an entry point, a file."""
    said = text if text == UNENCODABLE else json.dumps(text)[1:-1]
    file = re.sub(r"[/\x00]|\\u....", "", text)[:100]
    return {
        "actions/weigh.yaml": (
            f'ref: hostile.weigh\nlabel: "{said}"\nrunner_type: "{said}"\nentry_point: "{said}"\n'
            f'parameters:\n  "{said}": {{type: "{said}", default: "{said}"}}\n"{said}": 1\n'
            f'tags: ["{said}", "{said}"]\n'
        ),
        "rules/r.yaml": f'ref: hostile.r\naction_ref: "hostile.{said}"\ntrigger_ref: "{said}"\n',
        f"actions/{file}.yaml": "label: x\nlabel: y\n",
    }


@pytest.fixture
def reports(attack: Attack, session: Session, hostile: Path) -> Callable[[str], dict[str, str]]:
    """Return a function that attacks with a text and returns every report by name."""

    def run(text: str) -> dict[str, str]:
        stood: Stood = attack(names(text))
        assert sum(stood.codes.values()) > 5
        return {
            name: reporter.render(stood.result, RenderOptions(directory=str(hostile.parent)))
            for name, reporter in session.reporters().items()
        }

    return run


def values(value: Any) -> list[str]:
    """Return all texts in a JSON value, and all keys."""
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in (key, *values(each))]
    if isinstance(value, list):
        return [text for each in value for text in values(each)]
    return [value] if isinstance(value, str) else []


def test_w17_no_report_is_read_as_markdown_or_as_a_spreadsheet(
    reports: Callable[[str], dict[str, str]],
) -> None:
    made = reports(MARKUP)
    assert set(made) == {"text", "json", "junit", "sarif", "github", "gitlab"}
    sarif = json.loads(made["sarif"])
    assert "markdown" not in values(sarif)
    for name in ("json", "gitlab"):
        assert not [text for text in values(json.loads(made[name])) if text.startswith("=")]
    for element in ElementTree.fromstring(made["junit"]).iter():
        assert not [value for value in element.attrib.values() if value.startswith("=")]


def test_w18_no_line_of_a_log_is_a_command_of_the_pack(
    reports: Callable[[str], dict[str, str]],
) -> None:
    made = reports(COMMANDS)
    for line in made["github"].splitlines():
        command = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line)
        assert command, line
        assert not re.search(r"%(?!25|0D|0A|3A|2C)", line)
        assert "\r" not in line
    for name, report in made.items():
        for line in report.splitlines():
            ours = name == "github" and re.match(r"::(error|warning|notice) ", line)
            assert ours or not re.match(r"\s*(::|##\[|##vso)", line), (name, line)


def test_w19_a_terminal_is_sent_no_escape_sequence(
    reports: Callable[[str], dict[str, str]],
) -> None:
    for name, report in reports(TERMINAL).items():
        found = re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", report)
        assert not found, (name, found)
        assert "x1b" in report or "u001b" in report, name


@pytest.mark.parametrize("color", ["always", "never"])
def test_w19_in_colour_only_our_own_are_sent(hostile: Path, color: str) -> None:
    for path, text in names(TERMINAL).items():
        (hostile / path).parent.mkdir(exist_ok=True)
        (hostile / path).write_text(text)
    done = packkit("--color", color, "validate", "--severity", "info", str(hostile))
    assert done.returncode == 1, done.stderr
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", plain)
    assert "\\x1b" in plain


def test_w20_reports_are_well_formed_whatever_they_hold(
    reports: Callable[[str], dict[str, str]], assert_valid: Callable[[str, str], None]
) -> None:
    for text in (UNENCODABLE, TERMINAL, "]]>" + MARKUP):
        for name, report in reports(text).items():
            report.encode("utf-8")
            assert_valid(name, report)
