"""requirements.index_option."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Severity, check, finding
from attune_packkit.checks.requirements._lines import entries

_OPTIONS = frozenset(
    {"-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--trusted-host", "--no-index"}
)
_LOGIN = r"://[^/@?#{}<>$]{1,200}:[^/@?#{}<>$]{1,200}@"


@check(
    "requirements.index_option",
    severity="warning",
    layer="structure",
    since="0.1",
    only_with=("requirements.txt",),
)
def index_option(pack: Pack) -> Iterator[Finding]:
    """`requirements.txt` chooses where packages are fetched from.

    That is for the installation to choose. With `--extra-index-url` whoever publishes a higher
    version of a private name on either index decides what gets installed. That is a note; with a
    login in the address, which everybody can read, it is a warning.

    Bad:
        ```text requirements.txt
        --extra-index-url https://packages.example.org/simple
        scales>=1.4
        ```

    Good:
        ```text requirements.txt
        scales>=1.4
        ```
    """
    for entry in entries(pack):
        if entry.option in _OPTIONS:
            yield finding(
                entry.place,
                "'{option}' chooses where packages come from",
                hint="leave it to the settings of the installation",
                severity=None if re.search(_LOGIN, entry.value) else Severity.INFO,
                option=entry.option,
            )
