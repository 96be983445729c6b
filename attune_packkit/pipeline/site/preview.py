"""A site served to this machine alone; its pages load themselves anew when it changes."""

from __future__ import annotations

import os
import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

from attune_packkit.errors import UsageError
from attune_packkit.tree import read_regular

HOST = "127.0.0.1"
SCRIPT = "/-/reload.js"
CHANGES = "/-/changes"
MAX_FILE = 256 * 1024 * 1024
SILENCE = 15.0
"""Seconds after which a waiting page gets a sign of life, which keeps its connection open."""

_LOCAL = frozenset({"localhost", HOST})
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
_RELOAD = b"""\
"use strict";
(() => {
  const { build, changes } = document.currentScript.dataset;
  let events = null;
  // A browser keeps few connections to one server: pages that nobody looks at do without.
  const listen = () => {
    events?.close();
    events = document.hidden ? null : new EventSource(changes);
    events?.addEventListener("message", (event) => {
      if (event.data !== build) location.reload();
    });
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
"""


class Builds:
    """Holds the name of the current build, and lets threads wait for the next one."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)
        self._number = 0
        self._changed = threading.Condition()
        self.ended = False

    @property
    def current(self) -> str:
        """The name of the build, new for each one, also of another run."""
        return f"{self._run}-{self._number}"

    def done(self) -> None:
        """Tell that there is another build."""
        with self._changed:
            self._number += 1
            self._changed.notify_all()

    def end(self) -> None:
        """Tell that there will be no other."""
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def after(self, known: str, seconds: float) -> str:
        """Wait until there is another build than the known one, so long at most."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended or self.current != known, seconds)
            return self.current


class PreviewServer(ThreadingHTTPServer):
    """Serves the folder of a site on the loopback interface.

    Raises `UsageError` for a port that is taken or not allowed.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: str, port: int, builds: Builds) -> None:
        self.folder = os.path.realpath(folder)
        self.builds = builds
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used: {error.strerror}",
                hint="--port 0 takes one that is free",
            ) from None
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)

    @property
    def url(self) -> str:
        """The address of the front page."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore that a visitor closed the connection."""

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self.builds.end()
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    server: PreviewServer

    def version_string(self) -> str:
        return "packkit"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for what is wrong with the packs."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if not self._is_local():
            self._refuse(HTTPStatus.FORBIDDEN, "This preview answers to localhost only.")
        elif path == SCRIPT:
            self._send(_RELOAD, _TYPES[".js"])
        elif path == CHANGES:
            self._send_changes()
        else:
            self._send_file([step for step in path.split("/") if step], path.endswith("/"))

    def do_HEAD(self) -> None:
        self.do_GET()

    def _is_local(self) -> bool:
        """Tell whether the visitor asked for this machine, and not by a name that leads here."""
        host = (self.headers.get("Host") or "").rpartition(":")
        name = host[0] if host[2].isdecimal() else "".join(host)
        return name.lower() in _LOCAL

    def _send_file(self, steps: list[str], is_folder: bool) -> None:
        path = os.path.join(self.server.folder, *steps)
        if any(step.startswith(".") or not step.isprintable() for step in steps):
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")
        elif os.path.isdir(path) and not is_folder and steps:
            self._send(b"", _TYPES[".txt"], HTTPStatus.MOVED_PERMANENTLY, quote("/".join(steps)))
        else:
            self._send_regular(os.path.join(path, "index.html") if is_folder or not steps else path)

    def _send_regular(self, path: str) -> None:
        below = os.path.realpath(path).startswith(self.server.folder + os.sep)
        data = read_regular(path, MAX_FILE) if below else None
        if data is None:
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")
            return
        kind = _TYPES.get(os.path.splitext(path)[1], "application/octet-stream")
        if path.endswith(".html"):
            data = data.replace(b"</head>", self._script() + b"</head>", 1)
        self._send(data, kind)

    def _script(self) -> bytes:
        build = self.server.builds.current
        given = f'src="{SCRIPT}" data-build="{build}" data-changes="{CHANGES}"'
        return f"<script {given} defer></script>\n".encode()

    def _send_changes(self) -> None:
        """Send the name of the current build now, and of each later one when it is there."""
        self._head(HTTPStatus.OK, "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        builds, known = self.server.builds, ""
        while not builds.ended and self.command == "GET":
            now = builds.after(known, SILENCE)
            self.wfile.write(f"data: {now}\n\n".encode() if now != known else b": waiting\n\n")
            known = now
        self.close_connection = True

    def _refuse(self, status: HTTPStatus, text: str) -> None:
        self._send(f"{text}\n".encode(), _TYPES[".txt"], status)

    def _send(
        self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK, folder: str = ""
    ) -> None:
        self._head(status, kind)
        if folder:
            self.send_header("Location", f"/{folder}/")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def _head(self, status: HTTPStatus, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        # Scripts of the search index hold names of packs: no other site may load them.
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
