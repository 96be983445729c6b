"""Which files of a working copy changed since a git revision."""

from __future__ import annotations

import os

from attune_packkit.sources.working_copy import git_text, refuse_unknown, top_of


def changed_files(directory: str, revision: str) -> set[str]:
    """Return the absolute paths of files that differ from `revision`, untracked ones too.

    `directory` lies in the working copy. Raises `UsageError` if the revision is unknown, which
    includes a shallow clone that lacks it, and `SourceError` if there is no repository or no git.
    """
    top = top_of(directory)
    refuse_unknown(top, revision)
    changed = git_text(
        top, "diff", "--name-only", "--no-ext-diff", "--no-renames", "-z", revision, "--"
    )
    untracked = git_text(top, "ls-files", "--others", "--exclude-standard", "-z")
    names = (changed + untracked).split("\0")
    return {os.path.join(os.path.realpath(top), name) for name in names if name}
