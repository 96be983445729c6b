"""Pictures that the texts of a pack show: copied into the site if they are real and small."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import partial

from attune_packkit.api import Tree
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.icons import inert
from attune_packkit.sitegen.link_policy import Picture
from attune_packkit.sitegen.rasters import Image

MAX_PICTURES = 100
MAX_BYTES = 1024 * 1024
"""Bytes of one picture; no more of a file is read."""


class Pictures:
    """The pictures of one pack that its pages ask for; `folder` is where they are put."""

    def __init__(self, tree: Tree, folder: str) -> None:
        self._tree = tree
        self._folder = folder
        self._images: dict[str, Image | None] = {}

    def on(self, page: str) -> Callable[[str], Picture | None]:
        """Return what finds a picture by its path in the pack, for one page."""
        return partial(self._find, page)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pictures that pages asked for so far."""
        for image in self._images.values():
            if image is not None:
                yield self._address(image), image.data

    def _find(self, page: str, path: str) -> Picture | None:
        if path not in self._images:
            known = self._tree.is_file(path) and len(self._images) < MAX_PICTURES
            self._images[path] = inert(self._tree.read(path), MAX_BYTES) if known else None
        image = self._images[path]
        if image is None:
            return None
        address = addresses.relative(self._address(image), page)
        return Picture(address, image.width, image.height)

    def _address(self, image: Image) -> str:
        return f"{self._folder}pictures/{hashlib.sha256(image.data).hexdigest()[:16]}{image.suffix}"
