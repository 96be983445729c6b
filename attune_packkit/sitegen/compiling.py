"""Compile templates so that one call prepares a value for HTML, instead of three."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from attune_packkit.sitegen.sanitising import visible

_MAX_KEPT = 100
"""Characters of a text that is kept as HTML: words, names and links stand on many pages."""


def as_html(value: Any) -> Markup:
    """Return a value as HTML for a template, with invisible characters made visible."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return _short(value) if len(value) <= _MAX_KEPT else escape(visible(value))
    return escape(value)


@lru_cache(maxsize=10_000)
def _short(text: str) -> Markup:
    return escape(visible(text))


class Generator(CodeGenerator):
    """Leaves escaping to `as_html` as the environment's `finalize`; escaping twice does no harm."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write(")")
