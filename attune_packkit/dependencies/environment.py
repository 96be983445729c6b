"""What environment builders are asked for and answer, and how a finished environment is told."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from attune_packkit.dependencies.analysis import REQUIREMENT_FILES, runtime_version
from attune_packkit.errors import ExitCode, PackkitError
from attune_packkit.model.component import texts
from attune_packkit.model.pack import Pack
from attune_packkit.model.platform import RUNNER_ALIASES
from attune_packkit.tree import MAX_METADATA_BYTES, read_regular

VIRTUALENV = "venv"
"""Folder of a pack's Python environment, in the pack."""

MARKER = ".packkit-environment"
"""A file in each environment that packkit makes: the digest of what it was made from."""

DEFAULT_VERSIONS: Mapping[str, str] = {"python": "3.11", "nodejs": "20"}
"""Versions of runtimes that Attune's environment step takes where nobody names one."""

State: TypeAlias = Literal["present", "outdated", "absent"]


class EnvironmentFailure(PackkitError):  # noqa: N818 - one pack's failure, shown beside the others
    """An environment cannot be built, or what it needs is not on this machine."""

    exit_code = ExitCode.DIAGNOSTICS


class EnvironmentOptions(Struct, frozen=True):
    """How environments are to be built.

    `versions` are the versions of the runtimes wished for; `exact` the runtimes for which no other
    version will do. `wheels` is a folder to take packages from, `offline` forbids the network.
    `trusting` accepts requirements that name other sources than the configured registry, and
    packages that run code while they are built. No program runs longer than `timeout` seconds.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    exact: frozenset[str] = frozenset()
    timeout: float = 600.0
    wheels: str = ""
    offline: bool = False
    trusting: bool = False


class EnvironmentRequest(Struct, frozen=True):
    """One pack that may need environments, and the folder in which they lie or are to lie.

    `variables` are the environment variables for programs. Normally a pack needs the environment of
    a runtime if its manifest names a version of it; with `widely` it is enough that `runtime_deps`
    lists the runtime.
    """

    pack: Pack
    folder: str
    options: EnvironmentOptions
    variables: Mapping[str, str]
    widely: bool = False

    def version(self, runtime: str) -> str:
        """Return the versions of a runtime that the manifest allows, as written; "" is any."""
        return runtime_version(self.pack.manifest, runtime)

    def requirements(self, runtime: str) -> bytes | None:
        """Return the requirement file of a runtime; None if the pack needs no environment of it.

        Raises `EnvironmentFailure` if the file cannot be read.
        """
        name = REQUIREMENT_FILES[runtime]
        path = os.path.join(self.pack.tree.root, name)
        if not self._needs(runtime) or not os.path.lexists(path):
            return None
        return self.read(name)

    def read(self, name: str) -> bytes:
        """Return a regular file of the pack. Raises `EnvironmentFailure` for anything else."""
        data = read_regular(os.path.join(self.pack.tree.root, name), MAX_METADATA_BYTES)
        if data is None:
            limit = f"a regular file of at most {MAX_METADATA_BYTES:,} bytes"
            raise EnvironmentFailure(f"{name} cannot be read: expected {limit}")
        return data

    def _needs(self, runtime: str) -> bool:
        if self.version(runtime):
            return True
        listed = texts(self.pack.manifest.place, self.pack.manifest.get("runtime_deps"))
        names = {RUNNER_ALIASES.get(each.text.lower(), each.text) for each in listed}
        return self.widely and f"core.{runtime}" in names


class Environment(Struct, frozen=True):
    """What an environment builder finds. `fields` are Attune's, as JSON data.

    `key` is a digest of what the environment is made from; the same key need not be built again.
    """

    fields: dict[str, Any]
    state: State
    key: str


def virtualenv_python(folder: str) -> str:
    """Return the interpreter of a pack's virtual environment; "" if there is none. Runs nothing."""
    root = os.path.join(folder, VIRTUALENV)
    if not is_folder(root) or not os.path.isfile(os.path.join(root, "pyvenv.cfg")):
        return ""
    below = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    python = os.path.join(root, *below)
    return python if os.access(python, os.X_OK) else ""


def is_folder(path: str) -> bool:
    """Tell whether a folder is there, and not a link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def marked_key(environment: str) -> str:
    """Return the key that an environment was built with; "" if it is none of ours."""
    data = read_regular(os.path.join(environment, MARKER), 1024)
    return (data or b"").decode("ascii", "replace").strip()
