"""Where the checkout of a pack comes from, read from its files: git is never run in a pack."""

from __future__ import annotations

import os
import re

from msgspec import Struct

from attune_packkit.sources.git_refs import is_commit
from attune_packkit.tree import read_regular

_MAX_BYTES = 4 * 1024 * 1024
_SECTION = re.compile(r'\s*\[remote "origin"\]\s*', re.IGNORECASE)
_URL = re.compile(r"\s*url\s*=\s*(\S+)\s*", re.IGNORECASE)
_SSH = re.compile(r"(?:ssh://)?git@([A-Za-z0-9.-]+)[:/]([A-Za-z0-9_][A-Za-z0-9_./-]*)")


class Checkout(Struct, frozen=True):
    """What a working copy is a copy of. `branch` is "" if none is checked out."""

    url: str
    commit: str
    branch: str


def read_checkout(root: str) -> Checkout | None:
    """Return what the working copy at `root` says; None if it is none, or its origin no https URL.

    An address for ssh is turned into the https one of the same host.
    """
    git = os.path.join(root, ".git")
    head = _text(git, "HEAD").strip()
    name = head.removeprefix("ref: ")
    commit = head if name == head else _commit(git, name)
    url = _origin(_text(git, "config"))
    if not url or not is_commit(commit):
        return None
    return Checkout(url, commit, name.removeprefix("refs/heads/") if name != head else "")


def _commit(git: str, name: str) -> str:
    if not name.startswith("refs/") or ".." in name.split("/"):
        return ""
    loose = _text(git, name).strip()
    if loose:
        return loose
    for line in _text(git, "packed-refs").splitlines():
        commit, _, packed = line.partition(" ")
        if packed == name:
            return commit
    return ""


def _origin(config: str) -> str:
    inside = False
    for line in config.splitlines():
        if line.lstrip().startswith("["):
            inside = _SECTION.fullmatch(line) is not None
        match = _URL.fullmatch(line) if inside else None
        if match is not None:
            return _as_https(match[1])
    return ""


def _as_https(url: str) -> str:
    match = _SSH.fullmatch(url)
    if match is not None:
        return f"https://{match[1]}/{match[2].removesuffix('.git')}.git"
    return url if url.startswith("https://") else ""


def _text(folder: str, name: str) -> str:
    data = read_regular(os.path.join(folder, name), _MAX_BYTES)
    return (data or b"").decode("utf-8", "replace")
