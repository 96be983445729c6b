"""The folder of installed packs and their registry, which change together.

A pack's folder and its entry change in one step as far as anybody can tell later: a mark is left
before the folder takes its place and taken away when the entry is there. Whoever opens the
installation next finishes what a marked pack lacks: its folder, old or new, decides.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from attune_packkit import clock, tree
from attune_packkit.errors import PackkitError, SourceError, UsageError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.model.pack import load
from attune_packkit.model.refs import ref_fault
from attune_packkit.pipeline.contributed import Contributed, contributed
from attune_packkit.registration.entries import RegistryStore
from attune_packkit.registration.records import NotRegisteredError, registration
from attune_packkit.session import Session
from attune_packkit.sources.exclusive import locked
from attune_packkit.sources.placing import recover
from attune_packkit.suggest import did_you_mean

DEFAULT_REGISTRAR = "json-index"
DATABASE_REGISTRAR = "database"
METADATA = "metadata.json"

_STATE = ".packkit"
_PENDING = "pending"
_ASIDE = ".packkit-"
MAX_METADATA = 64 * 1024


class Installation:
    """Installed packs: `folder` holds one folder a pack, the registrar keeps the entries."""

    def __init__(self, session: Session, folder: str, registrar: str = "", url: str = "") -> None:
        self.folder = os.path.realpath(folder)
        self._registrar = _chosen(session, registrar, url)
        self._url = url

    @cached_property
    def store(self) -> RegistryStore:
        """The registry, open to be written to."""
        with _reported(self.folder):
            os.makedirs(self.folder, exist_ok=True)
        return self._open(create=True)

    def _open(self, *, create: bool) -> RegistryStore:
        registrar = self._registrar
        with registrar.blamed("to open its registry"):
            store: RegistryStore = registrar.value.open(self.folder, self._url, create=create)
            return store

    @contextlib.contextmanager
    def reading(self) -> Iterator[RegistryStore]:
        """Open the registry to be read, once everything is finished that was broken off."""
        self.recover()
        store = self._open(create=False)
        with contextlib.closing(store):
            yield store

    def close(self) -> None:
        """Let go of the registry."""
        if "store" in self.__dict__:
            self.store.close()

    def place_of(self, ref: str) -> str:
        """Return the folder of a pack. Raises `NotRegisteredError` for what can be no ref."""
        if ref_fault(ref):
            raise NotRegisteredError(ref)
        return os.path.join(self.folder, ref)

    @contextlib.contextmanager
    def changing(self, ref: str) -> Iterator[None]:
        """Keep others from changing the pack meanwhile. Raises `BusyError` if somebody is at it."""
        with locked(self.place_of(ref)):
            self._finish(ref)
            try:
                yield
            except BaseException:
                # The mark is still there if the folder may be in place already.
                with contextlib.suppress(PackkitError):
                    self._finish(ref)
                raise

    def mark(self, ref: str) -> None:
        """Note that the pack's folder is about to change and its entry is to follow."""
        state = os.path.join(self.folder, _STATE)
        for folder in (state, os.path.join(state, _PENDING)):
            if os.path.islink(folder):
                raise SourceError(
                    f"registry folder {shown_path(folder)} is a link",
                    hint="put the folder itself there",
                )
            with _reported(folder):
                os.makedirs(folder, mode=0o700, exist_ok=True)
        self.write(ref, self._mark_of(ref), json.dumps(self._identity()) + "\n")

    def write(self, ref: str, path: str, text: str) -> None:
        """Write a file in one step; what a kill leaves goes when the pack is finished."""
        aside = self._aside_of(ref)
        with _reported(path):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(aside)
            with open(aside, "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(aside, path)

    def unmark(self, ref: str) -> None:
        """Note that folder and entry agree."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._mark_of(ref))

    def recover(self) -> None:
        """Finish what killed runs left, unless somebody is at it or we may not write."""
        folder = os.path.join(self.folder, _STATE, _PENDING)
        with contextlib.suppress(OSError, SourceError):
            names = sorted(os.listdir(folder))
            recover(self.folder)
            for ref in dict.fromkeys(name.removeprefix(_ASIDE) for name in names):
                if not ref_fault(ref):
                    with contextlib.suppress(PackkitError), locked(self.place_of(ref)):
                        self._finish(ref)

    def _finish(self, ref: str) -> None:
        """Make the entry of a marked pack what its folder says."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._aside_of(ref))
        if not os.path.lexists(self._mark_of(ref)):
            return
        mark = tree.read_regular(self._mark_of(ref), MAX_METADATA)
        if _json(mark or b"") != self._identity():
            raise UsageError(
                f"a change of pack '{ref}' in another registry is not finished",
                hint="run packkit packs list with the --registrar and --database-url of that one",
            )
        recover(self.folder)
        at = self._installed_at(ref)
        if at:
            pack = load(tree.walk(self.place_of(ref)))
            self.store.register(registration(pack), at=at, replace=True)
        else:
            self.store.remove(ref)
        self.unmark(ref)

    def _installed_at(self, ref: str) -> str:
        """Return when the pack in a folder was installed; "" if none was."""
        told = read_metadata(self.place_of(ref))
        if told.get("pack_ref") != ref:
            return ""
        at = told.get("installed_at")
        return at if isinstance(at, str) and at else clock.timestamp()

    def _mark_of(self, ref: str) -> str:
        return os.path.join(self.folder, _STATE, _PENDING, ref)

    def _aside_of(self, ref: str) -> str:
        return os.path.join(self.folder, _STATE, _PENDING, _ASIDE + ref)

    def _identity(self) -> dict[str, str]:
        """Tell which registry a mark belongs to, without the password that a URL may hold."""
        place = hashlib.sha256(self._url.encode("utf-8", "backslashreplace")).hexdigest()
        return {"registrar": self._registrar.value.name, "url": place if self._url else ""}


def read_metadata(folder: str) -> dict[str, Any]:
    """Return what an installed pack's folder says of its installation; empty if nothing."""
    found = _json(tree.read_regular(os.path.join(folder, METADATA), MAX_METADATA) or b"")
    return found if isinstance(found, dict) else {}


@contextlib.contextmanager
def _reported(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourceError(
            f"{shown(path, 200)} cannot be written: {error.strerror}",
            hint="--packs-base-dir names another folder of installed packs",
        ) from None


def _chosen(session: Session, name: str, url: str) -> Contributed:
    known = contributed(session, "packkit_registrars", "registrar")
    wanted = name or (DATABASE_REGISTRAR if url else DEFAULT_REGISTRAR)
    if wanted in known:
        return known[wanted]
    if wanted == DATABASE_REGISTRAR:
        hint = "install the plugin attune-packkit-database"
    else:
        hint = did_you_mean(wanted, known) or f"registrars: {', '.join(known)}"
    raise UsageError(f"there is no registrar {shown(wanted)}", hint=hint)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
