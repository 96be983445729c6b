"""The plugin author's test kit: packs from text, and cases that hold their own expectations.

A *case* is Markdown: fenced blocks whose info string ends in a path are the files of a pack, laid
over a small sound one; a path `@name/…` belongs to a second pack in the folder `name`. A path may
hold one range, `{1..9}`, for many files, in which `{n}` is the number. A third word says how the
file is written: an encoding such as `utf-16`, `size=1000` to pad it with a comment, `link` for a
symbolic link to the text, or `missing` to take away what the small pack has. A line
`target: current` under the heading validates the case for that Attune.

What is expected stands as a trailing comment on the very line: `# error: yaml.duplicate_key`,
several separated by `, `. A block with the info string `expect` lists what has no line of its own
to stand on: `README.md:3 warning readme.dead_link`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from click.testing import CliRunner, Result

from attune_packkit import tree
from attune_packkit.checking.check import Check, Input
from attune_packkit.checking.documentation import documentation
from attune_packkit.checking.engine import check_across, check_pack
from attune_packkit.checking.inputs import BUILT_IN
from attune_packkit.checking.plan import Plan, make_plan
from attune_packkit.checking.purity import watched
from attune_packkit.checking.result import Reported, RunResult
from attune_packkit.config import Settings
from attune_packkit.contracts.cases import (
    Case,
    Content,
    Expected,
    Link,
    expectations,
    parse_cases,
    parse_example,
    parse_target,
    split_name,
)
from attune_packkit.contracts.executors import ExecutorContract
from attune_packkit.contracts.hostile import HOSTILE, clean_result, hostile_result
from attune_packkit.contracts.registrars import (
    RegistrarContract,
    full_registration,
    sample_registration,
)
from attune_packkit.contracts.reporters import ReporterContract
from attune_packkit.contracts.resolvers import ResolverContract
from attune_packkit.contracts.site_pages import SitePageContract
from attune_packkit.contracts.steps import EnvironmentBuilderContract, SuiteRunnerContract
from attune_packkit.diagnostics import Diagnostic, Severity
from attune_packkit.model import pack as packs
from attune_packkit.model.pack import Pack, load
from attune_packkit.model.targets import Target
from attune_packkit.session import Session
from attune_packkit.sources.local import find_packs
from attune_packkit.workflows.uses import summarize

__all__ = [
    "BASE_PACK",
    "HOSTILE",
    "Case",
    "CheckContract",
    "EnvironmentBuilderContract",
    "ExecutorContract",
    "Expected",
    "Link",
    "RegistrarContract",
    "ReporterContract",
    "ResolverContract",
    "SitePageContract",
    "SuiteRunnerContract",
    "clean_result",
    "expectations",
    "full_registration",
    "hostile_result",
    "invoke",
    "observed",
    "of_code",
    "parse_cases",
    "parse_example",
    "parse_target",
    "read_pack",
    "run_check",
    "sample_registration",
    "sections",
    "validate_files",
    "write_pack",
]

BASE_PACK: dict[str, str] = {
    "pack.yaml": (
        "ref: parcels\nlabel: Parcels\ndescription: Weighs and sends parcels\n"
        'version: "1.0.0"\nlicense: Apache-2.0\n'
    ),
    "README.md": "# Parcels\n\nWeighs and sends parcels.\n",
    "LICENSE": "Apache License\n",
    "CHANGELOG.md": "# Changes\n",
}
"""A sound pack that cases build on."""


def read_pack(root: Path) -> Pack:
    """Read the pack in a folder without checking it."""
    return load(tree.walk(str(root)))


def write_pack(directory: Path, files: Mapping[str, Content]) -> Path:
    """Write the files of a case below `directory`: its own pack to `case/`, others beside it."""
    for name, content in files.items():
        if content is None:
            continue
        pack, path = split_name(name)
        target = directory / (pack or "case") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            target.symlink_to(content.target)
        else:
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return directory


def validate_files(
    files: Mapping[str, Content], settings: Settings | None = None, *, base: bool = True
) -> RunResult:
    """Validate a pack given as text, laid over `BASE_PACK` unless `base` is false.

    Further packs bring their own manifest and share the rest.
    """
    with tempfile.TemporaryDirectory(prefix="packkit-") as temporary:
        merged: dict[str, Content] = {**(_base(files) if base else {}), **files}
        root = write_pack(Path(temporary), merged)
        return Session(settings or Settings()).validate([str(root)])


def _base(files: Iterable[str]) -> dict[str, str]:
    others = {split_name(name)[0] for name in files} - {""}
    rest = [path for path in BASE_PACK if path != "pack.yaml"]
    return {
        **BASE_PACK,
        **{f"@{other}/{path}": BASE_PACK[path] for other in others for path in rest},
    }


def observed(result: RunResult, *, least: Severity = Severity.WARNING) -> tuple[Expected, ...]:
    """Return what a run reported, in the form that cases expect it."""
    return tuple(
        sorted(
            Expected(
                _folder(pack.path),
                each.diagnostic.path,
                each.span.line,
                each.severity.label,
                each.diagnostic.code,
            )
            for pack in result.packs
            for each in pack.reported
            if each.severity >= least
        )
    )


def of_code(reported: Iterable[Reported], code: str) -> list[Reported]:
    """Return the reported diagnostics of one check."""
    return [each for each in reported if each.diagnostic.code == code]


def _folder(path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return "" if name == "case" else name


_SECTION = re.compile(r"^(Bad|Good|Options|See):[ \t]*$", re.MULTILINE)


def sections(check: Check) -> dict[str, str]:
    """Return the titled sections of a check's documentation by title."""
    parts = _SECTION.split(check.doc)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def run_check(
    check: Check,
    files: Mapping[str, Content],
    inputs: Iterable[Input] = (),
    target: Target = Target.AUTO,
) -> list[Diagnostic]:
    """Run one check alone over a pack given as text, laid over `BASE_PACK`.

    `inputs` are the plugin's own that it needs. It runs twice; asserts that both runs agree, that
    the second one does nothing but read the pack, and that every message can be written.
    """
    plan = make_plan([check], [*BUILT_IN, *inputs])
    with tempfile.TemporaryDirectory(prefix="packkit-") as temporary:
        root = write_pack(Path(temporary), {**_base(files), **files})
        loaded = [packs.load(tree.walk(each.root)) for each in find_packs([str(root)])]
        found = _run(plan, loaded, target)
        with watched(str(root)) as seen:
            again = _run(plan, loaded, target)
    assert again == found, "the same pack gives other diagnostics the second time"
    assert not seen, "a check may read its pack and nothing else: " + "; ".join(seen)
    assert all(each.message for each in found)
    return found


def _run(plan: Plan, loaded: Iterable[packs.Pack], target: Target) -> list[Diagnostic]:
    found = [each for pack in loaded for each in check_pack(plan, pack, target)]
    across = check_across(plan, (summarize(pack, target) for pack in loaded), target)
    return found + [diagnostic for _, diagnostic in across]


class CheckContract:
    """What every check must hold to, as tests: subclass it and set `check`.

    `inputs` are the inputs of the same plugin that the check names.
    """

    check: Check
    inputs: tuple[Input, ...] = ()

    def codes(self, title: str) -> set[str]:
        """Run the check on the example in one section of its documentation."""
        files = parse_example(sections(self.check)[title])
        target = Target(parse_target(self.check.doc))
        return {each.code for each in run_check(self.check, files, self.inputs, target)}

    def test_documentation_is_complete(self) -> None:
        """One line says what is wrong, a paragraph why it matters, examples show both sides."""
        text = documentation(self.check)
        assert text.summary
        assert text.why
        assert {"Bad", "Good"} <= {section.title for section in text.sections}

    def test_bad_example_is_found(self) -> None:
        """The check finds what its documentation shows as bad."""
        assert self.codes("Bad") == {self.check.id}

    def test_good_example_is_not_found(self) -> None:
        """The check finds nothing in what its documentation shows as good."""
        assert self.codes("Good") == set()

    def test_a_broken_pack_does_not_crash_it(self) -> None:
        """Fields that are missing or of a wrong type are for other checks to report."""
        for manifest in ("", "[]", "ref: 1\nmeta: []\n", "ref: '{x}'\nmeta: {x: {}}\n", "ref: ["):
            found = run_check(self.check, {"pack.yaml": manifest}, self.inputs)
            assert {each.code for each in found} <= {self.check.id}


class _CommandLine:
    """The command line that `invoke` gives a command: no options, configuration or plugins."""

    def session(self) -> Session:
        return Session(Settings(autoload=False, cache=False))


def invoke(command: click.Command, *arguments: str) -> Result:
    """Run a plugin's command as packkit does; `return_value` of the result is its exit code."""
    return CliRunner().invoke(command, arguments, obj=_CommandLine(), standalone_mode=False)
