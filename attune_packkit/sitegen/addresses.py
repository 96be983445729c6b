"""Where each page lies: addresses relative to the root of the site, and links between them.

An address is a pure function of what the page shows, so it never depends on what else the site
holds. Every part of one is a slug: lower case, safe on every file system and in every URL, and
distinct from the slugs of all other names, even where case is ignored.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

HOME = "index.html"
NOT_FOUND = "404.html"
SEARCH = "search/index.html"
A_TO_Z = "a-z/index.html"
TAGS = "tags/index.html"
CHECKS = "checks/index.html"

FOLDERS = {
    "action": "actions",
    "trigger": "triggers",
    "sensor": "sensors",
    "rule": "rules",
    "workflow": "workflows",
    "queue": "queues",
    "policy": "policies",
    "permission_set": "permission-sets",
    "runtime": "runtimes",
    "dashboard": "dashboards",
    "cache": "caches",
}
"""Folder of each kind of component below its pack's."""

_MAX_PLAIN = 80
_MAX_STEM = 40
_PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_-])?", re.ASCII)
_UNSAFE = re.compile(r"[^a-z0-9_-]+", re.ASCII)
_RESERVED = frozenset(
    {"index", "404", "search", "assets", "aux", "con", "nul", "prn"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""Names with a meaning of their own: for web servers, for the site, for Windows."""


@lru_cache(maxsize=100_000)
def slug(name: str) -> str:
    """Return a file name for `name`; equal ones, case ignored, only for equal names.

    A plain name is its own slug. Any other is shortened to what is plain and told apart by a
    digest, behind a `~` that no plain name has.
    """
    plain = len(name) <= _MAX_PLAIN and _PLAIN.fullmatch(name)
    if plain and name.partition(".")[0] not in _RESERVED:
        return name
    stem = _UNSAFE.sub("-", name[: 4 * _MAX_STEM].lower()).strip("-")[:_MAX_STEM] or "x"
    return f"{stem}~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def pack_folder(ref: str, version: str = "") -> str:
    """Return the folder of a pack's pages, with a slash at the end; `version` for an older one."""
    folder = f"packs/{slug(ref)}/"
    return f"{folder}versions/{slug(version)}/" if version else folder


def pack_page(ref: str, version: str = "") -> str:
    """Return the page of a pack."""
    return pack_folder(ref, version) + "index.html"


def pack_part(ref: str, part: str, version: str = "") -> str:
    """Return a further page of a pack: `changelog`, `license`, `manifest`."""
    return f"{pack_folder(ref, version)}{part}.html"


def component_page(pack_ref: str, kind: str, name: str) -> str:
    """Return the page of a component; `name` is its ref without the pack's."""
    return f"{pack_folder(pack_ref)}{FOLDERS[kind]}/{slug(name)}.html"


def differences_page(ref: str, older: str, newer: str) -> str:
    """Return the page that says what changed between two versions of a pack."""
    return f"{pack_folder(ref)}changes/{slug(older)}..{slug(newer)}.html"


def icon(ref: str, digest: str, suffix: str) -> str:
    """Return the address of a pack's icon."""
    return f"assets/icons/{slug(ref)}-{digest[:12]}{suffix}"


def group_page(group: str, name: str) -> str:
    """Return the page of one category, runtime, licence or tag; `group` is the plural folder."""
    return f"{group}/{slug(name)}.html"


def letter_page(letter: str) -> str:
    """Return the page of the index of names for one letter, or for `other`."""
    return f"a-z/{letter}.html"


def check_page(code: str) -> str:
    """Return the page of a check of packkit."""
    return f"checks/{slug(code)}.html"


def further(page: str, number: int) -> str:
    """Return the address of one of the pages that a long list takes; the first is the list's."""
    # No slug ends like this: behind a `~` they have 16 digits.
    return page if number == 1 else f"{page.removesuffix('.html')}~{number}.html"


def root(page: str) -> str:
    """Return the way from a page to the root of the site: "" or some `../`."""
    return "../" * page.count("/")


@lru_cache(maxsize=50_000)
def relative(target: str, page: str) -> str:
    """Return the link from `page` to `target`, which may have a fragment. Works from `file://`."""
    if target.startswith("#"):
        return target
    here, there = page.split("/"), target.split("/")
    shared = 0
    for mine, theirs in zip(here[:-1], there[:-1], strict=False):
        if mine != theirs:
            break
        shared += 1
    return "../" * (len(here) - 1 - shared) + "/".join(there[shared:])


def anchor(prefix: str, *names: str) -> str:
    """Return the id of an element: the names as they are where they are plain, else their slugs.

    The prefix keeps ids of pack text apart from everything that scripts and browsers know.
    """
    return "-".join([prefix, *map(slug, names)])
