"""Every built-in reporter holds to the contract that is published for everybody's."""

from __future__ import annotations

from typing import Any

from attune_packkit.reporters.plugin import packkit_reporters
from attune_packkit.testing import ReporterContract

REPORTERS = {reporter.name: reporter for reporter in packkit_reporters()}


class TestText(ReporterContract):
    reporter = REPORTERS["text"]


class TestJson(ReporterContract):
    reporter = REPORTERS["json"]


class TestJunit(ReporterContract):
    reporter = REPORTERS["junit"]


class TestSarif(ReporterContract):
    reporter = REPORTERS["sarif"]


class TestGithub(ReporterContract):
    reporter = REPORTERS["github"]


class TestGitlab(ReporterContract):
    reporter = REPORTERS["gitlab"]


def test_every_built_in_reporter_is_tested() -> None:
    tested: set[Any] = {contract.reporter.name for contract in ReporterContract.__subclasses__()}
    assert set(REPORTERS) <= tested
