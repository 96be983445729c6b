"""The baseline: diagnostics that are known and accepted, by fingerprint."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from attune_packkit import files
from attune_packkit.checking import own
from attune_packkit.checking.codes import matches
from attune_packkit.checking.result import Reported
from attune_packkit.checking.selection import (
    INTERNAL,
    Chosen,
    Locate,
    Selection,
    Suppressed,
    in_order,
)
from attune_packkit.diagnostics import Diagnostic, Severity
from attune_packkit.errors import ConfigError, UsageError

SCHEMA_VERSION = 1
MAX_BYTES = 64 * 1024 * 1024

_ANEW = "write it anew with --update-baseline"


class Entry(Struct, frozen=True, order=True):
    """One known diagnostic. Only `fingerprint` and `count` decide; the rest is for readers."""

    pack: str
    path: str
    code: str
    severity: str
    message: str
    fingerprint: str
    count: int = 1


class Baseline(Struct, frozen=True, dict=True):
    """Known diagnostics, sorted."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_pack(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.pack, []).append(entry)
        return found

    @property
    def has_infos(self) -> bool:
        """Whether an info is among the entries, so that infos must be looked at."""
        return any(entry.severity == Severity.INFO.label for entry in self.entries)

    def apply(self, chosen: Chosen, selection: Selection, locate: Locate) -> Chosen:
        """Remove known diagnostics from those of one pack, and report entries that are fixed."""
        entries = self._by_pack.get(chosen.pack, ())
        left = Counter({entry.fingerprint: entry.count for entry in entries})
        kept: list[Reported] = []
        known: list[Suppressed] = []
        for each in chosen.reported:
            fingerprint = each.diagnostic.fingerprint
            if left[fingerprint] > 0 and not matches(INTERNAL, each.diagnostic.code):
                left[fingerprint] -= 1
                known.append(Suppressed(each, "baseline"))
            else:
                kept.append(each)
        about = map(selection.judged, self._about_fixed(chosen))
        kept += locate(each for each in about if each is not None and selection.shows(each))
        return replace(chosen, reported=in_order(kept), suppressed=(*chosen.suppressed, *known))

    def fixed(self, chosen: Chosen) -> Iterator[Entry]:
        """Yield what one pack has fixed: entries whose `count` is how often they are missing."""
        for entry in self._by_pack.get(chosen.pack, ()):
            missing = entry.count - chosen.seen[entry.fingerprint]
            if missing > 0 and _is_judged(entry, chosen):
                yield replace(entry, count=missing)

    def updated(self, packs: Sequence[Chosen]) -> Baseline:
        """Return the baseline of what these packs report now.

        Entries that it does not report and that this run cannot judge stay: those of other packs,
        of checks that are not selected, of files in which an error keeps checks away.
        """
        refs = {chosen.pack: chosen for chosen in packs}
        entries = {
            entry.fingerprint: entry
            for entry in self.entries
            if entry.pack not in refs or _still_there(entry, refs[entry.pack])
        }
        found = [each.diagnostic for chosen in packs for each in chosen.reported]
        counts = Counter(each.fingerprint for each in found)
        for each in found:
            if not matches(INTERNAL, each.code):
                entry = _entry(each, counts[each.fingerprint])
                entries[entry.fingerprint] = entry
        return Baseline(tuple(sorted(entries.values())))

    def _about_fixed(self, chosen: Chosen) -> Iterator[Diagnostic]:
        for entry in self.fixed(chosen):
            doubtful = entry.code in chosen.silence.doubtful
            yield from own.report(
                own.fixed_entry, chosen.pack, entry.path, entry.code, entry.count, doubtful
            )


def _still_there(entry: Entry, chosen: Chosen) -> bool:
    return chosen.seen[entry.fingerprint] > 0 or not _is_judged(entry, chosen)


def _is_judged(entry: Entry, chosen: Chosen) -> bool:
    return entry.path not in chosen.silence.blocked and chosen.silence.ran(entry.code)


def _entry(diagnostic: Diagnostic, count: int) -> Entry:
    return Entry(
        pack=diagnostic.pack,
        path=diagnostic.path,
        code=diagnostic.code,
        severity=diagnostic.severity.label,
        message=diagnostic.message,
        fingerprint=diagnostic.fingerprint,
        count=count,
    )


def write(path: str, baseline: Baseline) -> None:
    """Write a baseline in one step, one entry a line. Raises `UsageError` if that fails."""
    lines = ",\n".join("  " + json.dumps(asdict(entry)) for entry in baseline.entries)
    body = f"[\n{lines}\n ]" if lines else "[]"
    try:
        files.replace_file(path, f'{{"schema_version": {SCHEMA_VERSION},\n "entries": {body}}}\n')
    except OSError as error:
        raise UsageError(f"baseline '{path}' cannot be written: {error.strerror}") from None


def read(path: str, *, missing_ok: bool = False) -> Baseline:
    """Read a baseline. Raises `ConfigError` for a file that is none."""
    if missing_ok and not os.path.lexists(path):
        return Baseline()
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(
            f"baseline '{path}' does not exist", hint="--update-baseline writes it"
        ) from None
    except OSError as error:
        raise ConfigError(f"baseline '{path}' cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"baseline '{path}' is larger than {MAX_BYTES} bytes")
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{error.lineno}: no JSON: {error.msg}", hint=_ANEW) from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"baseline '{path}' is no JSON: {error}", hint=_ANEW) from None
    return _baseline(path, document)


def _baseline(path: str, document: Any) -> Baseline:
    if not isinstance(document, dict) or not isinstance(document.get("entries"), list):
        raise ConfigError(f"'{path}' is no baseline: it has no list of entries", hint=_ANEW)
    version = document.get("schema_version")
    if version != SCHEMA_VERSION:
        raise ConfigError(
            f"baseline '{path}' has schema_version {json.dumps(version)[:40]},"
            f" this packkit reads {SCHEMA_VERSION}",
            hint=_ANEW,
        )
    entries = {
        entry.fingerprint: entry
        for number, item in enumerate(document["entries"], start=1)
        if (entry := _read_entry(path, number, item))
    }
    return Baseline(tuple(sorted(entries.values())))


def _read_entry(path: str, number: int, item: Any) -> Entry:
    names = Entry.__struct_fields__
    if not isinstance(item, dict) or set(item) != set(names):
        raise ConfigError(
            f"baseline '{path}': entry {number} does not have {', '.join(names)}", hint=_ANEW
        )
    texts = [item[name] for name in names[:-1]]
    count = item["count"]
    if not all(isinstance(text, str) for text in texts) or not _is_count(count):
        raise ConfigError(
            f"baseline '{path}': entry {number} has a value of the wrong type", hint=_ANEW
        )
    return Entry(**item)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
