"""Fixtures for the tests that pack authors write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import qualify
from attune_packkit.model.workflow import Workflow
from attune_packkit.pytest_plugin.known import KNOWN
from attune_packkit.suggest import did_you_mean


@pytest.fixture(scope="session")
def pack_set(pytestconfig: pytest.Config) -> Mapping[str, Pack]:
    """Every pack of this run by ref: those collected and those of `packkit_packs`."""
    return pytestconfig.stash[KNOWN].by_ref()


@pytest.fixture
def pack(request: pytest.FixtureRequest, pack_set: Mapping[str, Pack]) -> Pack:
    """The pack that a test is about.

    `@pytest.mark.packkit_pack("parcels")` names it, by ref or by its folder seen from the test's
    file. Without the marker it is the pack around the test's file, or the only one there is.
    """
    name = _argument(request, "packkit_pack")
    if name is not None and name in pack_set:
        return pack_set[name]
    folder = _around(request) if name is None else request.path.parent / name
    if folder and (folder / MANIFEST).is_file():
        return request.config.stash[KNOWN].read(folder)
    if name is not None:
        pytest.fail(_unknown("pack", name, pack_set), pytrace=False)
    if len(pack_set) != 1:
        pytest.fail("no pack around this test: name one with packkit_pack", pytrace=False)
    return next(iter(pack_set.values()))


@pytest.fixture
def workflow(request: pytest.FixtureRequest, pack_set: Mapping[str, Pack]) -> Workflow:
    """The workflow that `@pytest.mark.packkit_workflow("parcels.dispatch")` names.

    A name without a pack belongs to the one that the fixture `pack` gives.
    """
    name = _argument(request, "packkit_workflow")
    if name is None:
        pytest.fail("name the workflow with packkit_workflow", pytrace=False)
    packs = [*pack_set.values()]
    if "." not in name or _argument(request, "packkit_pack") or _around(request):
        own: Pack = request.getfixturevalue("pack")
        packs, name = [own, *packs], qualify(name, own.ref)
    known = {flow.ref: flow for each in reversed(packs) for flow in each.workflows}
    if name not in known:
        pytest.fail(_unknown("workflow", name, known), pytrace=False)
    return known[name]


def _argument(request: pytest.FixtureRequest, marker: str) -> str | None:
    """Return the one argument of a marker; None if the test does not have the marker."""
    found = request.node.get_closest_marker(marker)
    if found is None:
        return None
    if len(found.args) != 1 or found.kwargs or not isinstance(found.args[0], str):
        pytest.fail(f"the marker {marker} takes one text", pytrace=False)
    return found.args[0]


def _around(request: pytest.FixtureRequest) -> Path | None:
    """Return the folder of the pack that the test's file lies in."""
    return next((each for each in request.path.parents if (each / MANIFEST).is_file()), None)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    hint = did_you_mean(name, names) or f"known: {', '.join(names) or 'none'}"
    return f"no {what} of this run is called '{name}'; {hint}"
