"""A published site, served below a path and as files, and a real browser to visit it."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from attune_packkit.config import Settings
from attune_packkit.pipeline.publishing import SiteRequest, publish
from attune_packkit.session import Session

Origin: TypeAlias = Literal["http", "file"]
Visit: TypeAlias = Callable[..., "Visitor"]

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"

BELOW = "team/pack registry"
"""Where the site lies below the root of its server."""

LATE = 0.2
"""Seconds."""

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script> \"'`&"

_WATCH = """
window.seen = {violations: [], shift: 0};
addEventListener("securitypolicyviolation", (event) => {
  seen.violations.push(event.violatedDirective + " " + event.blockedURI);
});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True)
class Published:
    """One site: the folder of its files, and where they are served."""

    folder: Path
    url: str
    server: Server

    def address(self, origin: Origin, page: str) -> str:
        return self.url + page if origin == "http" else f"{self.folder.as_uri()}/{page}"


@dataclass
class Visitor:
    """One browser window, and everything it complained about."""

    site: Published
    page: Page
    origin: Origin
    problems: list[str] = field(default_factory=list)
    fetched: dict[str, int] = field(default_factory=dict)

    def go(self, address: str) -> Page:
        self.page.goto(self.site.address(self.origin, address))
        return self.page

    @property
    def here(self) -> str:
        """The address of the page relative to the root of the site."""
        return self.page.url.removeprefix(self.site.address(self.origin, ""))

    def watch(self) -> None:
        self.page.on("console", lambda message: self.problems.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        self.page.on("requestfailed", self._lost)
        self.page.on("request", lambda request: self._check(request.url))

    def check(self) -> None:
        """Assert that nothing was wrong with the open page, and that nothing in it moved."""
        assert self.page.evaluate("window.seen.shift") == 0
        assert self.page.evaluate("window.seen.violations") == []
        assert self.problems == []

    def _lost(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # as what a page still loads when it is left
            self.problems.append(f"lost: {request.url}: {request.failure}")

    def _check(self, url: str) -> None:
        if not url.startswith(self.site.address(self.origin, "")):
            self.problems.append(f"outside: {url}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The example packs, an older version of one, one with errors and one with markup for text."""
    packs = tmp_path_factory.mktemp("packs")
    for pack in sorted(EXAMPLES.iterdir()):
        shutil.copytree(pack, packs / pack.name)
    _older(packs / "weather", packs / "weather-2.0.0")
    _flawed(packs / "flawed")
    _hostile(packs / "hostile")
    served = tmp_path_factory.mktemp("served")
    folder = served / BELOW
    request = SiteRequest((str(packs),), str(folder), policy="mark")
    made = publish(Session(Settings(cache=False, autoload=False)), request)
    assert made.written is not None
    server = Server(served)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield Published(folder, f"{server.url}/{BELOW.replace(' ', '%20')}/", server)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visit(site: Published, chromium: Browser) -> Iterator[Visit]:
    """Open windows; when the test is done none of them may have complained."""
    opened: list[tuple[BrowserContext, Visitor]] = []

    def open_window(origin: Origin = "http", **options: Any) -> Visitor:
        width, height = options.pop("width", 1440), options.pop("height", 900)
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(8_000)
        context.add_init_script(_WATCH)
        visitor = Visitor(site, context.new_page(), origin)
        visitor.watch()
        opened.append((context, visitor))
        return visitor

    yield open_window
    for context, visitor in opened:
        context.close()
        assert visitor.problems == []


@pytest.fixture
def late(site: Published) -> Iterator[Callable[[str], None]]:
    """Let files whose names end so come late."""

    def come_late(suffix: str) -> None:
        site.server.late = suffix

    yield come_late
    site.server.late = None


@pytest.fixture(params=["http", "file"])
def origin(request: pytest.FixtureRequest) -> Origin:
    value: Origin = request.param
    return value


class Server(ThreadingHTTPServer):
    """Serves a folder on the loopback interface. Files that end so come `late`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.late: str | None = None

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class Handler(SimpleHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.server.late and self.path.endswith(self.server.late):
            time.sleep(LATE)
        super().do_GET()


def _older(newest: Path, folder: Path) -> None:
    shutil.copytree(newest, folder)
    _replace(folder / "pack.yaml", r"(?m)^version: .*$", "version: 2.0.0")
    _replace(folder / "actions" / "forecast.yaml", r"(?m)^description: .*$", "description: Guess.")


def _replace(path: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, path.read_text("utf-8"))
    assert count, f"{path} has no {pattern}"
    path.write_text(text, "utf-8")


def _flawed(folder: Path) -> None:
    _write(
        folder,
        {
            "pack.yaml": "ref: flawed\nlabel: Flawed\nversion: 1.0.0\ndescription: Has errors.\n",
            "actions/lost.yaml": "ref: flawed.lost\nlabel: Lost\nrunner_type: python\n"
            "entry_point: nowhere.py\nparameters: []\n",
        },
    )


def _hostile(folder: Path) -> None:
    """A pack whose texts are markup and whose names are too long for any line."""
    text = "'" + MARKUP.replace("'", "''") + "'"
    long = "averylongnamewithoutanyplacetobreakit" * 3
    _write(
        folder,
        {
            "pack.yaml": f"ref: hostile\nlabel: {text}\nversion: 1.0.0\ndescription: {text}\n"
            f"author: {text}\ntags: [{text}, {long}]\n",
            "README.md": f"# {MARKUP}\n\n{MARKUP}\n\n[x](javascript:alert(3)) {long * 3}\n",
            f"actions/{long}.yaml": f"ref: hostile.{long}\nlabel: {long}\ndescription: {text}\n"
            f"runner_type: shell\nentry_point: {long}.sh\nparameters:\n"
            f"  {long}: {{type: string, description: {text}, default: {text}}}\n",
            f"actions/{long}.sh": "#!/bin/sh\n",
        },
    )


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
