"""nodejs: the packages of `package.json`, by npm, which runs none of their scripts."""

from __future__ import annotations

import os
from typing import Any

from attune_packkit.api import (
    Environment,
    EnvironmentFailure,
    EnvironmentRequest,
    Refused,
    SourceError,
    digest_of,
    is_folder,
    lock_refused,
    marked_key,
    parse_version,
    read_package,
    runtime_allows,
)
from attune_packkit.environments.programs import Programs, find, is_wished, refuse, version_of

FOLDER = "node_modules"
MANIFEST = "package.json"
LOCKS = ("npm-shrinkwrap.json", "package-lock.json")
"""Lock files, the one that npm prefers first."""


def detect(request: EnvironmentRequest) -> Environment | None:
    """Tell what is there; None if the manifest or the package file is without a need."""
    files = _files(request)
    if files is None:
        return None
    names = _accepted(request, files)
    root = os.path.join(request.folder, FOLDER)
    version = _node(request)
    key = digest_of("nodejs", version, sorted(files.items()))
    fields: dict[str, Any] = {
        "node_modules_path": root,
        "dependencies_installed": False,
        "package_count": _count(root),
        "nodejs_version": version,
    }
    if not is_folder(root):
        return Environment(fields, "absent", key)
    built_with = marked_key(root)
    packages = (os.path.join(root, name, MANIFEST) for name in names)
    current = built_with == key if built_with else all(map(os.path.isfile, packages))
    fields["dependencies_installed"] = current
    return Environment(fields, "present" if current else "outdated", key)


def build(request: EnvironmentRequest, aside: str) -> None:
    """Make the folder `aside`.

    npm works on copies of the pack's files, so that no settings beside them count.
    """
    files = _files(request)
    if files is None:
        return
    _accepted(request, files)
    npm = find("npm")
    if not npm:
        raise EnvironmentFailure("npm not available in system")
    project = aside + "-project"
    os.mkdir(project)
    for name, data in files.items():
        with open(os.path.join(project, name), "wb") as file:
            file.write(data)
    command = "ci" if len(files) > 1 else "install"
    programs = Programs(request, cwd=project)
    programs.run(f"npm {command}", [npm, command, *_options(request, project)])
    made = os.path.join(project, FOLDER)
    if not os.path.isdir(made):  # npm makes none for a package without dependencies
        os.mkdir(made)
    os.rename(made, aside)


def _options(request: EnvironmentRequest, project: str) -> list[str]:
    options = ["--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-progress",
               "--no-update-notifier", "--no-color",
               "--replace-registry-host=always", f"--prefix={project}"]  # fmt: skip
    return [*options, "--offline"] if request.options.offline else options


def _files(request: EnvironmentRequest) -> dict[str, bytes] | None:
    """Return the package file and the lock file that npm would take; None without a need."""
    data = request.requirements("nodejs")
    if data is None:
        return None
    files = {MANIFEST: data}
    for name in LOCKS:
        if os.path.lexists(os.path.join(request.pack.tree.root, name)):
            return files | {name: request.read(name)}
    return files


def _accepted(request: EnvironmentRequest, files: dict[str, bytes]) -> tuple[str, ...]:
    """Return the names of the packages needed, if all come from a registry."""
    try:
        wanted = read_package(files[MANIFEST])
        refused: list[Refused] = list(wanted.refused)
        for name in LOCKS:
            if name in files:
                refused += lock_refused(files[name])
    except SourceError as error:
        raise EnvironmentFailure(error.message) from None
    if not request.options.trusting:
        refuse(" or ".join(files), refused)
    return wanted.names


def _node(request: EnvironmentRequest) -> str:
    """Return the version of Node.js to use."""
    node = find("node")
    version = version_of([node, "--version"], request) if node else ""
    if parse_version(version) is None:
        raise EnvironmentFailure("Node.js not available in system")
    wish = request.options.versions.get("nodejs", "")
    wrong = "nodejs" in request.options.exact and not is_wished(version, wish)
    if wrong or not runtime_allows(request.version("nodejs"), version):
        wanted = wish if wrong else request.version("nodejs")
        raise EnvironmentFailure(f"Node.js {wanted} not available in system; there is {version}")
    return version


def _count(root: str) -> int:
    """Return the number of packages directly in the folder, those of a scope each by itself."""
    if not is_folder(root):
        return 0
    count = 0
    with os.scandir(root) as listing:
        for entry in listing:
            if entry.name.startswith("@") and entry.is_dir(follow_symlinks=False):
                count += len(os.listdir(entry.path))
            elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                count += 1
    return count
