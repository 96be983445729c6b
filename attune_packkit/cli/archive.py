"""packkit archive."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import PATH, Command, emit_json, json_option
from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.model.refs import ref_fault
from attune_packkit.pipeline.manifests import ManifestError, read_pack
from attune_packkit.registry.tracked import tracked
from attune_packkit.reporters.plain import visible
from attune_packkit.sources.archives import write_archive

_NAMED = 5
"""How many of the files that are left out the note names."""


@click.command("archive", cls=Command)
@click.argument("pack", type=PATH)
@click.option("--output", metavar="FILE", required=True, help="The .tar.gz file to write.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
@json_option
def command(pack: str, output: str, force: bool, form: str) -> None:
    """Write a pack as a reproducible .tar.gz archive.

    The same files give the same bytes on every run: no times, no owners, sorted, in one folder
    named as the pack. .git, node_modules, .venv, __pycache__ and their like are left out, and of a
    git checkout what git does not know. Prints the checksum of the archive.
    """
    try:
        ref = read_pack(pack).ref
    except ManifestError as error:
        raise SourceError(f"{shown(pack)} cannot be packed: {error}") from None
    fault = ref_fault(ref)
    if fault:
        problem = f"its pack.yaml has no usable ref: {fault}"
        raise SourceError(f"{shown(pack)} cannot be packed: {problem}")
    known = tracked(pack)
    belongs = known.includes if known else lambda path: True
    checksum = write_archive(pack, output, top=ref, replace=force, wanted=belongs)
    if known:
        _tell_left_out(known.unknown(pack))
    if form == "json":
        emit_json({"path": output, "checksum": checksum})
    else:
        console.emit(f"{checksum}  {visible(output)}\n")


def _tell_left_out(paths: list[str]) -> None:
    if paths:
        names = ", ".join(map(shown, paths[:_NAMED])) + (", …" if len(paths) > _NAMED else "")
        console.note(f"note: left out, since git does not know them: {names}")
