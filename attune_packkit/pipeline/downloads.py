"""What is to be downloaded, how, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from msgspec import Struct

from attune_packkit.errors import ExitCode, PackkitError
from attune_packkit.sources.request import Fetched
from attune_packkit.sources.urls import masked

Told: TypeAlias = Callable[[str], None]
"""Called with each source that is done, whether it gave a pack or not."""


class Wanted(Struct, frozen=True):
    """One source, and what the pack from it must be; "" where anything will do.

    `promised_by` names who demands that, such as a lock file. Its `commit` counts where the fetched
    files tell of none.
    """

    source: str
    pinned: str = ""
    source_type: str = ""
    pack_ref: str = ""
    version: str = ""
    commit: str = ""
    checksum: str = ""
    promised_by: str = ""


class DownloadOptions(Struct, frozen=True):
    """How to download. `indices` empty means those of the settings; `offline` None as well.

    Without a `destination`, packs are only looked at.
    """

    destination: str
    indices: tuple[str, ...] = ()
    ref_spec: str = ""
    timeout: float = 300.0
    verify_ssl: bool = True
    offline: bool | None = None
    ignore_broken_index: bool = False
    force: bool = False
    dry_run: bool = False


class Downloaded(Struct, frozen=True):
    """A pack that came. `trust` tells who vouches for it, `notes` what the user should know.

    `needs` are the packs it depends on, each with its constraint.
    """

    source: str
    fetched: Fetched
    path: str
    ref: str
    version: str
    checksum: str
    trust: str
    needs: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the item of `downloaded_packs`."""
        return {
            "source": masked(self.source),
            "source_type": self.fetched.source_type,
            "pack_path": self.path,
            "pack_ref": self.ref,
            "pack_version": self.version,
            "git_commit": self.fetched.commit or None,
            "checksum": self.checksum,
        }


class Failed(Struct, frozen=True):
    """A source that gave no pack, and why."""

    source: str
    error: PackkitError
    notes: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the item of `failed_packs`."""
        return {"source": masked(self.source), "error": self.error.message}


class DownloadResult(Struct, frozen=True):
    """The packs that came and the sources that failed, in the order of the sources."""

    results: tuple[Downloaded | Failed, ...]

    @property
    def downloaded(self) -> list[Downloaded]:
        """The packs that came."""
        return [each for each in self.results if isinstance(each, Downloaded)]

    @property
    def failed(self) -> list[Failed]:
        """The sources that gave none."""
        return [each for each in self.results if isinstance(each, Failed)]

    def as_data(self) -> dict[str, Any]:
        """Return the documents' answer to a download."""
        return {
            "downloaded_packs": [each.as_data() for each in self.downloaded],
            "failed_packs": [each.as_data() for each in self.failed],
            "total_count": len(self.results),
            "success_count": len(self.downloaded),
            "failure_count": len(self.failed),
        }

    @property
    def exit_code(self) -> ExitCode:
        """The exit code: 7 for a refusal, the code of a failure that all sources share, else 1."""
        codes = {each.error.exit_code for each in self.failed}
        if not codes:
            return ExitCode.OK
        if ExitCode.VERIFICATION in codes:
            return ExitCode.VERIFICATION
        return codes.pop() if len(codes) == 1 and not self.downloaded else ExitCode.DIAGNOSTICS
