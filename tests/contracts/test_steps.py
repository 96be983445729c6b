"""The built-in environment builders and test runners hold to what is published for everybody's."""

from __future__ import annotations

import os
import shutil

import pytest

from attune_packkit.environments.plugin import packkit_environment_builders
from attune_packkit.packtests.plugin import packkit_test_runners
from attune_packkit.testing import EnvironmentBuilderContract, SuiteRunnerContract

BUILDERS = {builder.name: builder for builder in packkit_environment_builders()}
RUNNERS = {runner.name: runner for runner in packkit_test_runners()}
MANIFEST = "ref: parcels\nlabel: Parcels\ndescription: Weighs.\nversion: '1.0.0'\n"


class TestPython(EnvironmentBuilderContract):
    builder = BUILDERS["python"]
    files = {"pack.yaml": MANIFEST + "python: '>=3.9'\n", "requirements.txt": "# none\n"}  # noqa: RUF012


@pytest.mark.skipif(
    shutil.which("npm") is None and not os.environ.get("CI"), reason="npm is not installed"
)
class TestNodejs(EnvironmentBuilderContract):
    builder = BUILDERS["nodejs"]
    files = {"pack.yaml": MANIFEST + "nodejs: '>=18'\n", "package.json": "{}"}  # noqa: RUF012


class TestUnittest(SuiteRunnerContract):
    runner = RUNNERS["unittest"]
    file = "tests/test_it.py"
    passing = "import unittest\nclass T(unittest.TestCase):\n    def test_it(self): pass\n"
    failing = passing.replace("pass", "self.fail('no')")


class TestPytest(SuiteRunnerContract):
    runner = RUNNERS["pytest"]
    file = "tests/test_it.py"
    passing = "def test_it(): pass\n"
    failing = "def test_it(): assert 1 == 2\n"


class TestScript(SuiteRunnerContract):
    runner = RUNNERS["script"]
    file = "tests/run.sh"
    passing = "exit 0\n"
    failing = "exit 1\n"


def test_every_built_in_one_is_tested() -> None:
    assert BUILDERS.keys() == {"python", "nodejs"}
    assert RUNNERS.keys() == {"unittest", "pytest", "script"}
