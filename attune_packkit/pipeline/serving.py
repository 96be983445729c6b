"""Preview a site: build it, serve it, and build it again whenever a pack changes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit import clock, digest, tree
from attune_packkit.config import Settings
from attune_packkit.errors import PackkitError
from attune_packkit.pipeline.publishing import Publication, SiteRequest, code_stamp, publish
from attune_packkit.pipeline.site.preview import Builds, PreviewServer
from attune_packkit.pipeline.site.progress import Progress
from attune_packkit.session import Session
from attune_packkit.sources.local import NoPackError, find_packs

POLL = 0.5
"""Seconds between two looks at whether a pack has changed."""

SETTLING = 0.1
"""Seconds without further changes until the site is built again."""


class Preview:
    """One site, served while its packs change."""

    def __init__(self, request: SiteRequest, settings: Settings) -> None:
        self._request = replace(request, policy="mark")
        self._settings = settings
        self._builds = Builds()
        self._stamp = ""

    def build(self, progress: Progress) -> Publication:
        """Build the site for the first time. Raises `NoPackError` if there is no pack."""
        self._stamp = self._stamped()
        made = publish(Session(self._settings), self._request, progress)
        if not made.found:
            raise NoPackError(self._request.paths)
        return made

    def server(self, port: int) -> PreviewServer:
        """Return the server of the site, to be entered and started."""
        return PreviewServer(self._request.output, port, self._builds)

    def rebuilds(self) -> Iterator[Publication | PackkitError]:
        """Build the site again after every change, and yield what came of it; never ends."""
        while True:
            clock.pause(POLL)
            if self._has_changed():
                yield self._rebuild()

    def _rebuild(self) -> Publication | PackkitError:
        # Processes are not forked while the threads of the server run.
        settings = replace(self._settings, jobs=1)
        try:
            return publish(Session(settings), self._request)
        except PackkitError as error:
            return error
        finally:
            self._builds.done()

    def _has_changed(self) -> bool:
        """Tell whether anything is different from the last build, once it is settled."""
        known, now = self._stamp, self._stamped()
        while now != self._stamp:
            self._stamp = now
            clock.pause(SETTLING)
            now = self._stamped()
        return now != known

    def _stamped(self) -> str:
        try:
            packs = [
                (pack.path, tree.stamp(pack.root)[0]) for pack in find_packs(self._request.paths)
            ]
        except PackkitError as error:
            packs = [("", error.message)]
        return digest.of_parts(packs, code_stamp(self._request.theme))
