"""packkit checksum."""

from __future__ import annotations

import os
from typing import Any

import click
from msgspec import Struct

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, emit_json, json_option
from attune_packkit.errors import UsageError, VerificationError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.reporters.plain import visible
from attune_packkit.sources.checksums import file_checksum, inspect_directory, parse_checksum

CODE = "checksum.order_sensitive"


class _Summed(Struct, frozen=True):
    """A path and what was found there; the last two only of a folder."""

    path: str
    checksum: str
    string_order: str = ""
    sensitive: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        found: dict[str, Any] = {"path": self.path, "checksum": self.checksum}
        if self.string_order:
            found["string_order_checksum"] = self.string_order
            found["order_sensitive"] = list(self.sensitive)
        return found

    @property
    def install_source(self) -> dict[str, str]:
        if self.string_order:
            url = "https://HOST/OWNER/REPOSITORY.git"
            return {"type": "git", "url": url, "ref": "COMMIT", "checksum": self.checksum}
        url = f"https://HOST/{os.path.basename(self.path)}"
        return {"type": "archive", "url": url, "checksum": self.checksum}


@click.command("checksum", cls=Command)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
@click.option("--verify", metavar="SUM", help="Expect this checksum; exit with 7 if it is not.")
@click.option(
    "--install-source", is_flag=True, help="Print an index entry's install source to complete."
)
@json_option
def command(paths: tuple[str, ...], verify: str | None, install_source: bool, form: str) -> None:
    """Print the checksums of packs and archives.

    PATH is a pack's folder or a file. A folder's checksum covers the names and contents of all its
    files, but not .git, and is what an index tells of a git source. A file's is its SHA-256, which
    an index tells of an archive.
    """
    if verify is not None and len(paths) > 1:
        raise UsageError("--verify takes one path", hint="verify each path by its own checksum")
    expected = None if verify is None else parse_checksum(verify, bare=True)
    found = [_sum(path) for path in paths]
    for each in found:
        _warn(each)
        _expect(expected, each)
    if install_source or form == "json":
        data = [each.install_source if install_source else each.as_data() for each in found]
        emit_json(data[0] if len(data) == 1 else data)
    else:
        console.emit("".join(f"{each.checksum}  {visible(each.path)}\n" for each in found))


def _sum(path: str) -> _Summed:
    if not os.path.isdir(path):
        return _Summed(path, file_checksum(path))
    found = inspect_directory(path)
    return _Summed(path, found.value, found.string_order_value, found.sensitive)


def _warn(found: _Summed) -> None:
    if found.sensitive:
        names = ", ".join(shown(name) for name in found.sensitive)
        console.note(
            f"warning: {CODE}: {shown_path(found.path)} has another checksum for tools that sort"
            f" paths as whole strings, because of {names}; renaming them makes both equal"
        )


def _expect(expected: str | None, found: _Summed) -> None:
    if expected in (None, found.checksum):
        return
    hint = "its content is not what the checksum was made of"
    if expected == found.string_order:
        hint = "that is its checksum with the paths sorted as whole strings, which Attune refuses"
    raise VerificationError(
        f"{shown_path(found.path)} has checksum {found.checksum}, expected {expected}", hint=hint
    )
