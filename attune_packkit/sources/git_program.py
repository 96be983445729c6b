"""The git program, started so that nothing of a repository, a server or the machine's settings can
make it run anything, ask anybody, or go anywhere else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from msgspec import Struct

from attune_packkit import clock, processes
from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.sources.addresses import Lookup, look_up
from attune_packkit.sources.policy import NetworkPolicy
from attune_packkit.sources.urls import Url, bracketed, masked

MAX_PACK_BYTES = 512 * 1024 * 1024
"""Bytes of one file that git may write, such as the pack of objects that a server sends."""

MAX_MEMORY_BYTES = 4 * 1024 * 1024 * 1024
MAX_LISTING_BYTES = 16 * 1024 * 1024
_SILENT_SECONDS = 30

_FIXED = {
    "core.alternateRefsCommand": "",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "core.symlinks": "false",
    "credential.helper": "",
    "fetch.recurseSubmodules": "false",
    "fetch.unpackLimit": "1",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": str(_SILENT_SECONDS),
    "maintenance.auto": "false",
    "pack.threads": "1",
    "protocol.allow": "never",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
    "transfer.unpackLimit": "1",
}

_LIMITER = """
import os, resource, sys
for kind, limit in ((resource.RLIMIT_FSIZE, sys.argv[1]), (resource.RLIMIT_AS, sys.argv[2])):
    try:
        resource.setrlimit(kind, (int(limit), int(limit)))
    except (OSError, ValueError):
        pass
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Starts git with the limits of the system: git itself does not limit what a server sends."""


class Remote(Struct, frozen=True):
    """Where git fetches from: a URL, or a folder of this machine that the user named."""

    location: str
    scheme: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]


def remote(url: Url, policy: NetworkPolicy, lookup: Lookup = look_up) -> Remote:
    """Return how to reach a URL: its host's addresses are checked now and held to."""
    settings = {"http.sslVerify": "true" if policy.verify_ssl else "false"}
    if policy.ca_bundle:
        settings["http.sslCAInfo"] = policy.ca_bundle
    secrets = {}
    proxy = policy.proxy_for(url)
    if proxy:
        secrets["http.proxy"] = proxy
    else:
        found = ",".join(bracketed(each) for each in policy.addresses(url, lookup))
        settings["http.curloptResolve"] = f"{url.host}:{url.port}:{found}"
    credentials = policy.credentials.get(url.origin)
    if credentials:
        secrets[f"http.{url.origin}/.extraHeader"] = f"Authorization: {credentials}"
    return Remote(url.text, url.scheme, settings, secrets)


def local_remote(path: str) -> Remote:
    """Return how to reach a repository in a folder of this machine."""
    return Remote(os.path.abspath(path), "file", {}, {})


class Git(Struct, frozen=True):
    """Git in one bare repository of ours, until `deadline`."""

    repository: str
    deadline: float

    def create(self) -> None:
        """Make the repository, from no template."""
        command = ["git", "init", "--quiet", "--bare", "--template=", "--", self.repository]
        self._finish("init", self._run(command, None, os.path.dirname(self.repository)))
        os.makedirs(os.path.join(self.repository, "info"), exist_ok=True)
        with open(os.path.join(self.repository, "info", "attributes"), "w") as file:
            file.write(
                "* -text -eol -ident -filter -export-ignore -export-subst -working-tree-encoding\n"
            )

    def run(self, *arguments: str, source: Remote | None = None) -> bytes:
        """Return what a git command prints. Raises `SourceError` if it fails."""
        return self._finish(arguments[0], self.attempt(*arguments, source=source))

    def attempt(self, *arguments: str, source: Remote | None = None) -> processes.Finished:
        """Run a git command and return how it ended. Raises `SourceError` if it cannot start."""
        settings = _FIXED | dict(source.settings if source else {})
        if source is not None:
            settings[f"protocol.{source.scheme}.allow"] = "always"
        given = [part for each in settings.items() for part in ("-c", "=".join(each))]
        command = ["git", f"--git-dir={self.repository}", *given, *arguments]
        return self._run(command, source, self.repository)

    def _run(self, command: Sequence[str], source: Remote | None, cwd: str) -> processes.Finished:
        if os.name == "posix":
            limits = [str(MAX_PACK_BYTES), str(MAX_MEMORY_BYTES)]
            command = [sys.executable, "-I", "-S", "-c", _LIMITER, *limits, *command]
        done = processes.run(
            command,
            cwd=cwd,
            environment=_environment(cwd, source),
            timeout=max(0.0, self.deadline - clock.elapsed()),
            max_output=MAX_LISTING_BYTES,
            kept=False,  # its helpers stay in its group
        )
        if done.missing or b"FileNotFoundError" in done.stderr:
            raise SourceError("git is not installed", hint="packkit fetches repositories with it")
        return done

    def _finish(self, name: str, done: processes.Finished) -> bytes:
        if not done.ok:
            raise failure(name, done)
        if len(done.stdout) >= MAX_LISTING_BYTES:
            raise SourceError(f"git {name} listed more than {MAX_LISTING_BYTES:,} bytes")
        return done.stdout


def failure(name: str, done: processes.Finished) -> SourceError:
    """Return what went wrong, in git's words without what a terminal would obey."""
    if done.timed_out:
        return SourceError(f"git {name} took longer than allowed", hint="see --timeout")
    if (done.code or 0) < 0 or b"File too large" in done.stderr:
        return SourceError(
            f"git {name} was stopped: more than {MAX_PACK_BYTES:,} bytes, or too much memory"
        )
    lines = done.stderr.decode("utf-8", "replace").replace("\r", "\n").splitlines()
    telling = [line for line in lines if line.startswith(("fatal:", "error:"))]
    reason = shown(masked((telling or lines or ["no reason given"])[0].strip()), 300)
    return SourceError(f"git {name} failed: {reason}", hint=_hint(reason))


def _hint(reason: str) -> str:
    if "could not read Username" in reason or "terminal prompts disabled" in reason:
        return "the server asks for credentials: name them in the setting 'credentials'"
    if "error: 30" in reason:
        return "the repository has moved: use the URL that it redirects to"
    return ""


def _environment(home: str, source: Remote | None) -> dict[str, str]:
    """Return all that git gets to know of this process: where programs are, and our settings.

    Secrets travel here and not as arguments, which everybody on the machine can read.
    """
    given = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": source.scheme if source else "none",
        "GIT_ASKPASS": "",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "SSH_ASKPASS": "",
    }
    secrets = list((source.secrets if source else {}).items())
    given["GIT_CONFIG_COUNT"] = str(len(secrets))
    for number, (key, value) in enumerate(secrets):
        given[f"GIT_CONFIG_KEY_{number}"] = key
        given[f"GIT_CONFIG_VALUE_{number}"] = value
    return given
