"""Attacks through git: by URLs, refs, trees, servers, and what lies on this machine (d-5)."""

from __future__ import annotations

import base64
import io
import os
import stat
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fetching import PACK, Fetching
from folders import files
from serving import GitHost, Handler, Server, redirect

from attune_packkit.cli.app import run
from attune_packkit.errors import ExitCode, SourceError, UsageError, VerificationError
from attune_packkit.pipeline.downloads import Wanted
from attune_packkit.pipeline.locking import locked_packs
from attune_packkit.sources import git_program

pytestmark = pytest.mark.loopback

SECRET = "user:t0ken-of-mine"


def executable(path: Path, canary: Path) -> str:
    """Write a program that leaves the canary; return its path."""
    path.write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    path.chmod(0o755)
    return str(path)


def test_g01_a_source_that_is_an_option(fetch: Fetching, canary: Path) -> None:
    for source in (f"--upload-pack=touch {canary}", "-oProxyCommand=x", "--help"):
        assert isinstance(fetch.error(source), UsageError)
    assert not canary.exists()


def test_g01_a_source_that_is_an_option_on_the_command_line(
    tmp_path: Path, canary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = ["--destination-dir", str(tmp_path / "packs")]
    assert run(["download", *to, "--", f"--upload-pack=touch {canary}"]) == ExitCode.USAGE
    assert "begins with '-'" in capsys.readouterr().err
    assert not canary.exists()


@pytest.mark.parametrize(
    "ref",
    ["-x", "--upload-pack=x", "a:b", "a..b", "a@{1}", "a b", "a\nb", "a~1", "a^", "x.lock", "/a",
     "a/", "a//b", ".a", "a\\b", "@", "é", "a" * 256],
)  # fmt: skip
def test_g02_a_ref_that_is_none(ref: str, fetch: Fetching, git_host: GitHost) -> None:
    url = git_host.url(git_host.create())
    for error in (fetch.error(f"{url}@{ref}"), fetch.error(url, ref_spec=ref)):
        assert isinstance(error, UsageError)
    assert git_host.server.asked == []


@pytest.mark.parametrize(
    "source",
    ["ext::sh -c touch% {canary}", "fd::7", "file://{canary}", "git://127.0.0.1/x.git",
     "git+ssh://127.0.0.1/x.git", "FILE:///x.git"],
)  # fmt: skip
def test_g03_another_transport(source: str, fetch: Fetching, canary: Path) -> None:
    assert fetch.error(source.format(canary=canary)).exit_code in (
        ExitCode.VERIFICATION,
        ExitCode.USAGE,
    )
    assert not canary.exists()


def test_g03_plain_http_unless_allowed(fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    repository.commit(PACK)
    strict = fetch.allowing(allow_http=False)
    assert isinstance(strict.error(git_host.url(repository)), VerificationError)
    assert git_host.server.asked == []
    assert fetch.one(git_host.url(repository)).ref == "parcels"


@pytest.mark.parametrize(
    "source",
    ["ssh://-oProxyCommand=touch {canary}/x.git", "user@-host:x.git", "git@example.org:x.git",
     "https://-oProxyCommand=x/y.git"],
)  # fmt: skip
def test_g04_a_host_that_is_an_option(source: str, fetch: Fetching, canary: Path) -> None:
    assert fetch.error(source.format(canary=canary)).exit_code in (
        ExitCode.VERIFICATION,
        ExitCode.USAGE,
    )
    assert not canary.exists()


def test_g05_submodules_are_left_out_and_told_of(fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    other = repository.commit(PACK)
    modules = f'[submodule "x"]\npath = lib\nurl = {git_host.server.url}/evil.git\n'
    repository.commit({**PACK, ".gitmodules": modules, "lib": ("160000", other)})
    found = fetch.one(git_host.url(repository))
    assert found.notes == ("submodule 'lib' was left out: packkit fetches none",)
    assert not any("evil" in path for path, _ in git_host.server.asked)


def test_g06_nothing_of_a_repository_runs(
    fetch: Fetching, git_host: GitHost, home: Path, canary: Path, tmp_path: Path
) -> None:
    program = executable(tmp_path / "program", canary)
    (home / ".gitconfig").write_text(
        f'[filter "evil"]\nsmudge = {program}\nclean = {program}\nrequired = true\n'
        f'[filter "lfs"]\nsmudge = {program}\nprocess = {program}\n'
        f"[core]\nfsmonitor = {program}\nhooksPath = {tmp_path}\npager = {program}\n"
    )
    (tmp_path / "post-checkout").write_text(f"#!/bin/sh\ntouch '{canary}'\n")
    content = {
        **PACK,
        ".gitattributes": "* filter=evil text eol=crlf ident\n*.bin filter=lfs export-ignore\n"
        "s.txt export-subst\nu.txt working-tree-encoding=UTF-16\n",
        "x.bin": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        "s.txt": "$Format:%H$ $Id$\n",
        "u.txt": "plain\n",
    }
    repository = git_host.create()
    repository.commit(content)
    found = fetch.one(git_host.url(repository))
    assert files(Path(found.path)) == {name: text.encode() for name, text in content.items()}
    assert not canary.exists()


def test_g07_a_folder_with_a_repository_of_its_own(
    fetch: Fetching, canary: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    for name, text in PACK.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text)
    program = executable(tmp_path / "program", canary)
    for name in (".git", ".GIT", "git~1"):
        (source / name).mkdir()
        (source / name / "config").write_text(f"[core]\nfsmonitor = {program}\n")
    (source / "actions" / ".git").write_text(f"gitdir: {tmp_path}\n")
    assert set(files(Path(fetch.one(str(source)).path))) == set(PACK)
    assert not canary.exists()


@pytest.mark.parametrize("name", [".git/config", ".GIT/config", "actions/.git", "git~1/config"])
def test_g07_a_tree_with_a_repository_in_it(
    name: str, fetch: Fetching, git_host: GitHost, canary: Path
) -> None:
    repository = git_host.create()
    repository.commit({**PACK, name: f"[core]\nfsmonitor = touch {canary}\n"})
    error = fetch.error(git_host.url(repository))
    assert isinstance(error, VerificationError)
    assert not canary.exists()


@pytest.mark.parametrize("target", ["/etc/passwd", "../../x", "pack.yaml"])
def test_g08_links_in_a_tree(target: str, fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    repository.commit({**PACK, "lib/link": ("120000", target)})
    error = fetch.error(git_host.url(repository))
    assert isinstance(error, VerificationError)
    assert "'lib/link' is a symbolic link" in error.message


def test_g08_links_among_the_objects_of_a_mirror(
    fetch: Fetching, git_host: GitHost, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not for everybody")
    repository = git_host.create()
    repository.commit(PACK)
    os.symlink(secret, repository.path / "objects" / "leak")
    os.symlink(tmp_path, repository.path / "objects" / "ff")
    mirrored = fetch.allowing(mirrors=(("https://example.org/", str(git_host.root)),))
    found = mirrored.one("https://example.org/parcels.git")
    assert set(files(Path(found.path))) == set(PACK)
    assert git_host.server.asked == []


@pytest.mark.parametrize(
    "names", [("README.md", "readme.md"), ("A/x", "a/y"), ("caf\u00e9", "cafe\u0301"), ("ß", "SS")]
)
def test_g09_names_that_are_one_elsewhere(
    names: tuple[str, str], fetch: Fetching, git_host: GitHost
) -> None:
    repository = git_host.create()
    repository.commit({**PACK, **dict.fromkeys(names, "x")})
    error = fetch.error(git_host.url(repository))
    assert isinstance(error, VerificationError)
    assert "are one file on many systems" in error.message


def test_g10_a_server_that_asks_for_a_password(
    fetch: Fetching,
    web: Server,
    canary: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asking = executable(tmp_path / "ask", canary)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, asking)
    web.fallback = lambda handler: handler.reply(b"", 401, {"WWW-Authenticate": 'Basic realm="x"'})
    started = time.monotonic()
    error = fetch.error(f"{web.url}/x.git")
    assert time.monotonic() - started < 10
    assert isinstance(error, SourceError)
    assert "credentials" in error.hint
    assert not canary.exists()


@pytest.mark.parametrize(
    "url",
    ["{}/x\n.git", "{}/x\r.git", "{}/x%0a.git", "{}/x%0D.git", "{}/x%00.git", "{}/x y.git",
     "{}/../x.git", "{}/x.git?y"],
)  # fmt: skip
def test_g11_a_url_with_more_than_one_line(url: str, fetch: Fetching, web: Server) -> None:
    assert fetch.error(url.format(web.url)).exit_code in (ExitCode.USAGE, ExitCode.SOURCE)
    assert not [path for path, _ in web.asked if "git" in path and "?" not in url]


@pytest.mark.parametrize("status", [301, 302, 307])
def test_g12_a_redirect_elsewhere(
    status: int, fetch: Fetching, git_host: GitHost, other_web: Server
) -> None:
    repository = git_host.create()
    repository.commit(PACK)
    elsewhere = f"{git_host.url(repository)}/info/refs?service=git-upload-pack"
    other_web.fallback = redirect(elsewhere, status)
    error = fetch.error(f"{other_web.url}/parcels.git")
    assert isinstance(error, SourceError)
    assert git_host.server.asked == []


def test_g12_a_redirect_to_a_file(fetch: Fetching, web: Server, tmp_path: Path) -> None:
    web.fallback = redirect(f"file://{tmp_path}")
    assert isinstance(fetch.error(f"{web.url}/x.git"), SourceError)


def endless(handler: Handler) -> None:
    """Send a pack of one object that never ends."""

    def packet(data: bytes) -> bytes:
        return f"{len(data) + 4:04x}".encode() + data

    handler.send_response(200)
    handler.send_header("Content-Type", "application/x-git-upload-pack-result")
    handler.send_header("Connection", "close")
    handler.end_headers()
    large_blob = bytes([0xB0, *[0x80] * 4, 0x7F])
    start = b"PACK" + struct.pack(">II", 2, 1) + large_blob + b"\x78\x01"
    handler.wfile.write(packet(b"packfile\n") + packet(b"\x01" + start))
    block = b"\x00\xff\xff\x00\x00" + bytes(65535)
    chunks = [packet(b"\x01" + block[at : at + 60000]) for at in range(0, len(block), 60000)]
    for _ in range(2000):
        handler.wfile.write(b"".join(chunks))


def interrupting(host: GitHost, attack: Callable[[Handler], None]) -> Callable[[Handler], None]:
    """Answer as git does, but for the pack itself."""

    def answer(handler: Handler) -> None:
        if handler.command == "POST":
            length = int(handler.headers.get("Content-Length") or 0)
            body = handler.rfile.read(length)
            if b"command=fetch" in body:
                attack(handler)
                return
            handler.rfile = io.BytesIO(body)
        host.answer(handler)

    return answer


def test_g13_a_pack_without_end(
    fetch: Fetching, git_host: GitHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_program, "MAX_PACK_BYTES", 4_000_000)
    repository = git_host.create()
    repository.commit(PACK)
    git_host.server.fallback = interrupting(git_host, endless)
    started = time.monotonic()
    error = fetch.error(git_host.url(repository), timeout=30)
    assert isinstance(error, SourceError)
    assert "was stopped" in error.message
    assert time.monotonic() - started < 20


def test_g13_a_byte_now_and_then(fetch: Fetching, git_host: GitHost) -> None:
    def slowly(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"0")
            time.sleep(0.1)

    repository = git_host.create()
    repository.commit(PACK)
    git_host.server.fallback = interrupting(git_host, slowly)
    started = time.monotonic()
    error = fetch.error(git_host.url(repository), timeout=1)
    assert "longer than allowed" in error.message or "failed" in error.message
    assert time.monotonic() - started < 6


def test_g13_one_ref_and_no_history_is_fetched(fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    for number in range(30):
        repository.commit({**PACK, "big.bin": os.urandom(10_000)}, parents=bool(number))
    found = fetch.one(git_host.url(repository))
    assert found.fetched.commit == repository.commits[-1]
    assert 10_000 < sum(git_host.sent) < 20_000


def test_g14_the_commit_is_recorded_and_a_moved_tag_is_seen(
    fetch: Fetching, git_host: GitHost
) -> None:
    repository = git_host.create()
    first = repository.commit(PACK)
    repository.tag("v1", first, annotated=True)
    source = f"{git_host.url(repository)}@v1"
    found = fetch(source)
    assert found.downloaded[0].fetched.commit == first
    pack = locked_packs(found)[0]
    second = repository.commit({**PACK, "more.txt": "x"})
    repository.git("tag", "-d", "v1")
    repository.tag("v1", second)
    assert fetch.one(source).fetched.commit == second
    moved = pack.wanted("packkit.lock")
    assert fetch.one(moved).fetched.commit == first
    unpinned = Wanted(source, "", "", "parcels", "1.0.0", first, "", "packkit.lock")
    error = fetch.error(unpinned)
    assert isinstance(error, VerificationError)
    assert "commit" in error.message


def test_g14_a_branch_named_like_a_tag(fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    first = repository.commit(PACK, "v1.0.0")
    second = repository.commit({**PACK, "more.txt": "x"}, "v1.0.0")
    repository.tag("v1.0.0", first)
    url = git_host.url(repository)
    found = fetch.one(f"{url}@v1.0.0")
    assert found.fetched.commit == first
    assert "both a tag and a branch" in found.notes[0]
    found = fetch.one(f"{url}@refs/heads/v1.0.0")
    assert (found.fetched.commit, found.notes) == (second, ())


def test_g14_a_commit_by_its_id_and_abbreviated(fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    first = repository.commit(PACK)
    repository.commit({**PACK, "more.txt": "x"})
    url = git_host.url(repository)
    assert fetch.one(f"{url}@{first}").fetched.commit == first
    error = fetch.error(f"{url}@{first[:10]}")
    assert "abbreviated" in error.message
    assert "no commit" in fetch.error(f"{url}@{'0' * 39}1").message


def test_g15_settings_of_the_user_and_of_the_machine(
    fetch: Fetching,
    git_host: GitHost,
    other_web: Server,
    home: Path,
    canary: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = executable(tmp_path / "program", canary)
    url = git_host.server.url
    (home / ".gitconfig").write_text(
        f'[url "{other_web.url}/"]\ninsteadOf = {url}/\n[alias]\nfetch = !{program}\n'
        f"[credential]\nhelper = !{program}\n[http]\nproxy = {other_web.url}\n"
    )
    (home / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    for name in ("GIT_SSH_COMMAND", "GIT_PROXY_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_EXEC_PATH"):
        monkeypatch.setenv(name, program)
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", other_web.url)
    monkeypatch.setenv("http_proxy", other_web.url)
    repository = git_host.create()
    monkeypatch.delenv("GIT_DIR")
    repository.commit(PACK)
    assert fetch.one(git_host.url(repository)).ref == "parcels"
    assert other_web.asked == []
    assert not any("Authorization" in headers for _, headers in git_host.server.asked)
    assert not canary.exists()


def test_g16_a_server_that_talks_to_the_terminal(
    git_host: GitHost,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rude(handler: Handler) -> None:
        text = b"ERR \x1b]0;owned\x07\x1b[2J\x9b31m very sorry"
        handler.reply(
            f"{len(text) + 4:04x}".encode() + text,
            headers={"Content-Type": "application/x-git-upload-pack-result"},
        )

    repository = git_host.create()
    repository.commit(PACK)
    git_host.server.fallback = interrupting(git_host, rude)
    monkeypatch.setenv("PACKKIT_ALLOW_HTTP", "1")
    monkeypatch.setenv("PACKKIT_ALLOW_PRIVATE_HOSTS", "127.0.0.1")
    code = run(["download", git_host.url(repository), "--destination-dir", str(tmp_path / "packs")])
    told = capsys.readouterr()
    assert code == ExitCode.SOURCE
    assert "very sorry" in told.err
    assert not set("\x1b\x07\x9b") & set(told.err + told.out)


def test_g17_credentials_in_a_url(fetch: Fetching, web: Server) -> None:
    url = f"http://user:t0ken-of-mine@127.0.0.1:{web.server_port}/x.git"
    for source in (url, f"git+{url}", url.replace(".git", ".tar.gz")):
        result = fetch(source)
        error = result.failed[0].error
        assert isinstance(error, VerificationError)
        assert "credentials" in error.hint
        assert "t0ken" not in f"{error.message} {error.hint} {result.as_data()}"
    assert web.asked == []


def test_g17_credentials_from_the_environment(
    fetch: Fetching, git_host: GitHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACKS_TOKEN", SECRET)
    header = f"Basic {base64.b64encode(SECRET.encode()).decode()}"
    seen: list[bytes] = []

    def guarded(handler: Handler) -> None:
        for name in filter(str.isdecimal, os.listdir("/proc")):
            try:
                seen.append(Path("/proc", name, "cmdline").read_bytes())
            except OSError:
                continue
        if handler.headers.get("Authorization") == header:
            git_host.answer(handler)
        else:
            handler.reply(b"", 401, {"WWW-Authenticate": "Basic"})

    repository = git_host.create()
    repository.commit(PACK)
    git_host.server.fallback = guarded
    knowing = fetch.allowing(credentials=((git_host.server.url, "PACKS_TOKEN"),))
    found = knowing.one(git_host.url(repository))
    assert any(b"fetch" in line for line in seen)
    for secret in (SECRET.encode(), header.partition(" ")[2].encode()):
        assert not any(secret in line for line in seen)
    assert SECRET not in repr(found)


def test_nothing_of_git_is_executable_that_was_not(fetch: Fetching, git_host: GitHost) -> None:
    repository = git_host.create()
    repository.commit({**PACK, "run.sh": ("100755", "#!/bin/sh\n"), "odd": ("100664", "x")})
    path = Path(fetch.one(git_host.url(repository)).path)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.iterdir()}
    assert (modes["run.sh"], modes["odd"], modes["pack.yaml"]) == (0o755, 0o644, 0o644)
