"""Names in an archive: only those that mean the same file on every system are taken."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct, field

from attune_packkit.escaping import shown
from attune_packkit.sources.archives.refusal import ArchiveError

MAX_PATH_BYTES = 1024
MAX_NAME_BYTES = 255
MAX_DEPTH = 64

_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE | re.DOTALL
)
_DRIVE = re.compile(r"[A-Za-z]:")
_UNPORTABLE = frozenset('\\:<>"|?*')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format (also what reverses the direction of writing), surrogates, line separators."""


class Names(Struct):
    """The files and folders of one archive so far."""

    _originals: dict[str, str] = field(default_factory=dict)
    _files: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)
    _listed: set[str] = field(default_factory=set)

    def add(self, path: str, *, folder: bool) -> tuple[str, ...]:
        """Return the components of a path; raises `ArchiveError` if it may not stand beside others.

        Equal are names that some file system takes for equal: other case, other Unicode form.
        """
        parts = components(path)
        for length in range(1, len(parts)):
            self._enter("/".join(parts[:length]), folder=True)
        self._enter(path, folder=folder)
        if path in self._listed:
            raise ArchiveError(f"{shown(path)} is there twice: it is ambiguous which one counts")
        self._listed.add(path)
        return parts

    def _enter(self, path: str, *, folder: bool) -> None:
        original = self._originals.setdefault(_key(path), path)
        if original != path:
            alike = unicodedata.normalize("NFC", path) == unicodedata.normalize("NFC", original)
            one, other = map(ascii if alike else shown, (path, original))
            raise ArchiveError(f"{one} and {other} are one name on some file systems")
        if path in (self._files if folder else self._folders):
            raise ArchiveError(f"{shown(path)} is both a file and a folder")
        (self._folders if folder else self._files).add(path)


def components(path: str) -> tuple[str, ...]:
    """Return the components of a member's path; raises `ArchiveError` for an unsafe one."""
    fault = _path_fault(path)
    parts = tuple(path.split("/"))
    if not fault:
        fault = next((fault for part in parts if (fault := _fault(part))), "")
    if fault:
        raise ArchiveError(f"member {shown(path)} {fault}")
    return parts


def _path_fault(path: str) -> str:
    if not path:
        return "has no name"
    if len(path.encode("utf-8", "surrogatepass")) > MAX_PATH_BYTES:
        return f"has a path of more than {MAX_PATH_BYTES} bytes"
    if path.startswith(("/", "\\")) or _DRIVE.match(path):
        return "has an absolute path"
    if path.count("/") >= MAX_DEPTH:
        return f"lies more than {MAX_DEPTH} folders deep"
    return ""


def _fault(name: str) -> str:
    """Say what is wrong with one component; "" if nothing is."""
    if name == "..":
        return "leads out of the archive"
    if name in ("", "."):
        return "has an empty component or '.' in its path"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_BYTES:
        return f"has a name of more than {MAX_NAME_BYTES} bytes"
    if any(unicodedata.category(character) in _INVISIBLE for character in name):
        return "has an invisible character in its name"
    if bad := sorted(_UNPORTABLE.intersection(name)):
        return f"has {bad[0]!r} in its name, which not every system allows"
    if name.endswith((".", " ")):
        return "has a name that ends in a dot or a space, which some systems drop"
    if _DEVICE.fullmatch(name):
        return "has the name of a device on some systems"
    return ""


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
