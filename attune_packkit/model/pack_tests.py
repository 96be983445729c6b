"""The `testing` section of a manifest, without what is malformed: the JSON Schema reports that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component


@dataclass(frozen=True, slots=True)
class PackTestRunner:
    """One runner of a pack's own tests. `entry_point` is a path from the top of the pack."""

    name: str
    place: Place
    type: str
    entry_point: str
    result_format: str


def testing_section(manifest: Component) -> dict[str, Value]:
    """Return the section; empty if there is none."""
    found = manifest.get("testing")
    return found if isinstance(found, dict) else {}


def pack_test_runners(manifest: Component) -> Iterator[PackTestRunner]:
    """Yield the runners in written order."""
    runners = testing_section(manifest).get("runners")
    for name, runner in runners.items() if isinstance(runners, dict) else ():
        if isinstance(runner, dict):
            place = manifest.at("testing", "runners", name)
            kind, entry_point = _text(runner.get("type")), _text(runner.get("entry_point"))
            result_format = _text(runner.get("result_format"))
            yield PackTestRunner(name, place, kind, entry_point, result_format)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
