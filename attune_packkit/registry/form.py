"""The form of an index and of its entries: the JSON Schema, and what no schema can say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from attune_packkit import clock, schemas
from attune_packkit.errors import PackkitError
from attune_packkit.escaping import shown
from attune_packkit.registry import legacy
from attune_packkit.registry.faults import Fault, Path
from attune_packkit.registry.ordering import is_semver
from attune_packkit.schemas.compiling import Compiled, compile_schema
from attune_packkit.sources import git_refs
from attune_packkit.sources.urls import masked, parse_url
from attune_packkit.suggest import did_you_mean

MAX_FAULTS = 100
"""Faults that are reported for one entry; nobody reads more."""

CONTENTS = ("actions", "sensors", "triggers", "rules", "workflows")

_HTTPS = "^https://"
_HTTP_TOO = "^https?://"


def entry_faults(entry: Any, *, allow_http: bool = False) -> tuple[Fault, ...]:
    """Return what is wrong with one pack's entry; with `allow_http`, plain HTTP will do."""
    found = _violations(_entry_validator(allow_http), entry)
    if not found and isinstance(entry, dict):
        found = [*_version(entry), *_names(entry), *_sources(entry)]
    return tuple(legacy.explain(entry, found))


def head_faults(index: dict[str, Any]) -> tuple[Fault, ...]:
    """Return what is wrong with an index, its entries aside."""
    packs = index.get("packs")
    head = {**index, "packs": []} if isinstance(packs, list) else index
    found = _violations(_validator("index"), head)
    if not found:
        found = [*_url_faults(index["registry_url"], ("registry_url",)), *_timestamp(index)]
    return tuple(found)


def source_faults(sources: Any) -> tuple[Fault, ...]:
    """Return what is wrong with a list of install sources; that of git may lack a checksum."""
    found = _violations(_sources_validator(), sources)
    return tuple(found or _sources({"install_sources": sources}))


def release_faults(index: Any) -> tuple[Fault, ...]:
    """Return what is wrong with an index of releases."""
    found = _violations(_validator("release_index"), index)
    for number, pack in enumerate(index["packs"] if not found else ()):
        found += (fault.below("packs", number) for fault in _unreleased(pack))
    return tuple(found)


def _unreleased(pack: dict[str, Any]) -> Iterator[Fault]:
    """Yield channels that lead to no release, and versions released twice."""
    versions: set[str] = set()
    for number, release in enumerate(pack["releases"]):
        version = release["version"]
        if version in versions:
            message = f"version {shown(version)} is listed twice"
            yield Fault("index.duplicate_release", ("releases", number, "version"), message)
        versions.add(version)
    for channel, version in pack["channels"].items():
        if version not in versions:
            message = f"no release has the version {shown(version)}"
            yield Fault("index.unknown_release", ("channels", channel), message)


@cache
def _sources_validator() -> Compiled:
    definitions = schemas.load("index")["$defs"]
    source = json.loads(json.dumps(definitions["source"]))
    source["then"]["required"].remove("checksum")
    listed = definitions["pack"]["properties"]["install_sources"]
    return _compiled({**listed, "$defs": {**definitions, "source": source}})


@cache
def _entry_validator(allow_http: bool) -> Compiled:
    definitions = schemas.load("index")["$defs"]
    if allow_http:
        definitions = json.loads(json.dumps(definitions).replace(_HTTPS, _HTTP_TOO))
    return _compiled({"$ref": "#/$defs/pack", "$defs": definitions})


@cache
def _validator(kind: str) -> Compiled:
    return _compiled(schemas.load(kind))


def _compiled(schema: dict[str, Any]) -> Compiled:
    return compile_schema(schema, formats=True)


def _violations(validator: Compiled, value: Any) -> list[Fault]:
    found: list[Fault] = []
    if validator.is_valid(value):
        return found
    for error in validator.iter_errors(value):
        found += _explain(error)
        if len(found) >= MAX_FAULTS:
            break
    return found


def _explain(error: Any) -> Iterator[Fault]:
    path = tuple(error.instance_path)
    match error.kind.name:
        case "required":
            yield Fault("index.missing_field", path, f"{shown(error.kind.property)} is missing")
        case "additionalProperties":
            for name in error.kind.unexpected:
                hint = did_you_mean(name, _known())
                yield Fault("index.unknown_field", path, f"unknown key {shown(name)}", hint=hint)
        case "const" if path == ("version",):
            yield Fault("index.version", path, "Invalid index: version must be 1.0")
        case "pattern" if path == ("registry_url",):
            yield Fault("index.insecure_url", path, "registry_url must use HTTPS")
        case "pattern" if path[-1:] == ("checksum",):
            message = f"checksum {shown(error.instance)} is not sha256: and 64 lowercase hex digits"
            yield Fault("index.checksum", path, message)
        case _:
            from attune_packkit.model import wording

            found = wording.describe(error.instance)
            expected = wording.expectation(error.kind)
            yield Fault("index.invalid_field", path, f"is {found}, expected {expected}")


def _timestamp(index: dict[str, Any]) -> Iterator[Fault]:
    """Yield that a date is none: the form allows a leap second, for one."""
    try:
        clock.in_utc(index["last_updated"])
    except (ValueError, OverflowError):
        message = "last_updated must be an ISO 8601 timestamp"
        yield Fault("index.timestamp", ("last_updated",), message)


def _version(entry: dict[str, Any]) -> Iterator[Fault]:
    version = entry["version"]
    if not is_semver(version):
        message = f"version {shown(version)} is no semantic version"
        yield Fault("index.not_semver", ("version",), message, "warning")


def _names(entry: dict[str, Any]) -> Iterator[Fault]:
    for kind in CONTENTS:
        seen: set[str] = set()
        for index, component in enumerate(entry["contents"][kind]):
            name = component["name"]
            if name in seen:
                message = f"component {shown(name)} is listed twice"
                yield Fault("index.duplicate_component", ("contents", kind, index, "name"), message)
            seen.add(name)


def _sources(entry: dict[str, Any]) -> Iterator[Fault]:
    for index, source in enumerate(entry["install_sources"]):
        at = ("install_sources", index)
        yield from _url_faults(source["url"], (*at, "url"))
        reason = git_refs.fault(source["ref"]) if "ref" in source else ""
        if reason:
            message = f"{shown(source['ref'])} can be no git ref: {reason}"
            yield Fault("index.git_ref", (*at, "ref"), message)


def _url_faults(url: str, path: Path) -> Iterator[Fault]:
    """Yield what Attune's client refuses of a URL: credentials, a query, a fragment, no host."""
    try:
        parse_url(url)
    except PackkitError as error:
        yield Fault("index.url", path, error.message)
        return
    if "?" in url:
        yield Fault("index.url", path, f"{shown(masked(url))} has a query")


@cache
def _known() -> frozenset[str]:
    pack = schemas.load("index")["$defs"]["pack"]["properties"]
    return frozenset((*pack, *schemas.load("index")["properties"], *CONTENTS))
