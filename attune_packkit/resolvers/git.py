"""Packs in git repositories."""

from __future__ import annotations

from attune_packkit.api import Fetched, FetchRequest, detect_source, git_source


class GitResolver:
    """Fetches one commit of a repository over https, and reads its files from git's objects."""

    name = "git"

    def accepts(self, source: str, request: FetchRequest) -> bool:
        """Tell whether a source is the URL of a repository, or a shorthand for one."""
        return detect_source(source, request.ref_spec) == "git"

    def fetch(self, source: str, into: str, request: FetchRequest) -> Fetched:
        """Write the files at the branch, tag or commit that the source names."""
        found = request.parse(source)
        exported = request.fetch_git(
            found.location, found.wanted, into, subdirectory=found.subdirectory
        )
        pinned = git_source(found.location, exported.commit, found.subdirectory)
        return Fetched("git", found.location, pinned, exported.commit)
