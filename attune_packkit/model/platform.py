"""What every Attune installation brings along: platform catalog revision 1."""

from __future__ import annotations

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
