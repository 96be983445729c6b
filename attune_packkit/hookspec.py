"""Every hook of packkit, and what plugins return for it.

A plugin is a module (or object) with functions of these names marked `@hookimpl`, installed under
the entry-point group `attune_packkit` or named with `-p`. packkit's own checks and reporters come
through the same hooks. The hooks that *return objects* are asked once when a run starts; choosing
among the objects is packkit's work, so every error can name the plugin at fault.

A check or input that crashes becomes the diagnostic `internal.check_crashed`, and the other checks
go on. In `validate` and in pytest, whatever else crashes becomes `internal.plugin_crashed`: a
reporter, an executor, a hook of the session, or a hook that returns objects, which costs the plugin
all that it contributes. In other commands it ends the command with a message. All name the plugin
and lead to exit code 3.
"""

# The page of hooks in the manual is made from the docstrings of this module.
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import pluggy

if TYPE_CHECKING:
    import click

    from attune_packkit.checking.check import Check, Input
    from attune_packkit.checking.result import Reporter, RunResult
    from attune_packkit.dependencies.environment import Environment, EnvironmentRequest
    from attune_packkit.model.component import Component
    from attune_packkit.model.pack import Pack
    from attune_packkit.model.pack_test_results import PackTestSuite
    from attune_packkit.model.pack_tests import SuiteRequest
    from attune_packkit.processes import Finished
    from attune_packkit.registration.entries import Registrar
    from attune_packkit.sources.request import Fetched
    from attune_packkit.sources.request import Request as FetchRequest

PROJECT = "attune_packkit"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as an implementation of the hook of its name."""


class Session(Protocol):
    """A run, as hooks and commands see it."""

    def packs(self, paths: Sequence[str]) -> Iterable[tuple[str, Pack]]:
        """Read the packs at or below `paths` without checking them; give each with its path."""
        ...

    def validate(self, paths: Sequence[str]) -> RunResult:
        """Check the packs at or below `paths`, each by itself and all together."""
        ...


class CommandLine(Protocol):
    """What a command gets from `click.pass_obj`."""

    def session(self) -> Session:
        """Return a session with the settings of this command line."""
        ...


class Executor(Protocol):
    """A way to run one piece of work over many packs: here, in processes, on other machines."""

    @property
    def name(self) -> str:
        """The name that the setting `executor` takes."""
        ...

    def run(
        self, work: Callable[[str], tuple[bytes, bytes]], items: Sequence[str], jobs: int
    ) -> Sequence[tuple[bytes, bytes]]:
        """Return what `work` gives for each of `items`, in their order; use up to `jobs` workers.

        `work` can be pickled; unpickled elsewhere it finds its settings and plugins again, as long
        as the same packages and packs are there. Raises `ExecutorError` if workers are lost, and
        lets through whatever the work raises.
        """
        ...


class Resolver(Protocol):
    """Fetches packs from one kind of source, such as object stores or OCI registries.

    It reads the network, git and archives through the request alone, which knows the user's limits,
    mirrors, cache and whether packkit is offline.
    """

    @property
    def name(self) -> str:
        """The name by which messages call it."""
        ...

    def accepts(self, source: str, request: FetchRequest) -> bool:
        """Tell by its text, without asking anybody, whether a source is of this kind."""
        ...

    def fetch(self, source: str, into: str, request: FetchRequest) -> Fetched:
        """Write the source's files to the folder `into`, which does not exist yet.

        The pack may lie at its top, in `pack/`, in its only folder with a manifest, or in the
        answer's `subdirectory`. Raises `SourceError`, `VerificationError` or `UsageError` for what
        goes wrong; packkit removes what was written then. Called from several threads.
        """
        ...


class EnvironmentBuilder(Protocol):
    """Provides what packs need of one runtime, such as a virtual environment of Python.

    What cannot be done is said with an `attune_packkit.api.EnvironmentFailure`. Programs are run
    through `attune_packkit.api.run_program`, so that they end in time.
    """

    @property
    def name(self) -> str:
        """The runtime: the key in the answers of `build-envs`."""
        ...

    @property
    def folder(self) -> str:
        """The name of the folder in the pack that holds the environment."""
        ...

    def detect(self, request: EnvironmentRequest) -> Environment | None:
        """Tell what is there and what would be built; None if the pack needs none.

        Changes nothing, and runs nothing that belongs to the pack.
        """
        ...

    def build(self, request: EnvironmentRequest, aside: str) -> None:
        """Make the environment in the folder `aside`, which is not there yet.

        It is renamed to its place when this is done, so that nobody ever finds half of one.
        """
        ...


class SuiteRunner(Protocol):
    """Runs one type of pack tests, the `type` of a runner in a manifest's `testing` section.

    The command runs in the pack's folder with few environment variables, and is killed with all
    that it started when its time is up.
    """

    @property
    def name(self) -> str:
        """The type."""
        ...

    def command(self, request: SuiteRequest) -> Sequence[str]:
        """Return the program to run and its arguments."""
        ...

    def read(self, request: SuiteRequest, finished: Finished) -> PackTestSuite | None:
        """Return what its output says of single tests; None if it says nothing."""
        ...


class PackFacts(Protocol):
    """What the site says of a pack in lists."""

    @property
    def ref(self) -> str:
        """The pack's ref."""
        ...

    @property
    def label(self) -> str:
        """Its name for people."""
        ...

    @property
    def version(self) -> str:
        """Its newest version."""
        ...

    @property
    def description(self) -> str:
        """One paragraph."""
        ...

    @property
    def author(self) -> str:
        """Who made it; "" if it does not say."""
        ...


class Site(Protocol):
    """The site that is built, as its additional pages see it."""

    @property
    def packs(self) -> Mapping[str, PackFacts]:
        """The packs by ref, in order."""
        ...

    def url(self, kind: str, ref: str, page: str) -> str:
        """Return the link from a page to a `pack` or component; "" if the site has none."""
        ...


class SitePage(Protocol):
    """A page that a plugin adds to the site, and a panel that it adds to the pages of packs.

    What it returns is HTML and stands in the page as it is: escape text of packs, with
    `markupsafe.escape`. The site's policy allows no script, style or picture from elsewhere.
    """

    @property
    def title(self) -> str:
        """The heading of the page, and of the panel."""
        ...

    @property
    def path(self) -> str:
        """The page's path below `pages/`, such as `owners.html`; "" if there is only a panel."""
        ...

    def render(self, site: Site, page: str) -> str:
        """Return the body of the page, whose address is `page`."""
        ...

    def panel(self, pack: Pack, component: Component | None) -> str:
        """Return the body of the panel for a pack or one of its components; "" for none."""
        ...


@hookspec
def packkit_checks() -> Iterable[Check]:
    """Return the checks of this plugin.

    Make them with `attune_packkit.api.check`. All plugins are asked; an id that two plugins define
    is an error at start that names both. `attune_packkit.testing.CheckContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_inputs() -> Iterable[Input]:
    """Return further inputs that checks may name as parameters.

    Make them with `attune_packkit.api.provides`. All plugins are asked; an input's own parameters
    are inputs too.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_reporters() -> Iterable[Reporter]:
    """Return the reporters of this plugin, by the names that `--format` takes.

    A reporter is a pure function. `attune_packkit.testing.ReporterContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_resolvers() -> Iterable[Resolver]:
    """Return the resolvers of this plugin.

    All plugins are asked when something is to be fetched. Resolvers of plugins come before the
    built-in ones; a source that two plugins accept is an error that names both.
    `attune_packkit.testing.ResolverContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_registrars() -> Iterable[Registrar]:
    """Return the registrars of this plugin, by the names that `--registrar` takes.

    `attune_packkit.testing.RegistrarContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_executors() -> Iterable[Executor]:
    """Return the executors of this plugin, by the names that the setting `executor` takes.

    All plugins are asked; a name that two plugins give is an error that names both.
    `attune_packkit.testing.ExecutorContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_environment_builders() -> Iterable[EnvironmentBuilder]:
    """Return the environment builders of this plugin, one for each runtime.

    All plugins are asked; a runtime for which two plugins have a builder is an error that names
    both. `attune_packkit.testing.EnvironmentBuilderContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_test_runners() -> Iterable[SuiteRunner]:
    """Return the runners of pack tests of this plugin, one for each type.

    Asked only when pack tests are to be run, which never happens without an explicit request. All
    plugins are asked; a type that two plugins run is an error that names both.
    `attune_packkit.testing.SuiteRunnerContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_site_pages() -> Iterable[SitePage]:
    """Return the pages and panels that this plugin adds to the registry's site.

    Asked when a site is built. All plugins are asked; a path that two plugins give is an error that
    names both. `attune_packkit.testing.SitePageContract` tests one.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_commands() -> Iterable[click.Command]:
    """Return click commands to add to the command line.

    Asked only when no built-in command has the name the user gave, or for `--help`. A command that
    reads packs takes `click.pass_obj`, an `attune_packkit.api.CommandLine`. It prints with
    `click.echo`, raises `attune_packkit.api.UsageError` and the like for what goes wrong, and
    returns its exit code or None. `attune_packkit.testing.invoke` runs one in a test.
    """
    raise AssertionError("a specification, never called")


@hookspec
def packkit_session_start(session: Session) -> None:
    """Act once the session is set up and before the first pack is read.

    `session` is an `attune_packkit.api.Session`. All plugins are called.
    """


@hookspec
def packkit_session_finish(session: Session, result: RunResult) -> None:
    """Act when a run is complete, before any report is written.

    All plugins are called, also when packs are broken; not when the run ended with an exception.
    """
