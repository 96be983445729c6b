"""Which files of a working copy changed since a git revision.

git runs only in the user's own repository, with everything off that would run a program or read a
configuration of somebody else's.
"""

from __future__ import annotations

import os
import subprocess

from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown

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


def changed_files(directory: str, revision: str) -> set[str]:
    """Return the absolute paths of files that differ from `revision`, untracked ones too.

    `directory` lies in the working copy. Raises `UsageError` if the revision is unknown, which
    includes a shallow clone that lacks it, and `SourceError` if there is no repository or no git.
    """
    top = top_of(directory)
    refuse_unknown(top, revision)
    changed = _git(
        top, "diff", "--name-only", "--no-ext-diff", "--no-renames", "-z", revision, "--"
    )
    untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    names = (changed + untracked).split("\0")
    return {os.path.join(os.path.realpath(top), name) for name in names if name}


def top_of(directory: str) -> str:
    """Return the top folder of a working copy. Raises `SourceError` if it is none."""
    return _git(directory, "rev-parse", "--show-toplevel").strip()


def refuse_unknown(top: str, revision: str) -> None:
    """Raise `UsageError` for a revision that the repository does not have."""
    if revision.startswith("-") or not _is_commit(top, revision):
        raise UsageError(
            f"revision {shown(revision)} is unknown in {top}",
            hint="fetch it first; a shallow clone may not have it",
        )


def _is_commit(top: str, revision: str) -> bool:
    try:
        _git(top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except SourceError:
        return False
    return True


def _git(directory: str, *arguments: str) -> str:
    """Return the text that git prints. Raises `SourceError`."""
    return run_git(directory, *arguments).decode("utf-8", "surrogateescape")


def run_git(directory: str, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git prints, `given` its input.

    Raises `SourceError` if it fails, so no failure looks like "none".
    """
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
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
        raise SourceError(f"git {arguments[0]} failed in '{directory}': {reason}")
    return done.stdout
