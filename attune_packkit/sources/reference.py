"""What a user names as a source of a pack, told apart by its form.

A pack below the top of a repository or archive is named with `#subdirectory=path/of/pack`.
"""

from __future__ import annotations

import os
import re
from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.errors import SourceError, UsageError, VerificationError
from attune_packkit.escaping import shown
from attune_packkit.sources import git_refs
from attune_packkit.sources.urls import masked, parse_url, shown_url
from attune_packkit.suggest import did_you_mean

SourceKind: TypeAlias = Literal["registry", "git", "archive_url", "archive_file", "local"]

SHORTHANDS = {"github": "https://github.com/", "gitlab": "https://gitlab.com/"}
FORMS = (
    "a pack name such as core or core@1.2.0, an https URL, github:org/repo@ref, an archive or a"
    " folder"
)
MAX_LENGTH = 4096

_SUFFIXES = (".zip", ".tar", ".gz", ".tgz")
_MARK = "#subdirectory="
_NAME = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)*", re.ASCII)
_WANTED = re.compile(r"[0-9A-Za-z_.*^~<>=, +-]{0,255}", re.ASCII)
_SHORTHAND = re.compile(r"([A-Za-z][A-Za-z0-9_-]+):(?![\\/:])", re.ASCII)
_REPOSITORY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+", re.ASCII)
_EXPLICIT_GIT = re.compile(r"git\+(https?://[^/?#]*[^@]*)(?:@(.*))?", re.DOTALL)
_OTHER_GIT = re.compile(r"(?:git|ssh|git\+[a-z]+|file)://|[A-Za-z0-9+]+::|[^/\\:]+@[^/\\:]+:")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_GIT_URL = re.compile(r"(https?://[^/?#]+/.*?\.git)/?(?:@(.*))?", re.DOTALL | re.IGNORECASE)


class Reference(Struct, frozen=True):
    """One source. `text` is as given, without credentials, for messages and results.

    `location` is a URL, a path or a pack's name; `wanted` a git ref or a version constraint, ""
    for the default. `note` tells how an ambiguous text was taken.
    """

    text: str
    kind: SourceKind
    location: str
    wanted: str = ""
    subdirectory: str = ""
    note: str = ""

    @property
    def pinned(self) -> str:
        """The source with its subdirectory written so that it cannot be taken for another kind."""
        mark = f"{_MARK}{self.subdirectory}" if self.subdirectory else ""
        return f"{self.location}{mark}"


def git_source(url: str, ref: str, subdirectory: str = "") -> str:
    """Return the text of a git source, whatever its URL looks like."""
    return f"git+{url}@{ref}" + (f"{_MARK}{subdirectory}" if subdirectory else "")


def detect(text: str, ref_spec: str = "") -> SourceKind | None:
    """Tell by its form what kind of source a text names; None if no kind. Never raises."""
    if re.match(r"https?://", text, re.IGNORECASE):
        path = _without_subdirectory(text).partition("?")[0]
        return "git" if ref_spec or _GIT_URL.fullmatch(path) else "archive_url"
    if _OTHER_GIT.match(text):
        return "git"
    shorthand = _SHORTHAND.match(text)
    if shorthand is not None:
        return "git" if shorthand[1] in SHORTHANDS else None
    if not text or _URL.match(text) or "\0" in text or len(text) > MAX_LENGTH:
        return None
    path = _existing(text)
    if os.path.isfile(path):
        return "archive_file"
    if os.path.isdir(path) or _looks_like_path(text):
        return "local"
    return "registry" if _NAME.fullmatch(text.partition("@")[0]) else None


def parse(text: str, ref_spec: str = "") -> Reference:
    """Read what a user names as a source. `ref_spec` is for git sources that name no ref.

    Raises `UsageError` for a text that names nothing, `VerificationError` for what policy refuses.
    """
    if text.startswith("-"):
        raise UsageError(f"source {shown(text)} begins with '-', as only options do")
    kind = detect(text, ref_spec)
    match kind:
        case "git":
            return _git(text, ref_spec)
        case "archive_url":
            url, subdirectory = _split_subdirectory(text)
            return Reference(masked(text), kind, parse_url(url, text).text, "", subdirectory)
        case "archive_file" | "local":
            return _path(text, kind)
        case "registry":
            return _registry(text)
    raise _unknown(text)


def _git(text: str, ref_spec: str) -> Reference:
    whole, subdirectory = _split_subdirectory(text)
    shorthand = _SHORTHAND.match(whole)
    if shorthand is not None:
        url, ref = _expand(shorthand[1], whole[shorthand.end() :])
    elif _OTHER_GIT.match(whole) and not _EXPLICIT_GIT.fullmatch(whole):
        raise VerificationError(
            f"{shown_url(text)} is no https URL: git is spoken over https only",
            hint="the same repository as https://host/path.git",
        )
    else:
        match = _EXPLICIT_GIT.fullmatch(whole) or _GIT_URL.fullmatch(whole)
        url, ref = (match[1], match[2] or "") if match else (whole, "")
    found = parse_url(url, text)
    if "?" in found.text or "/.." in found.path:
        raise UsageError(f"{shown_url(text)} is no URL of a git repository")
    if whole.endswith("@"):
        raise UsageError(f"{shown_url(text)} ends in '@' without a branch, tag or commit")
    wanted = ref or ref_spec
    fault = git_refs.fault(wanted) if wanted else ""
    if fault:
        raise UsageError(f"{shown(wanted)} is no git branch, tag or commit: {fault}")
    return Reference(masked(text), "git", found.text, wanted, subdirectory)


def _expand(name: str, rest: str) -> tuple[str, str]:
    repository, _, ref = rest.partition("@")
    plain = repository.removesuffix(".git")
    if not _REPOSITORY.fullmatch(plain) or (name == "github" and plain.count("/") > 1):
        raise UsageError(
            f"{shown(repository)} is no repository of {name}", hint=f"expected {name}:org/repo@ref"
        )
    return f"{SHORTHANDS[name]}{plain}.git", ref


def _path(text: str, kind: SourceKind) -> Reference:
    path = _existing(text)
    subdirectory = "" if path == text else _split_subdirectory(text)[1]
    if not os.path.lexists(path):
        raise SourceError(f"path {shown(text, 200)} does not exist")
    note = ""
    if _NAME.fullmatch(text.partition("@")[0]) and not text.endswith(_SUFFIXES):
        note = (
            f"{shown(text)} is a path here and a pack's name too: took the path;"
            f" the registry's pack is {text.partition('@')[0]}@latest"
        )
    return Reference(masked(text), kind, path, "", subdirectory, note)


def _registry(text: str) -> Reference:
    name, sign, wanted = text.partition("@")
    if len(name) > 255:
        raise UsageError(f"a pack's name has at most 255 characters, not {len(name):,}")
    if not _WANTED.fullmatch(wanted) or (sign and not wanted.strip()):
        raise UsageError(
            f"{shown(wanted)} is no version of a pack", hint="expected such as core@1.2.0, core@^1"
        )
    return Reference(text, "registry", name, wanted.strip())


def _split_subdirectory(text: str) -> tuple[str, str]:
    """Return a source without its subdirectory, and the subdirectory."""
    whole, mark, path = text.partition(_MARK)
    if mark:
        steps = path.rstrip("/").split("/")
        odd = any(not step.isprintable() or step.startswith("-") or "\\" in step for step in steps)
        if odd or {"", ".", ".."} & set(steps) or ".git" in (step.lower() for step in steps):
            raise UsageError(
                f"{shown(path)} is no folder inside a source",
                hint="expected such as #subdirectory=packs/core",
            )
        path = "/".join(steps)
    return whole, path


def _without_subdirectory(text: str) -> str:
    return text.partition(_MARK)[0]


def _existing(text: str) -> str:
    """Return the path that a text names: as it is if that exists, else without subdirectory."""
    expanded = os.path.expanduser(text)
    return expanded if os.path.lexists(expanded) else _without_subdirectory(expanded)


def _looks_like_path(text: str) -> bool:
    return "/" in text.partition("@")[0] or os.sep in text or text in (".", "..", "~")


def _unknown(text: str) -> UsageError:
    shorthand = _SHORTHAND.match(text)
    if shorthand is not None and not _URL.match(text):
        return UsageError(
            f"unknown shorthand {shown(shorthand[1] + ':')} in {shown_url(text)}",
            hint=did_you_mean(shorthand[1], SHORTHANDS)
            or f"known: {', '.join(f'{name}:org/repo' for name in SHORTHANDS)}",
        )
    return UsageError(f"{shown_url(text)} names no source of a pack", hint=f"it is {FORMS}")
