"""requirements.invalid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, check, finding, shown
from attune_packkit.checks.requirements._lines import entries

_OPTIONS = ("-i", "-c", "-r", "-e", "-f")
"""The short options; what a long one may be changes from pip to pip."""

_ARCHIVES = (".whl", ".zip", ".tar.gz")
_VERSION = r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,4}"
_COMMIT_IN_NAME = r"#(?:[^#]*&)?egg=[^&#]*@"
_VERSIONS = r"\s?(?:~=\s?\d+(?:\.\d+){1,3}|(?:[=!<>]=|[<>])\s?\d+(?:\.\d+){0,3})"
_PLAIN = re.compile(
    rf"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+){{0,9}}(?:\[[a-z]+(?:,[a-z]+)?\])?(?:{_VERSIONS}(?:,{_VERSIONS})?)?",
    re.ASCII,
)
"""Most requirements; the rest needs the library, which takes time to load."""


@check(
    "requirements.invalid",
    severity="warning",
    layer="structure",
    since="0.1",
    only_with=("requirements.txt",),
)
def invalid(pack: Pack) -> Iterator[Finding]:
    """A line of `requirements.txt` is not a requirement.

    pip stops at such a line, so the pack's environment cannot be built.

    Bad:
        ```text requirements.txt
        requests=>2.31
        ```

    Good:
        ```text requirements.txt
        requests>=2.31
        ```
    """
    for entry in entries(pack):
        if entry.option and entry.option not in _OPTIONS and not entry.option.startswith("--"):
            yield finding(
                entry.place,
                "{line} is no option of a requirements file",
                hint="write the name of a package alone, without a dash",
                line=shown(f"{entry.option} {entry.value}".strip()),
            )
        if entry.is_remote and re.search(_COMMIT_IN_NAME, entry.value):
            yield finding(
                entry.place,
                "{line} names its commit behind '#', where pip does not look for it",
                hint="write '@' and the commit before '#egg='",
                line=shown(entry.value),
            )
        if entry.address != entry.value and re.fullmatch(_VERSION, entry.address):
            yield finding(
                entry.place,
                "{line} has a version where an address belongs",
                hint=f"write '==' before it, or '>=': {entry.value.replace('@', '==')}",
                line=shown(entry.value),
            )
        located = entry.is_local or entry.is_remote or entry.value.endswith(_ARCHIVES)
        if entry.option or (located and entry.address == entry.value):
            continue
        fault = _fault(entry.value)
        if fault:
            yield finding(
                entry.place,
                "{line} is no requirement: {fault}",
                hint="write a name and versions, as in 'requests>=2.31,<3'",
                line=shown(entry.value),
                fault=shown(fault, 200)[1:-1],
            )


def _fault(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return ""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        Requirement(text)
    except InvalidRequirement as error:
        return str(error).partition("\n")[0]
    except RecursionError:
        return "nested too deep"
    return ""
