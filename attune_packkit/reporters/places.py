"""The paths of diagnostics, as seen from the folder in which the run was started."""

from __future__ import annotations

import posixpath

from attune_packkit.api import PackResult, RelatedLine, RunResult


class Places:
    """Joins folders of packs, as given, with files in them.

    With a `directory`, absolute paths below it become relative to it: annotations and alerts on
    absolute paths are lost.
    """

    def __init__(self, result: RunResult, directory: str = "") -> None:
        self._folders = result.folders | {pack.ref: pack.path for pack in reversed(result.packs)}
        self._directory = directory.rstrip("/")

    def file(self, pack: PackResult, path: str) -> str:
        """Return the path of a file of a pack."""
        return self._joined(pack.path, path)

    def related(self, pack: PackResult, line: RelatedLine) -> str:
        """Return the path of a related place, seen from a diagnostic of `pack`."""
        if line.pack in ("", pack.ref):
            return self._joined(pack.path, line.path)
        return self._joined(self._folders.get(line.pack, line.pack), line.path)

    def _joined(self, folder: str, path: str) -> str:
        whole = posixpath.normpath(posixpath.join(folder, path))
        if self._directory and whole.startswith(self._directory + "/"):
            return whole[len(self._directory) + 1 :]
        # A log line that starts with "::" is a command to GitHub Actions.
        return "./" + whole if whole.startswith(":") else whole
