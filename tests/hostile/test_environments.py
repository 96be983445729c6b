"""Packs that want to run code or reach elsewhere while they are analysed, built or tested."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import tarfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from serving import needed
from strictness import strict_json

from attune_packkit.dependencies.node_packages import lock_refused, read_package
from attune_packkit.dependencies.requirements import read_requirements
from attune_packkit.errors import SourceError

from .conftest import packkit, repeated, write

MANIFEST = 'ref: hostile\nlabel: X\ndescription: X\nversion: "1.0.0"\n'
PYTHON = MANIFEST + 'python: ">=3.9"\n'
NODE = MANIFEST + 'nodejs: ">=18"\n'

needs_npm = pytest.mark.skipif(
    shutil.which("npm") is None and not os.environ.get("CI"), reason="npm is not installed"
)


class Asked(ThreadingHTTPServer):
    """A server that remembers who asked for what, and has some files."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.paths: list[str] = []
        self.files: dict[str, bytes] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Asked

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        data = self.server.files.get(self.path)
        self.send_response(404 if data is None else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(data or b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def servers() -> Iterator[tuple[Asked, Asked]]:
    """The server that the user trusts, and one that only the pack names."""
    both = Asked(), Asked()
    threads = [threading.Thread(target=server.serve_forever, args=(0.01,)) for server in both]
    for thread in threads:
        thread.start()
    yield both
    for server, thread in zip(both, threads, strict=True):
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file that must never come to be."""
    return tmp_path / "outside" / "canary"


@pytest.fixture
def pack(tmp_path: Path, canary: Path) -> Path:
    canary.parent.mkdir()
    folder = tmp_path / "packs" / "hostile"
    folder.mkdir(parents=True)
    return folder


def traps(canary: Path) -> dict[str, str]:
    """Return files that some tool, started in the wrong folder, would run or obey."""
    python = f"open({str(canary)!r}, 'a').write(__file__ + chr(10))\n"
    shell = f"#!/bin/sh\necho $0 >> '{canary}'\n"
    names = ("conftest", "setup", "sitecustomize", "usercustomize", "pip", "venv", "unittest")
    return {
        **{f"{name}.py": python for name in names},
        "hostile.pth": f"import os; os.system('echo pth >> {canary}')\n",
        "noxfile.py": python,
        "pyproject.toml": '[project.entry-points.attune_packkit]\nx = "conftest"\n',
        "bin/sh": shell,
        "uv": shell,
        "npm": shell,
        "python3": shell,
    }


def build(pack: Path, *options: str, code: int = 0) -> Any:
    done = packkit("build-envs", str(pack), "--build", "--format", "json", *options, cwd=pack)
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return strict_json(done.stdout)


def refusal(data: Any) -> str:
    [failed] = data["failed_environments"]
    return str(failed["error"])


def is_as_it_was(pack: Path, files: dict[str, str]) -> bool:
    return {str(each.relative_to(pack)) for each in pack.rglob("*") if each.is_file()} == set(files)


@pytest.mark.parametrize("command", [("deps",), ("deps", "--resolve"), ("build-envs",)])
def test_p02_files_of_a_pack_are_never_run(
    pack: Path, canary: Path, command: tuple[str, ...]
) -> None:
    tests = "testing: {enabled: true, runners: {a: {type: script, entry_point: tests/run.sh}}}\n"
    files = {
        "pack.yaml": PYTHON + 'nodejs: "20"\n' + tests,
        "requirements.txt": "",
        "package.json": json.dumps({"scripts": {"preinstall": f"touch {canary}"}}),
        "tests/run.sh": f"touch {canary}",
        "venv/pyvenv.cfg": "home = /usr/bin\n",
        "venv/bin/python": f"#!/bin/sh\ntouch {canary}\n",
        **traps(canary),
    }
    write(pack, files)
    for path in pack.rglob("*"):
        path.chmod(0o755)
    done = packkit(*command, str(pack), cwd=pack)
    assert done.returncode == 0, done.stderr
    assert not canary.exists()
    assert is_as_it_was(pack, files)


def test_p02_building_runs_nothing_of_the_pack(pack: Path, canary: Path) -> None:
    write(pack, {"pack.yaml": PYTHON, "requirements.txt": "", **traps(canary)})
    write(pack, {"venv/pyvenv.cfg": "x\n", "venv/bin/python": f"#!/bin/sh\ntouch {canary}\n"})
    for path in pack.rglob("*"):
        path.chmod(0o755)
    build(pack, "--offline", "--force-rebuild")
    assert not canary.exists()
    assert not (pack / "venv" / "bin" / "python").read_bytes().startswith(b"#!")


@pytest.mark.parametrize("kind", ["unittest", "script"])
def test_p02_tests_start_what_the_manifest_names_and_nothing_else(
    pack: Path, canary: Path, kind: str
) -> None:
    entry = "tests/run.sh" if kind == "script" else "tests/test_it.py"
    runner = json.dumps({"enabled": True, "runners": {"a": {"type": kind, "entry_point": entry}}})
    files = traps(canary)
    del files["unittest.py"]  # the pack's own module search path is the pack's own affair
    test = "import unittest\nclass T(unittest.TestCase):\n    def test_one(self): pass\n"
    write(pack, {"pack.yaml": f"{MANIFEST}testing: {runner}\n", **files})
    write(pack, {entry: "exit 0\n" if kind == "script" else test})
    done = packkit("test", str(pack), "--format", "json", cwd=pack)
    assert done.returncode == 0, done.stdout
    assert strict_json(done.stdout)["passed"] == 1
    assert not canary.exists()


@pytest.mark.parametrize("place", ["venv", "node_modules"])
def test_p02_a_link_in_place_of_an_environment_leads_nowhere(
    pack: Path, canary: Path, place: str
) -> None:
    write(canary.parent, {"mine.txt": "x", "pyvenv.cfg": "home = /usr/bin\n"})
    (pack / place).symlink_to(canary.parent)
    write(pack, {"pack.yaml": PYTHON + 'nodejs: ">=18"\n', "requirements.txt": ""})
    if place == "node_modules":
        needed("npm")
        write(pack, {"package.json": "{}"})
    skipped = "--skip-nodejs" if place == "venv" else "--skip-python"
    data = build(pack, "--offline", "--force-rebuild", skipped, code=1)
    assert "link" in refusal(data)
    assert sorted(os.listdir(canary.parent)) == ["mine.txt", "pyvenv.cfg"]
    assert not [name for name in os.listdir(pack) if name.startswith(".packkit-work")]


@pytest.mark.parametrize("target", ["/etc/hostname", "/dev/zero", "../../outside/secret"])
def test_p06_a_requirement_file_that_is_a_link_is_refused(
    pack: Path, canary: Path, target: str
) -> None:
    write(canary.parent, {"secret": "parcelkit\n"})
    write(pack, {"pack.yaml": PYTHON})
    (pack / "requirements.txt").symlink_to(target)
    assert "expected a regular file" in refusal(build(pack, "--offline", code=1))


REFUSED = [
    "-e .", "--editable .", "-e git+https://127.0.0.1/x.git#egg=x", "--index-url {url}/simple",
    "-i {url}/simple", "--index-url={url}/simple", "--extra-index-url {url}/simple",
    "git+{url}/x.git", "x @ git+{url}/x.git", "x @ {url}/x.whl", "{url}/x-1.0-py3-none-any.whl",
    "-r ../../outside/more.txt", "-r more.txt", "-rmore.txt", "--requirement=more.txt",
    "-c more.txt", "file:///etc/passwd", "x @ file:///etc/passwd", "./evil", "../evil", "/evil",
    "evil/", "~/evil", "--find-links {url}", "-f {url}", "--trusted-host evil", "--no-binary :all:",
    "--pre --index-url {url}", "x --index-url {url}", "x --global-option=x", "x${{HOME}}",
    "--hash=sha256:00", "x --config-settings=a=b", "x \\\n  --index-url {url}", "\u2028-e .",
    "x\x0b-e .",
]  # fmt: skip


@pytest.mark.loopback
@pytest.mark.parametrize("line", REFUSED)
def test_p06_requirement_files_name_packages_and_nothing_else(
    line: str, pack: Path, canary: Path, servers: tuple[Asked, Asked]
) -> None:
    text = f"# harmless\n{line}\n".format(url=servers[1].url)
    found = read_requirements(text.encode())
    assert found.refused, found
    assert not found.names or found.names == ("x",)
    if line not in REFUSED[::6]:
        return
    write(pack, {"pack.yaml": PYTHON, "requirements.txt": text, **traps(canary)})
    told = refusal(build(pack, code=1))
    assert told.startswith("requirements.txt is refused\nline 2: ")
    assert servers[1].paths == []
    assert not canary.exists()
    assert "venv" not in os.listdir(pack)


def test_p06_what_is_harmless_is_read_as_it_is_meant() -> None:
    digest = "0" * 64
    text = (
        "\ufeff# a comment\nattune-sdk[sensor]>=0.5,<1  # why\n\nPyYAML ; python_version > '3'\n"
        f"requests==2.32.0 \\\n    --hash=sha256:{digest} \\\n    --hash=sha256:{digest}\n"
        "--require-hashes\n"
    )
    found = read_requirements(text.encode())
    assert found.refused == ()
    assert found.names == ("attune-sdk", "pyyaml", "requests")
    assert found.text.splitlines()[2:] == [
        f"requests==2.32.0 --hash=sha256:{digest} --hash=sha256:{digest}", "--require-hashes",
    ]  # fmt: skip


def test_p06_source_distributions_run_nothing(pack: Path, canary: Path, tmp_path: Path) -> None:
    folder = tmp_path / "wheels"
    code = f"open({str(canary)!r}, 'w')\nfrom setuptools import setup\nsetup(name='evil')\n"
    _write_source_distribution(folder, "evil", "1.0.0", code)
    write(pack, {"pack.yaml": PYTHON, "requirements.txt": "evil\n"})
    data = build(pack, "--offline", "--wheels", str(folder), code=1)
    assert "evil" in refusal(data)
    assert "--allow-unsafe-requirements" in refusal(data)
    assert not canary.exists()


def _write_source_distribution(folder: Path, name: str, version: str, setup: str) -> None:
    folder.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    with tarfile.open(folder / f"{name}-{version}.tar.gz", "w:gz") as archive:
        for member, text in (("setup.py", setup), ("PKG-INFO", metadata)):
            entry = tarfile.TarInfo(f"{name}-{version}/{member}")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))


@pytest.mark.loopback
def test_p06_settings_of_tools_in_the_pack_do_not_count(
    pack: Path, servers: tuple[Asked, Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, evil = servers
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{trusted.url}/simple")
    settings = f'index-url = "{evil.url}/simple"\n'
    write(pack, {"pack.yaml": PYTHON, "requirements.txt": "parcelkit\n", "uv.toml": settings,
                 "pip.conf": f"[global]\nindex-url = {evil.url}\n",
                 "pyproject.toml": f"[tool.uv]\n{settings}"})  # fmt: skip
    assert "parcelkit" in refusal(build(pack, code=1))
    assert any(path.startswith("/simple/parcelkit") for path in trusted.paths)
    assert evil.paths == []


def test_p06_a_user_who_trusts_the_pack_may_say_so(pack: Path, tmp_path: Path) -> None:
    write(pack, {"pack.yaml": PYTHON, "requirements.txt": "-r more.txt\n", "more.txt": "# none\n"})
    (tmp_path / "wheels").mkdir()
    options = ["--offline", "--wheels", str(tmp_path / "wheels")]
    assert "gives the installer the option '-r'" in refusal(build(pack, *options, code=1))
    data = build(pack, *options, "--allow-unsafe-requirements")
    assert data["summary"]["python_envs_built"] == 1
    assert (pack / "venv" / "pyvenv.cfg").is_file()


@pytest.mark.parametrize(
    "wanted",
    [
        "git+https://127.0.0.1/x.git", "git://127.0.0.1/x", "github:o/r", "o/r", "o/r#v1",
        "https://127.0.0.1/x.tgz", "file:../x", "link:../x", "../x", "./x", "..", ".", "~/x",
        "x.tgz", "x.tar.gz", "workspace:*", "npm:@o/../x@1", "npm:x@git+ssh://y", "C:\\x",
        7, None, ["1"], {"a": "1"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("group", ["dependencies", "devDependencies", "optionalDependencies"])
def test_p06_node_packages_come_from_a_registry(wanted: Any, group: str) -> None:
    found = read_package(json.dumps({group: {"x": wanted}}).encode())
    assert [each.where for each in found.refused] == [f"{group}.x"]


@pytest.mark.parametrize("wanted", ["^1.2", ">=1 <2", "1.x || 2.0.0", "*", "", "latest", "npm:y@^1",
                                    "npm:@o/y@~2.1", "1.0.0-rc.1", "1 - 2"])  # fmt: skip
def test_p06_ranges_and_tags_are_taken(wanted: str) -> None:
    assert not read_package(json.dumps({"dependencies": {"x": wanted}}).encode()).refused


@pytest.mark.parametrize(
    "package",
    [{"workspaces": ["../x"]}, {"dependencies": []}, {"overrides": {"a": {"b": "file:x"}}},
     {"overrides": {"a": "git+https://127.0.0.1/x"}}],
)  # fmt: skip
def test_p06_nothing_else_in_a_package_file_leads_elsewhere(package: dict[str, Any]) -> None:
    assert read_package(json.dumps(package).encode()).refused


@pytest.mark.parametrize(
    "entry",
    [{"resolved": "git+ssh://git@127.0.0.1/x.git#0"}, {"resolved": "file:../x"},
     {"resolved": "../x", "link": True}, {"version": "git+https://127.0.0.1/x"},
     {"resolved": "https://127.0.0.1/x.js"}, {"version": "file:x.tgz"}],
)  # fmt: skip
def test_p06_lock_files_name_archives_of_registries(entry: dict[str, Any]) -> None:
    older = {"y": {"version": "1.0.0", "dependencies": {"x": entry}}}
    for lock in ({"packages": {"node_modules/x": entry}}, {"dependencies": older}):
        assert lock_refused(json.dumps(lock).encode())


def test_p06_files_without_sense_are_bounded() -> None:
    started = time.process_time()
    for text in (
        repeated(lambda number: f"package{number}==1.{number}\n", 1_000_000),
        "x" * 1_000_000,
        " #" * 500_000,
        "x --hash=sha256:" * 60_000,
        "\\\n" * 500_000,
        "x[" + "a," * 400_000,
        "x>=" + "1." * 400_000,
    ):
        read_requirements(text.encode())
    assert time.process_time() - started < 10
    with pytest.raises(SourceError):
        read_package(b'{"overrides": ' * 100_000)
    with pytest.raises(SourceError):
        lock_refused(b"[]")


def _registry(server: Asked, canary: Path) -> None:
    """Offer one package that wants to run code when it is installed."""
    package = {
        "name": "sprinter", "version": "1.0.0",
        "scripts": {name: f"echo {name} >> {canary}" for name in ("preinstall", "postinstall")},
    }  # fmt: skip
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        data = json.dumps(package).encode()
        entry = tarfile.TarInfo("package/package.json")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    archive_data = buffer.getvalue()
    digest = base64.b64encode(hashlib.sha512(archive_data).digest()).decode()
    dist = {"tarball": f"{server.url}/sprinter/-/sprinter-1.0.0.tgz",
            "integrity": f"sha512-{digest}"}  # fmt: skip
    versions = {"1.0.0": {**package, "dist": dist, "hasInstallScript": True}}
    document = {"name": "sprinter", "dist-tags": {"latest": "1.0.0"}, "versions": versions}
    server.files["/sprinter"] = json.dumps(document).encode()
    server.files["/sprinter/-/sprinter-1.0.0.tgz"] = archive_data


@needs_npm
@pytest.mark.loopback
@pytest.mark.parametrize("locked", [False, True])
def test_p07_no_script_of_any_package_runs(
    pack: Path, canary: Path, servers: tuple[Asked, Asked], monkeypatch: pytest.MonkeyPatch,
    locked: bool,
) -> None:  # fmt: skip
    trusted, evil = servers
    _registry(trusted, canary)
    monkeypatch.setenv("npm_config_registry", trusted.url)
    scripts = ("preinstall", "install", "postinstall", "prepare", "prepublish", "dependencies")
    package = {
        "name": "hostile", "version": "1.0.0", "dependencies": {"sprinter": "^1.0.0"},
        "scripts": {name: f"echo own {name} >> {canary}" for name in scripts},
    }  # fmt: skip
    settings = f"ignore-scripts=false\nregistry={evil.url}\nscript-shell={pack}/bin/sh\n"
    write(pack, {"pack.yaml": NODE, "package.json": json.dumps(package), ".npmrc": settings})
    write(pack, traps(canary))
    if locked:
        write(pack, {"package-lock.json": _lock(trusted, package)})
    for path in pack.rglob("*"):
        path.chmod(0o755)
    data = build(pack)
    assert data["built_environments"][0]["environments"]["nodejs"]["package_count"] == 1
    assert (pack / "node_modules" / "sprinter" / "package.json").is_file()
    assert "/sprinter/-/sprinter-1.0.0.tgz" in trusted.paths
    assert evil.paths == []
    assert not canary.exists()


def _lock(server: Asked, package: dict[str, Any]) -> str:
    document = json.loads(server.files["/sprinter"])["versions"]["1.0.0"]
    own = {name: package[name] for name in ("name", "version", "dependencies")}
    entry = {"version": "1.0.0", "resolved": document["dist"]["tarball"],
             "integrity": document["dist"]["integrity"], "hasInstallScript": True}  # fmt: skip
    packages = {"": own, "node_modules/sprinter": entry}
    return json.dumps({**own, "lockfileVersion": 3, "requires": True, "packages": packages})
