"""Put a finished copy of a pack among the installed ones, and take that back if need be."""

from __future__ import annotations

import contextlib
import os

from msgspec import Struct

from attune_packkit import tree
from attune_packkit.dependencies.environment import MARKER, VIRTUALENV
from attune_packkit.errors import PackkitError
from attune_packkit.pipeline.installation import MAX_METADATA, METADATA, Installation
from attune_packkit.sources.placing import copy_tree, place, remove

_ENVIRONMENTS = {
    VIRTUALENV: (MARKER, "pyvenv.cfg"),
    "node_modules": (MARKER, ".package-lock.json"),
}
"""Names of environments in a pack's folder, and files that tell that one was made there."""


def copy_pack(root: str, into: str) -> None:
    """Copy a pack without the environments that were made in its folder. Raises `SourceError`."""
    made = [
        name
        for name, marks in _ENVIRONMENTS.items()
        if any(os.path.lexists(os.path.join(root, name, mark)) for mark in marks)
    ]
    copy_tree(root, into, without=made)


class Placement(Struct):
    """One pack on its way: `copy` is to be the pack's folder, with `metadata` in it.

    A pack that lies in its place already (`in_place`) only gets new metadata. `scratch` is a folder
    beside the copy for what is needed to take it all back.
    """

    installation: Installation
    ref: str
    copy: str
    scratch: str
    metadata: str
    in_place: bool
    replace: bool
    _taken: bool = False
    _before: bytes | None = None

    @property
    def _place(self) -> str:
        return self.installation.place_of(self.ref)

    @property
    def _old(self) -> str:
        return os.path.join(self.scratch, "old")

    def take(self) -> None:
        """Take the place, all or nothing, and leave a mark that the registry is to follow."""
        self._keep_old()
        self.installation.mark(self.ref)
        folder = self._place if self.in_place else self.copy
        self.installation.write(self.ref, os.path.join(folder, METADATA), self.metadata)
        if not self.in_place:
            place(self.copy, self._place, replace=self.replace)
        self._taken = True

    def undo(self) -> None:
        """Put back what was there before, since the registry does not follow."""
        if not self._taken:
            return
        path = os.path.join(self._place, METADATA)
        if self.in_place and self._before is None:
            os.unlink(path)
        elif self.in_place:
            self.installation.write(self.ref, path, (self._before or b"").decode())
        elif os.path.isdir(self._old):
            place(self._old, self._place, replace=True)
        else:
            remove(self._place)

    def _keep_old(self) -> None:
        """Keep what will be needed; a pack that cannot be copied will not be put back."""
        if self.in_place:
            self._before = tree.read_regular(os.path.join(self._place, METADATA), MAX_METADATA)
        elif self.replace and os.path.isdir(self._place):
            with contextlib.suppress(PackkitError):
                copy_pack(self._place, self._old)
