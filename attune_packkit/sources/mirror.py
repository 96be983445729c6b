"""Where a URL is to be read instead: from another server, or from this machine."""

from __future__ import annotations

import os
from collections.abc import Iterable

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.sources.urls import shown_url


def mirrored(url: str, mirrors: Iterable[tuple[str, str]]) -> str:
    """Return the URL or path that takes the place of a URL; the URL itself if none does.

    Of several prefixes that fit the longest counts; a prefix ends where a part of the URL ends.
    """
    fitting = [(prefix, place) for prefix, place in mirrors if _begins(url, prefix)]
    if not fitting:
        return url
    prefix, place = max(fitting, key=lambda pair: len(pair[0]))
    rest = url[len(prefix) :]
    if not rest:
        return place
    if not is_url(place) and {"..", "."} & set(rest.split("/")):
        raise SourceError(f"{shown_url(url)} leads out of its mirror {shown(place)}")
    return place.rstrip("/") + "/" + rest.lstrip("/")


def is_url(place: str) -> bool:
    """Tell whether a place is a URL and not a path."""
    return "://" in place


def repository_at(path: str) -> str:
    """Return the repository that a mirror keeps at a path, with or without its `.git` ending."""
    plain = path.removesuffix(".git")
    for each in (path, plain, f"{path}.bundle", f"{plain}.bundle"):
        if os.path.exists(each):
            return each
    raise SourceError(f"the mirror has no repository {shown(path, 200)}")


def _begins(url: str, prefix: str) -> bool:
    if not url.startswith(prefix):
        return False
    return prefix.endswith("/") or url[len(prefix) :][:1] in ("", "/")
