"""Find everything that is wrong with an index, by the policy of any index or the public one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from attune_packkit.dependencies.constraints import constraint_fault
from attune_packkit.errors import PackkitError
from attune_packkit.escaping import shown
from attune_packkit.model.refs import split_dependency
from attune_packkit.registry import extended, form, legacy, strict_json
from attune_packkit.registry.assembling import Entry
from attune_packkit.registry.between_entries import across
from attune_packkit.registry.entry import Draft
from attune_packkit.registry.faults import MAX_FAULTS, Fault, Path
from attune_packkit.registry.index import install_sources
from attune_packkit.registry.releases import is_release_index
from attune_packkit.registry.strict_json import MAX_BYTES, MAX_LOCAL_BYTES
from attune_packkit.sources.git_refs import is_commit

Policy: TypeAlias = Literal["standard", "custom"]

STANDARD_HOME = "https://github.com/attune-packs/"
_PLAIN_REF = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
_OFFICIAL_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.-]+)?", re.ASCII)
_TOLD_OF_DRIFT = ("install_sources", "meta")
"""Fields that a pack's files do not decide."""


def audit(
    data: bytes, *, name: str, policy: Policy = "custom", packs: Mapping[str, str] | None = None
) -> tuple[int, list[Fault]]:
    """Return the number of entries of an index, and what is wrong with it, in file order.

    Policy `standard` is that of the public index. `packs` are folders by ref, with which the
    entries of these packs are compared.
    """
    try:
        index = strict_json.parse(data, name=name, limit=MAX_LOCAL_BYTES)
        if not isinstance(index, dict):
            return 0, [Fault("index.not_object", (), "an index is an object")]
        if is_release_index(index):
            return _count(index), list(form.release_faults(index))
        legacy.refuse_other_formats(index, name)
    except PackkitError as error:
        return 0, [Fault("index.unreadable", (), error.message, hint=error.hint)]
    found = [*_size(data), *form.head_faults(extended.as_official_head(index))]
    entries = index.get("packs")
    if not isinstance(entries, list):
        return 0, found
    sound = list(_sound_entries(index, entries, found))
    found += _order(index, entries, sound)
    for number, entry in sound:
        for fault in _of_entry(entry, policy):
            found.append(fault.below("packs", number))
    found += across(sound)
    for number, entry in sound:
        if packs and entry["ref"] in packs:
            found += (each.below("packs", number) for each in _drift(entry, packs[entry["ref"]]))
    return len(entries), sorted(found, key=_in_file_order)


def _count(index: dict[str, Any]) -> int:
    packs = index.get("packs")
    return len(packs) if isinstance(packs, list) else 0


def _size(data: bytes) -> Iterator[Fault]:
    if len(data) > MAX_BYTES:
        message = f"{len(data):,} bytes are more than the {MAX_BYTES:,} that Attune's client reads"
        yield Fault("index.too_large", (), message, "warning")


def _in_file_order(fault: Fault) -> tuple[Any, ...]:
    number = fault.path[1] if len(fault.path) > 1 and fault.path[0] == "packs" else -1
    return (number, fault.severity)


def _sound_entries(
    index: dict[str, Any], entries: list[Any], found: list[Fault]
) -> Iterator[tuple[int, Entry]]:
    """Yield the entries whose form is right, and add the faults of all to `found`."""
    for number, raw in enumerate(entries):
        entry = extended.split(raw)[0] if extended.is_extended(index) else raw
        if len(found) > MAX_FAULTS:
            more = f"more than {MAX_FAULTS} faults; the rest is not looked at"
            found.append(Fault("index.too_many", ("packs", number), more))
            return
        faults = form.entry_faults(entry)
        found += (fault.below("packs", number) for fault in faults)
        if all(fault.severity != "error" for fault in faults):
            yield number, entry


def _order(
    index: dict[str, Any], entries: list[Any], sound: list[tuple[int, Entry]]
) -> Iterator[Fault]:
    refs = [each.get("ref") for each in entries if isinstance(each, dict)]
    named = [ref for ref in refs if isinstance(ref, str)]
    if named != sorted(named):
        yield Fault("index.unsorted", (), "packs must be sorted by ref")
    whole = extended.is_extended(index)
    seen: set[tuple[str, str]] = set()
    for number, entry in sound:
        key = (entry["ref"], entry["version"] if whole else "")
        if key in seen:
            what = f"version {entry['version']} of {entry['ref']}" if whole else entry["ref"]
            message = f"pack refs must be unique: {shown(what)} is listed twice"
            yield Fault("index.duplicate_ref", ("packs", number), message)
        seen.add(key)


def _of_entry(entry: Entry, policy: Policy) -> Iterator[Fault]:
    severity: Literal["error", "warning"] = "error" if policy == "standard" else "warning"
    if not _PLAIN_REF.fullmatch(entry["ref"]):
        message = f"ref {shown(entry['ref'])} has dots, which Attune's own client refuses"
        yield Fault("index.dotted_ref", ("ref",), message, severity)
    if not _OFFICIAL_VERSION.fullmatch(entry["version"]):
        message = f"version {shown(entry['version'])} is refused by the official schema"
        yield Fault("index.official_version", ("version",), message, severity)
    if policy == "standard":
        yield from _publishing(entry)
    yield from _texts(entry)
    for number, text in enumerate(entry.get("dependencies", {}).get("packs", ())):
        reason = constraint_fault(split_dependency(text)[1])
        if reason:
            path = ("dependencies", "packs", number)
            yield Fault("index.dependency", path, f"dependency {shown(text)}: {reason}", "warning")


def _publishing(entry: Entry) -> Iterator[Fault]:
    if not entry.get("repository", "").startswith(STANDARD_HOME):
        message = f"{entry['ref']}: standard entries must come from attune-packs"
        yield Fault("index.policy", ("repository",), message)
    git = [source for source in entry["install_sources"] if source["type"] == "git"]
    if len(git) != 1 or not is_commit(git[0]["ref"]):
        message = f"{entry['ref']}: standard Git source must use one immutable commit SHA"
        yield Fault("index.policy", ("install_sources",), message)


def _texts(entry: Entry) -> Iterator[Fault]:
    if not entry["description"].strip():
        message = f"{entry['ref']} has no description"
        yield Fault("index.description", ("description",), message, "warning")
    seen: dict[str, str] = {}
    for number, word in enumerate(entry["keywords"]):
        other = seen.setdefault(word.casefold(), word)
        if other != word or word != word.strip() or not word:
            message = f"keyword {shown(word)} is empty, padded, or {shown(other)} in another case"
            yield Fault("index.keyword", ("keywords", number), message, "warning")


def _drift(entry: Entry, root: str) -> Iterator[Fault]:
    """Yield where an entry differs from one made anew of the pack in folder `root`."""
    sources = install_sources(entry["install_sources"])
    try:
        draft = Draft(root)
        made = draft.indexed(sources).entry
    except PackkitError as error:
        yield Fault("index.drift", (), f"its pack cannot be indexed: {error.message}")
        return
    for field in dict.fromkeys((*made, *entry)):
        if field not in _TOLD_OF_DRIFT and made.get(field) != entry.get(field):
            here, there = _brief(entry.get(field)), _brief(made.get(field))
            path: Path = (field,) if field in entry else ()
            yield Fault("index.drift", path, f"{field} is {here} here and {there} in the pack")
    for number, source in enumerate(sources):
        if source.type == "git" and source.checksum != draft.inspected.value:
            at = ("install_sources", number, "checksum")
            yield Fault("index.drift", at, f"the pack's folder has {draft.inspected.value}")


def _brief(value: Any) -> str:
    return "absent" if value is None else shown(json.dumps(value, ensure_ascii=False), 60)
