"""packkit install."""

from __future__ import annotations

from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.build_envs import wheels_option
from attune_packkit.cli.common import (
    Command,
    Globals,
    complete_paths,
    emit_json,
    json_option,
    pass_globals,
)
from attune_packkit.cli.download import fetch_options, tell
from attune_packkit.cli.progress import progress
from attune_packkit.cli.register import registered_lines, tell_hints
from attune_packkit.cli.registry_options import Opening, installation_options
from attune_packkit.dependencies.environment import DEFAULT_VERSIONS, EnvironmentOptions
from attune_packkit.errors import ExitCode, UsageError
from attune_packkit.pipeline.downloads import DownloadOptions
from attune_packkit.pipeline.installing import Installed, InstallRequest, install
from attune_packkit.pipeline.registering import RegistrationOptions
from attune_packkit.reporters.plain import visible


@click.command("install", cls=Command)
@click.argument("sources", nargs=-1, shell_complete=complete_paths)
@installation_options
@fetch_options
@click.option("--locked", metavar="FILE", default="", help="Install what this lock file lists.")
@click.option("--from-bundle", metavar="FILE", default="", help="Take the packs from this bundle.")
@click.option("--skip-deps", is_flag=True, help="Neither install nor require dependencies.")
@click.option("--build", is_flag=True, help="Build the environments that the packs need.")
@wheels_option
@click.option("--skip-validation", is_flag=True, help="Register packs with errors too.")
@click.option("--skip-tests", is_flag=True, help="Do not run the tests of the packs.")
@click.option(
    "--force", is_flag=True, help="Replace packs; let tests fail and dependencies be missing."
)
@json_option
@pass_globals
def command(
    given: Globals,
    /,
    sources: tuple[str, ...],
    opening: Opening,
    locked: str,
    from_bundle: str,
    cache: bool | None,
    form: str,
    **options: Any,
) -> ExitCode:
    """Download packs and register them, with what they depend on.

    SOURCES are as in packkit download: names in a registry, git URLs, archives, folders; with
    --locked or --from-bundle refs of packs listed there, by default all. What they depend on and
    is not installed comes from the same lock or bundle, or else from the registry. The steps are
    those of download, deps, build-envs, test and register, and so are the parts of the JSON. The
    tests of a pack run its code: --skip-tests runs none. The exit code is 1 if a pack failed, 7 if
    a checksum, a lock or a policy refused one.
    """
    if not sources and not locked and not from_bundle:
        raise UsageError("nothing to install", hint="name a source, --locked or --from-bundle")
    with opening.open(given, cache=cache, offline=options["offline"]) as (session, installation):
        request = _request(sources, locked, from_bundle, options, offline=session.settings.offline)
        with progress("fetched", len(sources)) as told:
            done = install(session, installation, request, told)
    data = done.as_data()
    if form == "json":
        emit_json(data)
    elif done.download.downloaded:
        console.emit_lines(registered_lines(data["register"]))
    _tell(done)
    return done.exit_code


def _request(
    sources: tuple[str, ...], lock: str, bundle: str, options: dict[str, Any], *, offline: bool
) -> InstallRequest:
    flags = {name: options.pop(name) for name in ("skip_validation", "skip_tests", "force")}
    skip_deps, build, wheels = (options.pop(name) for name in ("skip_deps", "build", "wheels"))
    return InstallRequest(
        sources=sources,
        fetching=DownloadOptions("", **options),
        lock=lock,
        bundle=bundle,
        skip_dependencies=skip_deps,
        registering=RegistrationOptions(**flags),
        building=EnvironmentOptions(
            versions=DEFAULT_VERSIONS, wheels=wheels or "", offline=offline
        ),
        build=build,
    )


def _tell(done: Installed) -> None:
    """Write to standard error what the steps before the registration have to say."""
    tell(done.download)
    for note in done.notes:
        console.note(f"note: {visible(note)}")
    for pack in done.environments.packs:
        for runtime, error in pack.failures:
            console.note(f"warning: {visible(pack.pack_ref)}: no {runtime}: {visible(error)}")
    tell_hints(done.report)
