"""Who answers for a pack, on its page of the registry's site."""

from __future__ import annotations

from markupsafe import escape

from attune_packkit.api import Component, Pack, Site
from attune_packkit_example.ownership import owner_of


class OwnerPanel:
    """A panel on the pages of packs; it has no page of its own."""

    title = "Owner"
    path = ""

    def render(self, site: Site, page: str) -> str:
        """Return nothing: there is no such page."""
        return ""

    def panel(self, pack: Pack, component: Component | None) -> str:
        """Return who answers for a pack; nothing on the pages of its components."""
        name = owner_of(pack.manifest)
        if component is not None or not name:
            return ""
        return f"<p>The team <strong>{escape(name)}</strong> answers for this pack.</p>"
