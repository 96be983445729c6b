"""Attacks by servers, names and redirects (d-6), and on the cache of what was fetched (P08)."""

from __future__ import annotations

import gzip
import io
import ipaddress
import os
import tarfile
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from fetching import PACK, Fetching
from folders import files
from msgspec.structs import replace
from serving import GitHost, Handler, Server, redirect

from attune_packkit import clock
from attune_packkit.cli.app import run
from attune_packkit.errors import ConfigError, SourceError, UsageError, VerificationError
from attune_packkit.pipeline import resolving
from attune_packkit.sources import access
from attune_packkit.sources.addresses import is_public, permitted
from attune_packkit.sources.network import Network
from attune_packkit.sources.policy import NetworkPolicy

pytestmark = pytest.mark.loopback

PRIVATE = (
    "169.254.169.254", "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "198.18.0.1", "240.0.0.1", "::1", "::",
    "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::10.0.0.1",
    "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::", "2001:db8::1",
)  # fmt: skip
NUMBERS = ("0", "2130706433", "0x7f.1", "0x7f000001", "127.1", "0177.0.0.1", "1.2.3.4.5", "127.0.1")

Names = Callable[[dict[str, list[str]]], list[str]]


def archive(files: dict[str, str] = PACK, *, top: str = "parcels-1") -> bytes:
    """Return a .tar.gz of a pack."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz", format=tarfile.USTAR_FORMAT) as file:
        for name, text in files.items():
            info = tarfile.TarInfo(f"{top}/{name}")
            info.size = len(text.encode())
            file.addfile(info, io.BytesIO(text.encode()))
    return body.getvalue()


def received(policy: NetworkPolicy, url: str, limit: int = 1000, seconds: float = 5.0) -> bytes:
    body = io.BytesIO()
    Network(policy).receive(url, body, limit=limit, deadline=clock.elapsed() + seconds)
    return body.getvalue()


OPEN = NetworkPolicy(allow_http=True, allowed_hosts=("127.0.0.1",))


@pytest.mark.parametrize("address", PRIVATE)
def test_s01_an_address_that_is_not_public(address: str, fetch: Fetching) -> None:
    host = f"[{address}]" if ":" in address else address
    strict = fetch.allowing(allow_private_hosts=())
    for url in (f"http://{host}/x.tar.gz", f"http://{host}/x.git"):
        assert isinstance(strict.error(url), VerificationError)
    error = strict.error("parcels", indices=(f"http://{host}/index.json",))
    assert isinstance(error, VerificationError)
    with pytest.raises(VerificationError):
        permitted("packs.example", 443, (), lambda *_: [address])


@pytest.mark.parametrize("host", NUMBERS)
def test_s01_an_address_in_disguise(host: str, fetch: Fetching) -> None:
    for url in (f"http://{host}/x.tar.gz", f"http://{host}/x.git", f"http://{host}./x.zip"):
        assert isinstance(fetch.error(url), UsageError)


@pytest.mark.parametrize("host", ["localhost", "localhost.", "LOCALHOST", "a.localhost"])
def test_s01_a_name_for_this_machine(host: str, fetch: Fetching) -> None:
    assert isinstance(fetch.error(f"http://{host}/x.tar.gz"), VerificationError)


def test_s01_a_proxy_that_the_user_chose_looks_up_names(
    fetch: Fetching, web: Server, other_web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.serve("http://packs.example/x.tar.gz", archive())
    direct = other_web.serve("/x.tar.gz", archive())
    proxy = web.url.replace("://", "://user:pr0xy@")
    through = fetch.allowing(proxy=proxy)
    assert through.one("http://packs.example/x.tar.gz").ref == "parcels"
    assert web.asked[0][1]["Proxy-Authorization"].startswith("Basic ")
    assert isinstance(through.error("http://10.0.0.1/x.tar.gz"), VerificationError)
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "other.example,127.0.0.1")
    asked = len(web.asked)
    assert fetch.allowing(proxy="environment").one(direct).ref == "parcels"
    assert len(web.asked) == asked


def test_s01_a_proxy_that_is_none(fetch: Fetching) -> None:
    with pytest.raises(ConfigError) as caught:
        fetch.allowing(proxy="socks5://user:pr0xy@127.0.0.1")("./x")
    assert "pr0xy" not in caught.value.message


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_s01_public_addresses_are_allowed(address: str) -> None:
    assert permitted("packs.example", 443, (), lambda *_: [address]) == (address,)
    assert is_public(ipaddress.ip_address(address))


def test_s01_what_the_user_allows(fetch: Fetching, web: Server) -> None:
    url = web.serve("/x.tar.gz", archive())
    for allowed in ("127.0.0.1", "127.0.0.0/8"):
        assert fetch.allowing(allow_private_hosts=(allowed,)).one(url).ref == "parcels"


def test_s02_a_name_with_a_public_and_a_private_address(
    fetch: Fetching, web: Server, names: Names
) -> None:
    names({"packs.example": ["8.8.8.8", "10.0.0.1"]})
    strict = fetch.allowing(allow_private_hosts=())
    for end in ("x.tar.gz", "x.git"):
        error = strict.error(f"http://packs.example:{web.server_port}/{end}")
        assert isinstance(error, VerificationError)
        assert "at 10.0.0.1" in error.message


def test_s03_the_address_that_was_checked_is_the_one_that_is_used(
    fetch: Fetching, web: Server, names: Names
) -> None:
    asked = names({"packs.example": ["127.0.0.1"]})
    web.serve("/x.tar.gz", archive())
    trusting = fetch.allowing(allow_private_hosts=("127.0.0.0/8",))
    host = f"packs.example:{web.server_port}"
    assert trusting.one(f"http://{host}/x.tar.gz").ref == "parcels"
    assert asked == ["packs.example"]
    assert web.asked[0][1]["Host"] == host


def test_s03_git_too(fetch: Fetching, git_host: GitHost, names: Names) -> None:
    repository = git_host.create()
    repository.commit(PACK)
    asked = names({"packs.example": ["127.0.0.1"]})
    trusting = fetch.allowing(allow_private_hosts=("127.0.0.0/8",))
    host = f"packs.example:{git_host.server.server_port}"
    assert trusting.one(f"http://{host}/parcels.git").ref == "parcels"
    assert asked == ["packs.example"]


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/x", "http://[::1]/x", "http://2130706433/x", "file:///etc/passwd",
     "ftp://127.0.0.1/x", "http://user:pw@127.0.0.1/x", "//10.0.0.1/x", "http://localhost/x"],
)  # fmt: skip
def test_s04_a_redirect_that_may_not_be_followed(target: str, fetch: Fetching, web: Server) -> None:
    error = fetch.error(web.serve("/x.tar.gz", redirect(target)))
    assert isinstance(error, (VerificationError, UsageError))
    assert "pw" not in error.message
    assert len(web.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_s04_a_few_hops_are_followed(status: int, fetch: Fetching, web: Server) -> None:
    for hop in range(5):
        web.serve(f"/{hop}", redirect(f"/{hop + 1}#x", status))
    web.serve("/5", archive())
    assert fetch.one(f"{web.url}/0").ref == "parcels"


@pytest.mark.parametrize("next_hop", [lambda hop: hop + 1, lambda hop: hop])
def test_s04_a_long_chain_and_a_loop(
    next_hop: Callable[[int], int], fetch: Fetching, web: Server
) -> None:
    for hop in range(20):
        web.serve(f"/{hop}", redirect(f"/{next_hop(hop)}"))
    error = fetch.error(f"{web.url}/0")
    assert isinstance(error, SourceError)
    assert "more than 5 times" in error.message
    assert len(web.asked) == 6


def test_s05_credentials_stay_with_their_origin(
    fetch: Fetching,
    web: Server,
    other_web: Server,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PACKS_TOKEN", "t0ken-of-mine")
    (home / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(home / ".netrc"))

    def first(handler: Handler) -> None:
        location = {"Location": f"{other_web.url}/x", "Set-Cookie": "a=b; Path=/"}
        handler.reply(b"", 302, location)

    other_web.serve("/x", redirect(f"{web.url}/y"))
    web.serve("/x.tar.gz", first)
    web.serve("/y", archive())
    knowing = fetch.allowing(credentials=((web.url, "PACKS_TOKEN"),))
    found = knowing.one(f"{web.url}/x.tar.gz")
    for _, headers in other_web.asked:
        assert not {"Authorization", "Cookie", "Referer"} & set(headers)
    for _, headers in web.asked:
        assert headers["Authorization"] == "Bearer t0ken-of-mine"
        assert "Cookie" not in headers
    assert "t0ken" not in repr(found)


def test_s05_a_query_is_not_shown(
    web: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PACKKIT_ALLOW_HTTP", "1")
    monkeypatch.setenv("PACKKIT_ALLOW_PRIVATE_HOSTS", "127.0.0.1")
    web.serve("/good.tar.gz", archive())
    sources = [f"{web.url}/{name}.tar.gz?private_token=t0ken" for name in ("good", "bad")]
    for form in ("text", "json"):
        run(["download", *sources, "--destination-dir", str(tmp_path / "packs"), "--format", form])
        told = capsys.readouterr()
        assert "bad.tar.gz?***" in told.err
        assert "t0ken" not in told.out + told.err
    assert all("private_token=t0ken" in path for path, _ in web.asked)


def test_s05_a_variable_that_is_not_set(fetch: Fetching, web: Server) -> None:
    with pytest.raises(ConfigError, match="PACKS_TOKEN"):
        fetch.allowing(credentials=((web.url, "PACKS_TOKEN"),))(f"{web.url}/x.tar.gz")


def test_s06_a_certificate_that_nobody_vouches_for(
    fetch: Fetching, secure_web: Server, certificate: Path
) -> None:
    url = secure_web.serve("/x.tar.gz", archive())
    error = fetch.error(url)
    assert isinstance(error, SourceError)
    assert "certificate" in error.message.lower()
    assert secure_web.asked == []
    private = fetch.allowing(ca_bundle=str(certificate), allow_http=False)
    assert private.one(url).ref == "parcels"
    assert fetch.one(url, verify_ssl=False).ref == "parcels"


def test_s06_a_certificate_for_git(
    fetch: Fetching, secure_web: Server, certificate: Path, tmp_path: Path
) -> None:
    host = GitHost(secure_web, tmp_path)
    secure_web.fallback = host.answer
    repository = host.create()
    repository.commit(PACK)
    assert "certificate" in fetch.error(host.url(repository)).message
    private = fetch.allowing(ca_bundle=str(certificate), allow_http=False)
    assert private.one(host.url(repository)).ref == "parcels"


def test_s06_from_https_down_to_http(
    fetch: Fetching, secure_web: Server, web: Server, certificate: Path
) -> None:
    plain = web.serve("/x.tar.gz", archive())
    url = secure_web.serve("/x.tar.gz", redirect(plain))
    trusting = fetch.allowing(ca_bundle=str(certificate))
    for each in (trusting, trusting.allowing(allow_http=False)):
        assert isinstance(each.error(url), VerificationError)
    assert web.asked == []


def test_s06_not_verifying_is_told(
    secure_web: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PACKKIT_ALLOW_PRIVATE_HOSTS", "127.0.0.1")
    url = secure_web.serve("/x.tar.gz", archive())
    to = ["--destination-dir", str(tmp_path / "packs")]
    assert run(["download", url, *to, "--no-verify-ssl"]) == 0
    assert "certificates are not verified" in capsys.readouterr().err


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(bytes(65536))


def test_s07_a_body_without_end(
    fetch: Fetching, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "MAX_ARCHIVE_BYTES", 3_000_000)
    url = web.serve("/x.tar.gz", endless)
    tracemalloc.start()
    error = fetch.error(url)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "is larger than 3,000,000 bytes" in error.message
    assert peak < 20_000_000


@pytest.mark.parametrize("length", [5_000, 10**18, "9" * 400, "-1", "x", "3, 5"])
def test_s07_a_length_that_is_a_lie(length: object, web: Server) -> None:
    def lying(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(length))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(b"hello")

    with pytest.raises(SourceError):
        received(OPEN, web.serve("/x", lying))


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "gzip, gzip", "x" * 5000])
def test_s07_an_encoding_nobody_asked_for(encoding: str, web: Server) -> None:
    bomb = gzip.compress(bytes(10_000_000))
    url = web.serve("/x", lambda h: h.reply(bomb, headers={"Content-Encoding": encoding}))
    with pytest.raises(SourceError):
        received(OPEN, url, limit=100_000)
    assert web.asked[0][1]["Accept-Encoding"] == "identity"


def slowly(data: bytes) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.close_connection = True
        for byte in data:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(0.1)

    return answer


@pytest.mark.parametrize(
    ("source", "proxy"),
    [
        ("https://packs.example/p.zip", ""), ("https://packs.example/p.git", ""), ("parcels", ""),
        ("https://packs.example/p.zip", "http://proxy.example:3128"),
        ("parcels", "http://proxy.example:3128"),
    ],
)  # fmt: skip
def test_s08_a_name_server_that_never_answers(
    source: str, proxy: str, fetch: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def lookup(host: str, port: int) -> list[str]:
        answered.wait(60)
        return []

    monkeypatch.setattr(
        "attune_packkit.pipeline.downloading.access",
        lambda *args, **kwargs: replace(resolving.access(*args, **kwargs), lookup=lookup),
    )
    started = time.monotonic()
    index = "https://packs.example/index.json"
    error = fetch.allowing(proxy=proxy).error(source, indices=(index,), timeout=1)
    answered.set()
    assert time.monotonic() - started < 10
    assert isinstance(error, SourceError)
    assert "was not looked up in time" in error.message


@pytest.mark.parametrize(
    "data",
    [b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 500, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500, b""],
    ids=["headers", "body", "nothing"],
)
def test_s08_a_server_that_takes_its_time(data: bytes, fetch: Fetching, web: Server) -> None:
    url = web.serve("/x.tar.gz", slowly(data) if data else lambda _: time.sleep(5))
    started = time.monotonic()
    error = fetch.error(url, timeout=1)
    assert time.monotonic() - started < 3
    assert isinstance(error, SourceError)


def test_headers_without_end(web: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            handler.wfile.write(f"X-{number}: {'y' * 1000}\r\n".encode())

    with pytest.raises(SourceError):
        received(OPEN, web.serve("/x", answer))


def test_p08_a_cache_entry_that_was_changed(fetch: Fetching, git_host: GitHost, home: Path) -> None:
    repository = git_host.create()
    commit = repository.commit(PACK)
    source = f"{git_host.url(repository)}@{commit}"
    fetch.one(source)
    asked = len(git_host.server.asked)
    fetch.one(source)
    assert len(git_host.server.asked) == asked
    entries = [path for path in (home / "cache").rglob("*") if path.is_file()]
    for path in entries:
        data = path.read_bytes()
        path.write_bytes(data.replace(b"Parcels", b"Poisons"))
    found = fetch.one(source)
    assert len(git_host.server.asked) > asked
    assert files(Path(found.path))["pack.yaml"] == PACK["pack.yaml"].encode()


def test_p08_a_cache_that_others_may_write_to(
    fetch: Fetching, git_host: GitHost, home: Path
) -> None:
    repository = git_host.create()
    source = f"{git_host.url(repository)}@{repository.commit(PACK)}"
    fetch.one(source)
    folder = next(path.parent for path in (home / "cache").rglob("CACHEDIR.TAG"))
    assert folder.stat().st_mode & 0o077 == 0
    os.chmod(folder, 0o777)
    asked = len(git_host.server.asked)
    fetch.one(source)
    assert len(git_host.server.asked) > asked
