"""script: a shell script, whose exit code or last lines tell how it went."""

from __future__ import annotations

from attune_packkit.api import Finished, PackTestSuite, SuiteRequest


def command(request: SuiteRequest) -> list[str]:
    """Return the shell that Attune starts the script with."""
    path = request.runner.entry_point
    return ["/bin/sh" if path.endswith(".sh") else "/bin/bash", path]


def read(request: SuiteRequest, finished: Finished) -> PackTestSuite | None:
    """Say nothing: a script has no tests of its own that one could tell apart."""
    return None
