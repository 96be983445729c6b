"""The third step of an installation: find or build what packs need beside themselves to run."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field

from attune_packkit import clock
from attune_packkit.dependencies.environment import (
    MARKER,
    Environment,
    EnvironmentFailure,
    EnvironmentOptions,
    EnvironmentRequest,
)
from attune_packkit.errors import SourceError, UsageError, VerificationError
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import ref_fault
from attune_packkit.pipeline.contributed import Contributed, contributed
from attune_packkit.pipeline.manifests import located
from attune_packkit.session import Session
from attune_packkit.sources.placing import place, workspace

UNKNOWN = "unknown"

_PLATFORM = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")
_WINDOWS = ("SYSTEMROOT", "COMSPEC", "PATHEXT", "APPDATA", "LOCALAPPDATA", "USERPROFILE")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")
_KEPT = frozenset((*_PLATFORM, *_WINDOWS, *_CERTIFICATES, *_PROXIES))
_KEPT_PREFIXES = ("PIP_", "UV_", "NPM_CONFIG_", "XDG_")
"""Variables that are passed on to builders: settings of the tools, made by the user."""


class EnvironmentPlan(Struct, frozen=True):
    """What to do with environments: tell what is there or, with `build`, make it.

    `skip` are runtimes to leave alone; `force` builds again what is there already.
    """

    options: EnvironmentOptions = field(default_factory=EnvironmentOptions)
    build: bool = False
    force: bool = False
    skip: frozenset[str] = frozenset()


class PackEnvironments(Struct, frozen=True):
    """The environments of one pack by runtime, and what failed; `built` are new."""

    pack_ref: str
    pack_path: str
    environments: dict[str, Environment]
    failures: tuple[tuple[str, str], ...]
    built: tuple[str, ...] = ()
    duration_ms: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return an item of `built_environments`."""
        return {
            "pack_ref": self.pack_ref,
            "pack_path": self.pack_path,
            "environments": {name: each.fields for name, each in self.environments.items()},
            "duration_ms": self.duration_ms,
        }

    def failures_as_data(self) -> list[dict[str, str]]:
        """Return items of `failed_environments`."""
        return [
            {
                "pack_ref": self.pack_ref,
                "pack_path": self.pack_path,
                "runtime": runtime,
                "error": error,
            }
            for runtime, error in self.failures
        ]


class EnvironmentReport(Struct, frozen=True):
    """The environments of all packs."""

    packs: tuple[PackEnvironments, ...]
    duration_ms: int

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not any(pack.failures for pack in self.packs)

    def as_data(self) -> dict[str, Any]:
        """Return the answer of Attune's environment step."""
        whole = [pack for pack in self.packs if not pack.failures]
        kinds = [runtime for pack in self.packs for runtime in pack.environments]
        return {
            "built_environments": [pack.as_data() for pack in whole],
            "failed_environments": [
                item for pack in self.packs for item in pack.failures_as_data()
            ],
            "summary": {
                "total_packs": len(self.packs),
                "success_count": len(whole),
                "failure_count": len(self.packs) - len(whole),
                "python_envs_built": kinds.count("python"),
                "nodejs_envs_built": kinds.count("nodejs"),
                "total_duration_ms": self.duration_ms,
            },
        }


def environments(
    session: Session, paths: Iterable[str], plan: EnvironmentPlan, *, packs_base_dir: str = ""
) -> EnvironmentReport:
    """Find or build the environments of the packs at or below `paths`.

    They lie in the pack's folder: the installed one if `packs_base_dir` has the pack.
    """
    started = clock.elapsed()
    builders = {
        name: builder
        for name, builder in contributed(
            session, "packkit_environment_builders", "environment builder"
        ).items()
        if name not in plan.skip
    }
    errors: list[tuple[str, str]] = []
    packs = [
        _of_pack(path, pack, builders, plan, packs_base_dir)
        for path, pack in located(paths, errors)
    ]
    packs += [PackEnvironments(UNKNOWN, path, {}, ((UNKNOWN, text),)) for path, text in errors]
    return EnvironmentReport(tuple(packs), clock.milliseconds_since(started))


def _of_pack(
    path: str,
    pack: Pack,
    builders: dict[str, Contributed],
    plan: EnvironmentPlan,
    packs_base_dir: str,
) -> PackEnvironments:
    started = clock.elapsed()
    folder = _folder(path, pack, packs_base_dir)
    request = EnvironmentRequest(pack, folder, plan.options, _variables(), widely=plan.build)
    found: dict[str, Environment] = {}
    failures = []
    built = []
    for name, builder in builders.items():
        try:
            there, is_new = _environment(builder, request, plan)
        except EnvironmentFailure as failure:
            failures.append((name, "\n".join(filter(None, (failure.message, failure.hint)))))
            continue
        except (SourceError, UsageError, VerificationError) as error:
            failures.append((name, error.message))
            continue
        if there is not None:
            found[name] = there
            built += [name] if is_new else []
    return PackEnvironments(
        pack_ref=pack.ref,
        pack_path=path,
        environments=found,
        failures=tuple(failures),
        built=tuple(built),
        duration_ms=clock.milliseconds_since(started),
    )


def _environment(
    builder: Contributed, request: EnvironmentRequest, plan: EnvironmentPlan
) -> tuple[Environment | None, bool]:
    """Return the environment of one runtime, and whether it was built now."""
    with builder.blamed("to look for an environment"):
        there: Environment | None = builder.value.detect(request)
    if there is None or not plan.build or (there.state == "present" and not plan.force):
        return there, False
    with workspace(request.folder) as work:
        aside = os.path.join(work, builder.value.folder)
        with builder.blamed("to build an environment"):
            builder.value.build(request, aside)
        with open(os.path.join(aside, MARKER), "w", encoding="ascii") as marker:
            marker.write(there.key + "\n")
        place(aside, os.path.join(request.folder, builder.value.folder), replace=True)
    with builder.blamed("to look for the environment it built"):
        return builder.value.detect(request), True


def _folder(path: str, pack: Pack, packs_base_dir: str) -> str:
    """Return the installed folder of a pack, or the one it was read from as the user wrote it."""
    if packs_base_dir and not ref_fault(pack.ref):
        folder = os.path.join(os.path.abspath(packs_base_dir), pack.ref)
        if os.path.isfile(os.path.join(folder, MANIFEST)):
            return folder
    return path


def _variables() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _KEPT or name.upper().startswith(_KEPT_PREFIXES)
    }
