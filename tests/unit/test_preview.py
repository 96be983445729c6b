"""The server of a preview: what it gives, to whom, and what it never gives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from attune_packkit.errors import UsageError
from attune_packkit.pipeline.site.preview import CHANGES, SCRIPT, Builds, PreviewServer

pytestmark = pytest.mark.loopback

PAGE = b"<!doctype html><html><head><title>x</title></head><body></body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "packs" / "a b").mkdir(parents=True)
    (folder / "index.html").write_bytes(PAGE)
    (folder / "packs" / "a b" / "index.html").write_bytes(PAGE)
    (folder / "assets").mkdir()
    (folder / "assets" / "site.css").write_bytes(b"p {}")
    (folder / ".packkit-site").write_bytes(b"index.html\n")
    (tmp_path / "secret.html").write_bytes(b"secret")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "out").symlink_to(tmp_path)
    return folder


@pytest.fixture
def builds() -> Builds:
    return Builds()


@pytest.fixture
def server(site: Path, builds: Builds) -> Iterator[PreviewServer]:
    with PreviewServer(str(site), 0, builds) as made:
        made.start()
        yield made


def ask(
    server: PreviewServer, path: str, *, method: str = "GET", host: str = ""
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{server.server_port}")
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize("path", ["/", "/index.html", "/?q=1", "/packs/a%20b/"])
def test_pages_come_with_the_script_that_loads_them_anew(
    server: PreviewServer, builds: Builds, path: str
) -> None:
    response, body = ask(server, path)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    added = f'<script src="{SCRIPT}" data-build="{builds.current}"'.encode()
    assert body.count(added) == 1
    assert body.index(added) < body.index(b"</head>")


def test_other_files_come_as_they_are(server: PreviewServer) -> None:
    response, body = ask(server, "/assets/site.css")
    assert (response.status, body) == (200, b"p {}")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_folder_leads_to_its_page(server: PreviewServer) -> None:
    response, _ = ask(server, "/packs/a%20b")
    assert (response.status, response.headers["Location"]) == (301, "/packs/a%20b/")
    response, _ = ask(server, "//packs/a%20b")
    assert response.headers["Location"] == "/packs/a%20b/"


def test_a_head_has_no_body(server: PreviewServer) -> None:
    response, body = ask(server, "/assets/site.css", method="HEAD")
    assert (response.status, response.headers["Content-Length"], body) == (200, "4", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.html",
        "/packs/",
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/packs/..%2f..%2fsecret.html",
        "/link.html",
        "/out/secret.html",
        "/.packkit-site",
        "/%00",
        "/assets/site.css/",
        "/%ff",
        "/" + "a/" * 3000,
    ],
)
def test_nothing_else_is_given(server: PreviewServer, path: str) -> None:
    response, body = ask(server, path)
    assert response.status == 404
    assert b"secret" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(server: PreviewServer, method: str) -> None:
    assert ask(server, "/", method=method)[0].status == 501


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1"])
def test_this_machine_is_answered(server: PreviewServer, host: str) -> None:
    assert ask(server, "/", host=host)[0].status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil", "::1"]
)
@pytest.mark.parametrize("path", ["/", CHANGES, SCRIPT])
def test_a_name_that_leads_here_is_not_answered(
    server: PreviewServer, host: str, path: str
) -> None:
    response, body = ask(server, path, host=host)
    assert (response.status, body) == (403, b"This preview answers to localhost only.\n")


def test_it_listens_on_the_loopback_interface_alone(server: PreviewServer) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_whoever_waits_learns_of_the_next_build(server: PreviewServer, builds: Builds) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", CHANGES)
    response = connection.getresponse()
    first = builds.current
    assert response.headers["Content-Type"] == "text/event-stream"
    assert response.readline() == f"data: {first}\n".encode()
    response.readline()
    builds.done()
    assert builds.current != first
    assert response.readline() == f"data: {builds.current}\n".encode()
    connection.close()


def test_the_end_does_not_wait_for_visitors(site: Path) -> None:
    with PreviewServer(str(site), 0, Builds()) as server:
        server.start()
        waiting = socket.create_connection(("127.0.0.1", server.server_port))
        waiting.sendall(b"GET /-/changes HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert waiting.recv(100)
    waiting.close()


def test_a_server_that_never_started_ends(site: Path) -> None:
    before = threading.active_count()
    with PreviewServer(str(site), 0, Builds()):
        pass
    assert threading.active_count() == before


def test_a_taken_port_is_told(site: Path, server: PreviewServer) -> None:
    with pytest.raises(UsageError, match=f"port {server.server_port} cannot be used"):
        PreviewServer(str(site), server.server_port, Builds())


def test_another_run_names_its_builds_otherwise() -> None:
    assert Builds().current != Builds().current
