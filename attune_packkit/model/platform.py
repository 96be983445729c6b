"""What every Attune installation brings along: platform catalog revision 1."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

RUNTIMES = frozenset(
    f"core.{name}"
    for name in ("shell", "python", "nodejs", "native", "java", "ruby", "perl", "go", "r")
)
PERMISSION_SETS = frozenset(f"core.{name}" for name in ("admin", "editor", "executor", "viewer"))
TRIGGERS = frozenset(f"core.{name}" for name in ("alert", "queue_started", "queue_empty"))

BUILT_IN: dict[str, frozenset[str]] = {
    "runtime": RUNTIMES,
    "permission_set": PERMISSION_SETS,
    "trigger": TRIGGERS,
}
"""The refs that every installation has, by kind of component."""


class Platform(Struct, frozen=True):
    """What the installation has without any pack: refs by kind.

    `complete`: what it lists of a kind below a pack's ref, such as `core`, is all there is of it.
    """

    refs: Mapping[str, frozenset[str]]
    complete: bool = False

    def of(self, kind: str) -> frozenset[str]:
        """Return the refs of one kind."""
        return self.refs.get(kind, frozenset())

    @property
    def stamp(self) -> tuple[bool, tuple[tuple[str, tuple[str, ...]], ...]]:
        """The same for equal catalogs only: plain data, for digests."""
        return self.complete, tuple(
            (kind, tuple(sorted(self.refs[kind]))) for kind in sorted(self.refs)
        )

    def lacks(self, kind: str, ref: str) -> bool:
        """Tell whether a ref would be listed if it existed, and is not."""
        owner = ref.rpartition(".")[0]
        return (
            self.complete
            and ref not in self.of(kind)
            and any(listed.rpartition(".")[0] == owner for listed in self.of(kind))
        )


PLATFORM = Platform(BUILT_IN)
"""Attune's own catalog."""

STANDARD_PERMISSION_SET = "standard"
"""Reserved execution behaviour, not a permission set."""

RUNNER_ALIASES: dict[str, str] = {
    **dict.fromkeys(("shell", "bash", "sh"), "core.shell"),
    **dict.fromkeys(("python", "python3"), "core.python"),
    **dict.fromkeys(("node", "nodejs", "node.js"), "core.nodejs"),
    **dict.fromkeys(("native", "builtin", "standalone"), "core.native"),
    **{name: f"core.{name}" for name in ("java", "ruby", "perl", "go", "r")},
}
"""Short names of `runner_type`."""
