"""packkit build-envs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import (
    PATH,
    Command,
    Globals,
    Number,
    emit_json,
    json_option,
    pass_globals,
)
from attune_packkit.cli.paths import places
from attune_packkit.cli.registry_options import packs_base_dir_option
from attune_packkit.dependencies.environment import DEFAULT_VERSIONS, EnvironmentOptions
from attune_packkit.errors import ExitCode, UsageError
from attune_packkit.escaping import clipped
from attune_packkit.phrases import counted
from attune_packkit.pipeline.environments import (
    EnvironmentPlan,
    EnvironmentReport,
    PackEnvironments,
    environments,
)
from attune_packkit.reporters.plain import visible
from attune_packkit.session import Session

wheels_option = click.option(
    "--wheels",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Take Python packages from this folder as well; with --offline, from nowhere else.",
)


@click.command("build-envs", cls=Command)
@click.argument("paths", nargs=-1, type=PATH)
@packs_base_dir_option
@click.option("--build", is_flag=True, help="Build what is not there.")
@click.option(
    "--python-version", metavar="VERSION", help="Use this Python; 3.11 or what the pack allows."
)
@click.option(
    "--nodejs-version", metavar="VERSION", help="Use this Node.js; 20 or what the pack allows."
)
@click.option("--skip-python", is_flag=True, help="Leave Python alone.")
@click.option("--skip-nodejs", is_flag=True, help="Leave Node.js alone.")
@click.option("--force-rebuild", is_flag=True, help="Build also what is there.")
@click.option(
    "--timeout",
    type=Number(0, min_open=True),
    metavar="SECONDS",
    default=600.0,
    help="For each environment; 600 if not given.",
)
@wheels_option
@click.option("--offline", is_flag=True, default=None, help="Use no network.")
@click.option(
    "--allow-unsafe-requirements",
    "trusting",
    is_flag=True,
    help="Obey requirement files that name other sources, and build source distributions.",
)
@json_option
@pass_globals
def command(
    given: Globals,
    /,
    paths: tuple[str, ...],
    packs_base_dir: str | None,
    offline: bool | None,
    form: str,
    **options: Any,
) -> ExitCode:
    """Tell what packs need beside themselves to run, or build it.

    A pack needs a virtual environment if its manifest names a version of python and it has a
    requirements.txt, and Node.js packages if it names nodejs and has a package.json; with --build
    it is enough that runtime_deps lists the runtime. They lie in the folders venv and node_modules
    of the pack; of the installed one if the pack is installed. Nothing is built again whose
    requirement files and runtime are the same. No code of the pack or of the packages is run:
    source distributions are not built, and npm runs no scripts. The exit code is 1 if an
    environment cannot be had.
    """
    settings = given.load(packs_base_dir=packs_base_dir, offline=offline).settings
    plan = _plan(options, offline=settings.offline)
    report = environments(
        Session(settings), places(paths), plan, packs_base_dir=settings.packs_base_dir
    )
    if form == "json":
        emit_json(report.as_data())
    else:
        console.emit_lines(_lines(report))
        _hint(report, plan)
    return ExitCode.OK if report.ok else ExitCode.DIAGNOSTICS


def _plan(options: dict[str, Any], *, offline: bool) -> EnvironmentPlan:
    build, force, wheels = options["build"], options["force_rebuild"], options["wheels"]
    if (force or wheels) and not build:
        raise UsageError("--force-rebuild and --wheels need --build")
    wished = {
        runtime: options[f"{runtime}_version"]
        for runtime in DEFAULT_VERSIONS
        if options[f"{runtime}_version"]
    }
    return EnvironmentPlan(
        EnvironmentOptions(
            versions={**DEFAULT_VERSIONS, **wished},
            exact=frozenset(wished),
            timeout=options["timeout"],
            wheels=wheels or "",
            offline=offline,
            trusting=options["trusting"],
        ),
        build=build,
        force=force,
        skip=frozenset(runtime for runtime in DEFAULT_VERSIONS if options[f"skip_{runtime}"]),
    )


def _hint(report: EnvironmentReport, plan: EnvironmentPlan) -> None:
    states = {each.state for pack in report.packs for each in pack.environments.values()}
    if not plan.build and states - {"present"}:
        console.note("hint: --build builds what is not there")


def _lines(report: EnvironmentReport) -> Iterator[str]:
    for pack in report.packs:
        yield from _of_pack(pack)


def _of_pack(pack: PackEnvironments) -> Iterator[str]:
    name = pack.pack_path if pack.pack_ref == "unknown" else pack.pack_ref
    if not pack.environments and not pack.failures:
        yield f"{visible(clipped(name))}: needs no environment"
        return
    yield f"{visible(clipped(name))}:"
    for runtime, found in pack.environments.items():
        fields = found.fields
        path = fields.get("virtualenv_path") or fields.get("node_modules_path") or ""
        version = fields.get(f"{runtime}_version", "")
        state = "built" if runtime in pack.built else found.state
        packages = counted(fields.get("package_count", 0), "package")
        yield f"  {runtime} {version}: {state}, {packages}, {visible(clipped(path))}"
    for runtime, error in pack.failures:
        first, *more = error.splitlines() or [""]
        yield f"  {runtime}: failed: {visible(clipped(first))}"
        yield from (f"    {visible(clipped(line))}" for line in more)
