"""python: a virtual environment with the packages of `requirements.txt`.

uv makes it where it is installed, else Python's own venv and pip. Unless the user trusts the pack,
only wheels are installed: a source distribution runs code of its own when it is built.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from attune_packkit.api import (
    VIRTUALENV,
    Environment,
    EnvironmentFailure,
    EnvironmentRequest,
    Requirements,
    digest_of,
    is_folder,
    marked_key,
    parse_version,
    read_regular,
    read_requirements,
    runtime_allows,
)
from attune_packkit.environments.programs import (
    TRUST,
    Programs,
    find,
    is_wished,
    refuse,
    version_of,
)

_MINORS = range(9, 20)
_MAX_SCRIPT = 1024 * 1024
_SEEDS = frozenset({"pip", "setuptools", "wheel"})
_DIST_INFO = re.compile(r"(?P<name>[A-Za-z0-9_.]+)-(?P<version>[A-Za-z0-9_.!+]+)\.dist-info")
_ASK = ("-I", "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])")


def detect(request: EnvironmentRequest) -> Environment | None:
    """Tell what is there; None if the manifest or the requirement file is without a need."""
    data = request.requirements("python")
    if data is None:
        return None
    wanted = _accepted(request, data)
    root = os.path.join(request.folder, VIRTUALENV)
    _, version = _interpreter(request)
    key = digest_of("python", version, wanted.text if wanted else data)
    there = _installed(root)
    fields: dict[str, Any] = {
        "virtualenv_path": root,
        "requirements_installed": False,
        "package_count": len(there.keys() - (_SEEDS - set(wanted.names if wanted else ()))),
        "python_version": version,
    }
    if not is_folder(root):
        return Environment(fields, "absent", key)
    built_with = marked_key(root)
    current = built_with == key if built_with else _suffices(wanted, there)
    fields["requirements_installed"] = current
    return Environment(fields, "present" if current else "outdated", key)


def build(request: EnvironmentRequest, aside: str) -> None:
    """Make the environment in the folder `aside`."""
    data = request.requirements("python")
    if data is None:
        return
    _refuse_other_folder(os.path.join(request.folder, VIRTUALENV))
    wanted = _accepted(request, data)
    interpreter, _ = _interpreter(request)
    if wanted is None:
        programs = Programs(request, cwd=request.pack.tree.root)
        listed = os.path.join(request.pack.tree.root, "requirements.txt")
    else:
        programs = Programs(request)
        listed = aside + "-requirements.txt"
        with open(listed, "w", encoding="utf-8") as file:
            file.write(wanted.text)
    uv = find("uv", beside_us=True)
    if uv:
        _with_uv(programs, request, uv=uv, interpreter=interpreter, aside=aside, listed=listed)
    else:
        _with_pip(programs, request, interpreter=interpreter, aside=aside, listed=listed)
    _move_paths(aside)


def _accepted(request: EnvironmentRequest, data: bytes) -> Requirements | None:
    """Return what was read of the file; None if the user trusts it as it is."""
    if request.options.trusting:
        return None
    wanted = read_requirements(data)
    refuse("requirements.txt", wanted.refused)
    return wanted


def _with_uv(
    programs: Programs,
    request: EnvironmentRequest,
    *,
    uv: str,
    interpreter: str,
    aside: str,
    listed: str,
) -> None:
    quiet = ("--quiet", "--no-progress", "--color", "never")
    create = ("venv", "--no-project", "--no-python-downloads", "--python", interpreter)
    programs.run("uv venv", [uv, *quiet, *create, "--prompt", VIRTUALENV, aside])
    options = [*_sources(request), "--link-mode", "copy"]
    if request.options.offline:
        options.append("--offline")
    if not request.options.trusting:
        options.append("--no-build")
    install = ("pip", "install", "--python", _python(aside), "-r", listed)
    try:
        programs.run("uv pip install", [uv, *quiet, *install, *options])
    except EnvironmentFailure as failure:
        if "no usable wheels" not in failure.message:
            raise
        raise EnvironmentFailure(failure.message, hint=TRUST) from None


def _with_pip(
    programs: Programs, request: EnvironmentRequest, *, interpreter: str, aside: str, listed: str
) -> None:
    programs.run("python -m venv", [interpreter, "-I", "-m", "venv", aside])
    options = [*_sources(request), "--no-compile", "--no-input", "--disable-pip-version-check"]
    if not request.options.trusting:
        options += ["--only-binary", ":all:"]
    install = ("-I", "-m", "pip", "--quiet", "install", "-r", listed)
    programs.run("pip install", [_python(aside), *install, *options])


def _sources(request: EnvironmentRequest) -> Iterator[str]:
    if request.options.wheels:
        yield from ("--find-links", os.path.abspath(request.options.wheels))
    if request.options.offline and request.options.wheels:
        yield "--no-index"


def _python(environment: str) -> str:
    return os.path.join(environment, "bin", "python")


def _move_paths(aside: str) -> None:
    """Rewrite the programs of an environment for the place that it is moved to.

    They name their interpreter by its full path. The workspace has a name that nothing else has.
    """
    parent, name = os.path.split(aside)
    made_in = os.fsencode(f"{os.sep}{os.path.basename(parent)}{os.sep}{name}")
    programs = os.path.join(aside, "bin")
    for script in (os.path.join(programs, each) for each in sorted(os.listdir(programs))):
        data = read_regular(script, _MAX_SCRIPT)
        if data and made_in in data:
            with open(script, "r+b") as file:
                file.write(data.replace(made_in, os.fsencode(os.sep + VIRTUALENV)))
                file.truncate()


def _refuse_other_folder(root: str) -> None:
    if os.path.lexists(root) and not os.path.isfile(os.path.join(root, "pyvenv.cfg")):
        raise EnvironmentFailure(
            f"{root} is no virtual environment", hint="move it away; it is not replaced"
        )


def _interpreter(request: EnvironmentRequest) -> tuple[str, str]:
    """Return the path and version of the Python to use: the one wished for if the pack allows it.

    Without an exact wish any other that the pack allows will do.
    """
    wish = request.options.versions.get("python", "")
    found: dict[str, str] = {}
    for path in _interpreters(wish):
        version = version_of([path, *_ASK], request)
        if parse_version(version) is None:
            continue
        found.setdefault(version, path)
        if is_wished(version, wish) and runtime_allows(request.version("python"), version):
            return path, version
    if "python" not in request.options.exact:
        for version, path in found.items():
            if runtime_allows(request.version("python"), version):
                return path, version
    raise EnvironmentFailure(_no_python(request, wish, list(found)))


def _no_python(request: EnvironmentRequest, wish: str, found: list[str]) -> str:
    if not found:
        return "Python 3 not available in system"
    exact = "python" in request.options.exact
    wanted = " and ".join(filter(None, (wish if exact else "", request.version("python"))))
    return f"Python {wanted} not available in system; there is {', '.join(found)}"


def _interpreters(wish: str) -> Iterator[str]:
    """Yield the interpreters of this machine, each once, the one wished for first."""
    names = [f"python{wish}", "python3", *(f"python3.{minor}" for minor in _MINORS)]
    paths = [find(name) for name in names if re.fullmatch(r"[\w.]+", name)]
    paths.insert(2, sys.executable)
    yield from dict.fromkeys(filter(None, paths))


def _installed(root: str) -> dict[str, str]:
    """Return the distributions in an environment by canonical name, from the names of folders."""
    from packaging.utils import canonicalize_name

    found = {}
    for site in _site_folders(root):
        with os.scandir(site) as listing:
            for match in filter(None, (_DIST_INFO.fullmatch(entry.name) for entry in listing)):
                found[str(canonicalize_name(match["name"]))] = match["version"]
    return found


def _site_folders(root: str) -> list[str]:
    library = os.path.join(root, "lib")
    if not is_folder(root) or not is_folder(library):
        return []
    folders = [os.path.join(library, name, "site-packages") for name in sorted(os.listdir(library))]
    return [folder for folder in folders if is_folder(folder)]


def _suffices(wanted: Requirements | None, there: dict[str, str]) -> bool:
    """Tell whether an environment that somebody else made holds every package asked for."""
    return wanted is not None and all(_holds(there, line) for line in wanted.lines)


def _holds(there: dict[str, str], line: str) -> bool:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    if line.startswith("--"):
        return True
    requirement = Requirement(line.partition(" --hash=")[0])
    if requirement.marker is not None and not requirement.marker.evaluate():
        return True
    version = there.get(canonicalize_name(requirement.name))
    return version is not None and requirement.specifier.contains(version, prereleases=True)
