"""Git in the user's own working copy: read only, and with everything off that would run a program.

Repositories of strangers are read by `git_program` instead, in a repository of ours. Here git works
in the user's own and obeys its configuration, as far as that runs no program. Unlike the output of
other programs, that of git is needed as a whole, so its length is not limited.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping

from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown, shown_path

TIMEOUT = 60
"""Seconds one git command may take."""

_HARDENED = (
    "git",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.pager=cat",
    "-c", "diff.external=",
    "-c", "submodule.recurse=false",
)  # fmt: skip


def top_of(directory: str) -> str:
    """Return the top folder of a working copy. Raises `SourceError` if it is none."""
    return git_text(directory, "rev-parse", "--show-toplevel").strip()


def refuse_unknown(top: str, revision: str) -> None:
    """Raise `UsageError` for a revision that the repository does not have."""
    if revision.startswith("-") or not _is_commit(top, revision):
        raise UsageError(
            f"revision {shown(revision)} is unknown in {shown_path(top)}",
            hint="fetch it first; a shallow clone may not have it",
        )


def _is_commit(top: str, revision: str) -> bool:
    try:
        git_text(top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except SourceError:
        return False
    return True


def git_text(directory: str, *arguments: str) -> str:
    """Return the text that git prints. Raises `SourceError`."""
    return run_git(directory, *arguments).decode("utf-8", "surrogateescape")


def without_filters(directory: str) -> dict[str, str]:
    """Return the settings that keep git from running the filters that a repository configures."""
    names = git_text(directory, "config", "--list", "--name-only", "-z").split("\0")
    filters = (name for name in names if name.startswith("filter."))
    return {name: "false" if name.endswith(".required") else "" for name in filters}


def run_git(
    directory: str, *arguments: str, given: bytes = b"", settings: Mapping[str, str] | None = None
) -> bytes:
    """Return what git prints, `given` its input.

    Raises `SourceError` if it fails, so no failure looks like "none".
    """
    configured = dict(enumerate((settings or {}).items()))
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_CONFIG_COUNT": str(len(configured)),
        **{f"GIT_CONFIG_KEY_{number}": name for number, (name, _) in configured.items()},
        **{f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in configured.items()},
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(
            [*_HARDENED, *arguments],
            cwd=directory,
            env=environment,
            capture_output=True,
            timeout=TIMEOUT,
            input=given,
            check=False,
        )
    except FileNotFoundError:
        raise SourceError("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise SourceError(f"git did not answer within {TIMEOUT} s") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        place = shown_path(directory)
        raise SourceError(f"git {arguments[0]} failed in {place}: {shown(reason, 300)}")
    return done.stdout
