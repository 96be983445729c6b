"""Templates of documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jinja2

from attune_packkit import resources


def render(template: str, filters: dict[str, Callable[[str], str]], **values: Any) -> str:
    """Return a document made from a template in `templates/docs`.

    None is HTML, so nothing is escaped here: Markdown is when the site is built.
    """
    environment = jinja2.Environment(  # noqa: S701
        loader=jinja2.FileSystemLoader(resources.data("templates") / "docs"),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(filters)
    return environment.get_template(template).render(**values)


def markdown(template: str, **values: Any) -> str:
    """Return a page of the manual, with single empty lines."""
    text = render(f"{template}.md.j2", {"anchor": _anchor, "cell": _cell}, **values)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


def _anchor(code: str) -> str:
    return code.replace(".", "")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
