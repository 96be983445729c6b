"""The contract of additional pages, held by a page that is as simple as one can be."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from attune_packkit.api import Component, Pack, Site
from attune_packkit.testing import SitePageContract


class Authors:
    """Lists who made which pack, and says so on the page of each pack."""

    title = "Authors"
    path = "authors.html"

    def render(self, site: Site, page: str) -> str:
        rows = (
            Markup('<li><a href="{}">{}</a> {}</li>').format(
                site.url("pack", ref, page), pack.label, pack.author
            )
            for ref, pack in site.packs.items()
        )
        return Markup("<ul>{}</ul>").format(Markup("").join(rows))

    def panel(self, pack: Pack, component: Component | None) -> str:
        author = pack.manifest.text("author")
        return Markup("<p>{}</p>").format(author) if component is None and author else ""


class Careless(Authors):
    def panel(self, pack: Pack, component: Component | None) -> str:
        return f"<p>{pack.manifest.text('author')}</p>"


class TestAuthors(SitePageContract):
    page = Authors()


def test_the_contract_finds_text_that_is_not_escaped() -> None:
    contract = SitePageContract()
    contract.page = Careless()
    with pytest.raises(AssertionError):
        contract.test_nothing_is_active()
