"""pack.special_file."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import IGNORED_DIRECTORIES, Finding, Pack, Place, check, finding

_KINDS = {"link": "a symbolic link", "special": "a device, pipe or socket"}


@check("pack.special_file", severity="error", layer="structure", since="0.1")
def special_file(pack: Pack) -> Iterator[Finding]:
    """A pack holds a link, a device, a pipe or a socket.

    Attune takes regular files and folders only and refuses the whole pack otherwise: a link may
    lead out of it. Names such as `.venv` and `node_modules`, which never go into a release, do not
    count.

    Bad:
        ```text lib/rates.csv link
        /srv/shared/rates.csv
        ```

    Good:
        ```text lib/rates.csv
        depot,rate
        north,12
        ```
    """
    for path, entry in pack.tree.entries.items():
        kind = _KINDS.get(entry.kind)
        if kind is None or path in pack.documents:
            continue
        if path.rpartition("/")[2] not in IGNORED_DIRECTORIES:
            yield finding(
                Place(path),
                "this is {kind}; a pack may hold regular files and folders only",
                hint="put a copy of the file here, or leave it out",
                kind=kind,
            )
