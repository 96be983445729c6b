"""Render templates: they get only page models, and everything in these is escaped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from attune_packkit.api import UsageError, shipped_data
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.models import NOTHING, SiteFacts
from attune_packkit.sitegen.sanitising import inline, paragraphs, visible

_SUFFIX = ".html"


class Templates:
    """The templates of one site: packkit's own, each of which the theme may replace."""

    def __init__(
        self, facts: SiteFacts, theme: str = "", assets: frozenset[str] = frozenset()
    ) -> None:
        self._facts = facts
        self._theme = theme
        self._folders = _template_folders(theme)
        self._assets = assets

    @cached_property
    def environment(self) -> Any:
        """The Jinja environment: escaping, strict, and with no way to reach files or code."""
        import jinja2

        from attune_packkit.sitegen.compiling import Generator, as_html

        made = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self._folders),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            finalize=as_html,
        )
        made.code_generator_class = Generator
        made.globals["site"] = self._facts
        made.globals["assets"] = self._assets
        made.globals["stamp"] = _stamp(self._theme)
        made.filters["prose"] = paragraphs
        made.filters["oneline"] = inline
        made.filters["capital"] = _capital
        made.filters["breakable"] = _breakable
        return made

    def page(self, template: str, page: Any, nav: Markup = NOTHING, **values: Any) -> bytes:
        """Render a page model."""
        root = self._root(page.frame.address)
        text = self._render(template + _SUFFIX, {**values, "page": page, "nav": nav, "root": root})
        return (text + "\n").encode("utf-8", "backslashreplace")

    def _root(self, address: str) -> str:
        """Return the way from a page to the root of the site.

        A server shows one page at any address that it does not have, so from there only the whole
        way helps, if somebody has said where the site is.
        """
        if address == addresses.NOT_FOUND and self._facts.base_url:
            return urlsplit(self._facts.base_url).path
        return addresses.root(address)

    def part(self, template: str, values: Mapping[str, Any]) -> Markup:
        """Render a part of a page."""
        return Markup(self._render(f"parts/{template}{_SUFFIX}", values))  # noqa: S704 - escaped

    def _render(self, name: str, values: Mapping[str, Any]) -> str:
        """Render a template. Raises `UsageError` for a fault in one of the theme's."""
        import jinja2

        try:
            text: str = self.environment.get_template(name).render(values)
        except jinja2.TemplateError as error:
            if len(self._folders) == 1:
                raise
            raise UsageError(
                f"the theme's templates cannot be used for {name}: {error}",
                hint="compare them with packkit's own templates of the same name",
            ) from error
        return text


def _template_folders(theme: str) -> list[str]:
    """Return where templates are looked up, the theme's own first."""
    ours = str(shipped_data("templates") / "site")
    return [os.path.join(theme, "templates"), ours] if theme else [ours]


def asset_files(theme: str) -> dict[str, Path]:
    """Return the files of the site's `assets`, those of the theme before packkit's own."""
    folders = [shipped_data("site/assets")]
    if theme:
        folders.append(Path(theme) / "assets")
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not name.startswith("."):
                found[name] = path
    return found


def _stamp(theme: str) -> str:
    """Return a short digest of the assets: in their addresses, it keeps browsers off old ones."""
    made = hashlib.sha256()
    for name, path in asset_files(theme).items():
        made.update(name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()[:8]


def _breakable(name: str) -> Markup:
    """Let a long name break behind its underscores and dots."""
    shown = escape(visible(name))
    return Markup(str(shown).replace("_", "_<wbr>").replace(".", ".<wbr>"))  # noqa: S704 - escaped


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
