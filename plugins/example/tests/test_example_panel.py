"""The panel, by packkit's contract, and on the page of a pack."""

from __future__ import annotations

from pathlib import Path

import pytest
from attune_packkit_example.panel import OwnerPanel

from attune_packkit.api import Pack
from attune_packkit.testing import SitePageContract, read_pack


class TestOwnerPanel(SitePageContract):
    page = OwnerPanel()


def pack(folder: Path, owner: str) -> Pack:
    (folder / "pack.yaml").write_text(f"ref: parcels\nlabel: Parcels\nmeta: {{owner: {owner}}}\n")
    return read_pack(folder)


def test_panel_names_the_team(tmp_path: Path) -> None:
    body = OwnerPanel().panel(pack(tmp_path, "'<b>depot</b>'"), None)
    assert (
        body == "<p>The team <strong>&lt;b&gt;depot&lt;/b&gt;</strong> answers for this pack.</p>"
    )


@pytest.mark.parametrize("owner", ["''", "7"])
def test_no_owner_no_panel(tmp_path: Path, owner: str) -> None:
    assert OwnerPanel().panel(pack(tmp_path, owner), None) == ""
