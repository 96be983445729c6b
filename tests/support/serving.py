"""Real servers on the loopback interface, and real repositories for them to serve."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeAlias

import pytest

Answer: TypeAlias = "bytes | Callable[[Handler], None]"

IN_CI = bool(os.environ.get("CI"))

AUTHOR = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}  # fmt: skip


def needed(program: str) -> str:
    """Return a program's path; without it a test is skipped, but fails in CI."""
    found = shutil.which(program)
    if found is None:
        if IN_CI:
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")
    return found


class Handler(BaseHTTPRequestHandler):
    """Answers from the routes of its server; notes what was asked."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.routes.get(self.path.partition("?")[0], self.server.fallback)
        try:
            if callable(answer):
                answer(self)
            else:
                self.reply(answer)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self) -> None:
        self.do_GET()

    def reply(
        self, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        """Send one whole answer."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def redirect(location: str, status: int = 302) -> Callable[[Handler], None]:
    """Return an answer that sends elsewhere."""
    return lambda handler: handler.reply(b"", status, {"Location": location})


def missing(handler: Handler) -> None:
    handler.reply(b"not here", 404)


class Server(ThreadingHTTPServer):
    """A web server; `asked` holds path and headers of every request."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Answer] = {}
        self.fallback: Answer = missing
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.scheme = "https" if context else "http"
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        pass

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def serve(self, path: str, answer: Answer) -> str:
        """Answer at a path; return its URL."""
        self.routes[path] = answer
        return self.url + path

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


@pytest.fixture
def web() -> Iterator[Server]:
    """A web server."""
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def other_web() -> Iterator[Server]:
    """Another web server, which is another origin."""
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody but itself vouches for."""
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    key, found = path.with_suffix(".key"), path.with_suffix(".crt")
    subprocess.run(
        [needed("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", found, "-days", "7300",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_text(key.read_text() + found.read_text())
    return path


@pytest.fixture
def secure_web(certificate: Path) -> Iterator[Server]:
    """A web server that speaks TLS with a certificate of its own making."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(context)
    server.start()
    yield server
    server.stop()


@dataclass
class Repository:
    """A repository that grows commit by commit, written to directly: no hook, no filter, no user.

    Entries of a tree are (mode, content), so a commit may hold what no checkout would.
    """

    path: Path
    name: str
    commits: list[str] = field(default_factory=list)

    def git(self, *arguments: str, data: bytes | None = None) -> str:
        """Run git in the repository; return what it prints."""
        done = subprocess.run(
            [needed("git"), "--git-dir", str(self.path), *arguments],
            input=data, capture_output=True, check=True,
            env={"PATH": os.environ["PATH"], **AUTHOR},
        )  # fmt: skip
        return done.stdout.decode().strip()

    def commit(
        self,
        files: Mapping[str, str | bytes | tuple[str, str | bytes]],
        branch: str = "main",
        *,
        parents: bool = True,
    ) -> str:
        """Add a commit with just these files to a branch; return its id."""
        tree = self._tree({path.encode(): self._entry(given) for path, given in files.items()})
        parent = ["-p", self.commits[-1]] if self.commits and parents else []
        message = f"commit {len(self.commits)}".encode()
        commit = self.git("commit-tree", *parent, tree, data=message)
        self.git("update-ref", f"refs/heads/{branch}", commit)
        self.commits.append(commit)
        return commit

    def tag(self, name: str, commit: str, *, annotated: bool = False) -> None:
        if annotated:
            self.git("-c", "tag.gpgSign=false", "tag", "-a", "-m", "x", name, commit)
        else:
            self.git("update-ref", f"refs/tags/{name}", commit)

    def _entry(self, given: str | bytes | tuple[str, str | bytes]) -> tuple[str, str]:
        mode, content = given if isinstance(given, tuple) else ("100644", given)
        data = content.encode() if isinstance(content, str) else content
        if mode == "160000":
            return mode, data.decode()
        return mode, self.git("hash-object", "-w", "--stdin", data=data)

    def _tree(self, entries: Mapping[bytes, tuple[str, str]]) -> str:
        """Write a tree object by hand: git itself refuses some names that servers may hold."""
        below: dict[bytes, dict[bytes, tuple[str, str]]] = {}
        rows: list[tuple[bytes, str, str]] = []
        for path, (mode, name) in entries.items():
            first, slash, rest = path.partition(b"/")
            if slash:
                below.setdefault(first, {})[rest] = (mode, name)
            else:
                rows.append((first, mode, name))
        rows += [(first, "40000", self._tree(rest)) for first, rest in below.items()]
        rows.sort(key=lambda row: row[0] + (b"/" if row[1] == "40000" else b""))
        data = b"".join(
            f"{mode} ".encode() + name + b"\0" + bytes.fromhex(id) for name, mode, id in rows
        )
        return self.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=data)


@dataclass
class GitHost:
    """Serves the repositories of a folder over smart HTTP with git's own server."""

    server: Server
    root: Path
    sent: list[int] = field(default_factory=list)

    def create(self, name: str = "parcels") -> Repository:
        path = self.root / f"{name}.git"
        subprocess.run(
            [needed("git"), "init", "--quiet", "--bare", "-b", "main", "--template=", str(path)],
            check=True,
            env={"PATH": os.environ["PATH"], **AUTHOR},
        )
        return Repository(path, name)

    def url(self, repository: Repository) -> str:
        return f"{self.server.url}/{repository.path.name}"

    def answer(self, handler: Handler) -> None:
        path, _, query = handler.path.partition("?")
        length = int(handler.headers.get("Content-Length") or 0)
        environment = {
            "PATH": os.environ["PATH"], **AUTHOR, "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
            "REQUEST_METHOD": handler.command, "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": handler.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": handler.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": handler.headers.get("Git-Protocol", ""),
        }  # fmt: skip
        done = subprocess.run(
            [needed("git"), "http-backend"],
            input=handler.rfile.read(length), env=environment, capture_output=True, check=False,
        )  # fmt: skip
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
        status = int(headers.pop("Status", "200").split()[0])
        self.sent.append(len(body))
        handler.reply(body, status, headers)


@pytest.fixture
def git_host(web: Server, tmp_path: Path) -> GitHost:
    """A server of git repositories."""
    root = tmp_path / "repositories"
    root.mkdir()
    host = GitHost(web, root)
    web.fallback = host.answer
    return host
