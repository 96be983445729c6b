"""The registry as files: one JSON document a pack, beside the packs.

`.packkit/registry/packs/<ref>.json` holds a pack with its components, `.packkit/registry/ids.json`
the ids given last. A pack is written in one step, so a reader sees the old or the new one whole;
one lock keeps writers apart. An id is noted before it is used: a writer that dies wastes some, and
none is ever given twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attune_packkit.api import (
    AlreadyRegisteredError,
    NotRegisteredError,
    Record,
    Registered,
    Registration,
    RegistrationError,
    SourceError,
    Stored,
    do_nothing,
    locked,
    read_regular,
    replace_file,
    shown,
    shown_path,
)

FORMAT_VERSION = 1
MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_NAME = 200
"""Characters of a ref that its file is named after; the file of a longer one has a digest."""

_WAIT = 30.0
"""Seconds to wait for another writer, who should need milliseconds."""

_ASIDE = ".packkit-"
_SUFFIX = ".json"


def open_store(packs_base_dir: str, *, create: bool = True) -> JsonStore:
    """Open the registry beside the packs; with `create` make its folder."""
    folder = os.path.realpath(packs_base_dir)
    for name in (".packkit", "registry", "packs"):
        folder = os.path.join(folder, name)
        if os.path.islink(folder):
            raise SourceError(
                f"registry folder {shown_path(folder)} is a link",
                hint="put the folder itself there",
            )
        if create:
            _make(folder)
    return JsonStore(folder)


def _make(folder: str) -> None:
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except OSError as error:
        raise SourceError(f"{shown_path(folder)} cannot be made: {error.strerror}") from None


class JsonStore:
    """An open registry of files."""

    def __init__(self, folder: str) -> None:
        self._packs = folder
        self._root = os.path.dirname(folder)
        self._ids = os.path.join(self._root, "ids.json")

    def register(
        self,
        registration: Registration,
        *,
        at: str,
        replace: bool,
        meanwhile: Callable[[], None] = do_nothing,
    ) -> tuple[Registered, ...]:
        """Add or update a pack with its components and drop those that it no longer has."""
        with self._writing():
            before = self._read(registration.ref)
            if before is not None and not replace:
                raise AlreadyRegisteredError(registration.ref)
            self._refuse_taken(registration)
            records = (registration.pack, *registration.components)
            after, outcomes = self._merged(before or [], records, registration.ref, at)
            self._write(registration.ref, after, meanwhile)
        return outcomes

    def sync(
        self, pack_ref: str, kind: str, records: Sequence[Record], *, keep: Sequence[str], at: str
    ) -> tuple[Registered, ...]:
        """Add or update the components of one kind of a pack; drop others not in `keep`."""
        with self._writing():
            before = self._read(pack_ref)
            if before is None:
                raise NotRegisteredError(pack_ref)
            self._refuse_taken(Registration(before[0].record, tuple(records)))
            named = {record.ref for record in records}
            untouched = [
                each for each in before[1:]
                if each.record.kind != kind or (each.ref in keep and each.ref not in named)
            ]  # fmt: skip
            after, outcomes = self._merged(before, records, pack_ref, at)
            self._write(pack_ref, [before[0], *untouched, *after], do_nothing)
        return outcomes

    def packs(self) -> list[Stored]:
        """Return all packs by id."""
        try:
            names = sorted(os.listdir(self._packs))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unreadable(self._packs, error) from None
        paths = [os.path.join(self._packs, name) for name in names if name.endswith(_SUFFIX)]
        found = (self._load(path) for path in paths)
        return sorted((each[0] for each in found if each), key=_by_id)

    def pack(self, ref: str) -> Stored | None:
        """Return the pack with a ref."""
        found = self._read(ref)
        return found[0] if found else None

    def components(self, pack_ref: str, kind: str) -> list[Stored]:
        """Return the components of one kind of a pack by id."""
        found = self._read(pack_ref) or []
        return sorted((each for each in found[1:] if each.record.kind == kind), key=_by_id)

    def remove(self, ref: str, *, meanwhile: Callable[[], None] = do_nothing) -> bool:
        """Remove a pack with all its components; tell whether it was there."""
        with self._writing():
            if self._read(ref) is None:
                return False
            meanwhile()
            os.unlink(self._path(ref))
            return True

    def close(self) -> None:
        """Nothing is held open."""

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with locked(self._root, wait=_WAIT):
                self._sweep()
                yield
        except OSError as error:
            raise SourceError(
                f"registry {shown(self._root)} cannot be written: {error.strerror}"
            ) from None

    def _sweep(self) -> None:
        """Remove what a writer that was killed left."""
        for folder in (self._root, self._packs):
            for name in os.listdir(folder):
                if name.startswith(_ASIDE):
                    os.unlink(os.path.join(folder, name))

    def _refuse_taken(self, registration: Registration) -> None:
        """Refuse components that another pack has: one whose own ref begins their refs too."""
        mine = {(each.kind, each.ref) for each in registration.components}
        others = {prefix for _, ref in mine for prefix in _prefixes(ref)} - {registration.ref}
        for other in sorted(others):
            for each in self._read(other) or []:
                if (each.record.kind, each.ref) in mine:
                    raise taken(each)

    def _merged(
        self, before: Sequence[Stored], records: Iterable[Record], pack_ref: str, at: str
    ) -> tuple[list[Stored], tuple[Registered, ...]]:
        """Give each record its id: the one that it has, or a new one."""
        known = {(each.record.kind, each.ref): each for each in before}
        ids = self._last_ids()
        given = dict(ids)
        after: list[Stored] = []
        outcomes: list[Registered] = []
        for record in records:
            old = known.get((record.kind, record.ref))
            if old is None:
                given[record.kind] = given.get(record.kind, 0) + 1
            number = old.id if old else given[record.kind]
            pack = after[0].id if after else before[0].id if before else number
            created = old.created if old else at
            after.append(
                Stored(
                    record=record,
                    id=number,
                    pack=pack,
                    pack_ref=pack_ref,
                    created=created,
                    updated=at,
                )
            )
            outcomes.append(Registered(record.kind, record.ref, number, old is None))
        if given != ids:
            replace_file(self._ids, _text(given))
        return after, tuple(outcomes)

    def _last_ids(self) -> dict[str, int]:
        data = read_regular(self._ids, MAX_FILE_BYTES)
        if data is None and not os.path.lexists(self._ids):
            return self._highest()
        try:
            found = json.loads(data or b"")
            if not all(type(number) is int and number >= 0 for number in found.values()):
                raise ValueError("an id is no number")
        except (ValueError, AttributeError, RecursionError) as error:
            hint = "remove it: packkit finds the numbers again in the registered packs"
            raise _damaged(self._ids, _why(error), hint) from None
        return {str(kind): number for kind, number in found.items()}

    def _highest(self) -> dict[str, int]:
        """Return the highest id of each kind: of a registry that lost its note of them."""
        highest: dict[str, int] = {}
        for pack in self.packs():
            for each in self._read(pack.ref) or []:
                kind = each.record.kind
                highest[kind] = max(highest.get(kind, 0), each.id)
        return highest

    def _path(self, ref: str) -> str:
        name = ref if len(ref) <= MAX_NAME else hashlib.sha256(ref.encode()).hexdigest()
        return os.path.join(self._packs, name + _SUFFIX)

    def _read(self, ref: str) -> list[Stored] | None:
        """Return a pack and its components; None if it is not there."""
        if "/" in ref or "\0" in ref or ref.startswith("."):
            return None
        return self._load(self._path(ref))

    def _load(self, path: str) -> list[Stored] | None:
        data = read_regular(path, MAX_FILE_BYTES)
        if data is None:
            if os.path.lexists(path):
                raise _damaged(path, "it is no file, too large or not to be read")
            return None
        try:
            return _entries(json.loads(data))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise _damaged(path, _why(error)) from None

    def _write(self, ref: str, entries: Sequence[Stored], meanwhile: Callable[[], None]) -> None:
        pack, *components = entries
        content = {
            "format_version": FORMAT_VERSION,
            "pack": _plain(pack),
            "components": [_plain(each) for each in components],
        }
        aside = os.path.join(self._packs, _ASIDE + "next")
        replace_file(aside, _text(content))
        meanwhile()
        os.replace(aside, self._path(ref))


def taken(entry: Stored) -> RegistrationError:
    """Return the error that says that a component is another pack's."""
    return RegistrationError(
        f"{entry.record.kind} '{entry.ref}' is already registered by pack '{entry.pack_ref}'"
    )


def _by_id(entry: Stored) -> int:
    return entry.id


def _prefixes(ref: str) -> Iterator[str]:
    while "." in ref:
        ref = ref.rpartition(".")[0]
        yield ref


def _text(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(entry: Stored) -> dict[str, Any]:
    return {
        "kind": entry.record.kind,
        "id": entry.id,
        "ref": entry.ref,
        "created": entry.created,
        "updated": entry.updated,
        "fields": entry.record.fields,
    }


def _entries(content: Any) -> list[Stored]:
    """Read a file's content; `KeyError`, `TypeError` or `ValueError` says that it is not ours."""
    if content["format_version"] != FORMAT_VERSION:
        raise ValueError(f"its format is {content['format_version']!r:.20}, not {FORMAT_VERSION}")
    pack = content["pack"]
    owner = (_whole(pack["id"]), _words(pack["ref"]))
    return [_stored(each, *owner) for each in (pack, *content["components"])]


def _stored(plain: Any, pack: int, pack_ref: str) -> Stored:
    fields = plain["fields"]
    if not isinstance(fields, dict):
        raise TypeError("fields are no mapping")
    return Stored(
        record=Record(_words(plain["kind"]), _words(plain["ref"]), fields),
        id=_whole(plain["id"]),
        pack=pack,
        pack_ref=pack_ref,
        created=_words(plain["created"]),
        updated=_words(plain["updated"]),
    )


def _whole(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise TypeError("an id is no whole number")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no text")
    return value


def _unreadable(path: str, error: OSError) -> SourceError:
    return SourceError(f"registry {shown_path(path)} cannot be read: {error.strerror}")


def _why(error: Exception) -> str:
    """Say what is wrong with a file, as little as Python tells of it."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    foreseen = isinstance(error, ValueError)
    return str(error) if foreseen else "it is not of the form that packkit writes"


def _damaged(
    path: str,
    reason: str,
    hint: str = "remove it, then register the pack again with --force",
) -> SourceError:
    return SourceError(f"registry file {shown(path, 300)} is damaged: {reason}", hint=hint)
