"""GitHub's own Markdown parser, without the memory leak of its Python binding.

The binding never frees the tree and the text that each call makes: some 120 KB a README. It does
not export the two functions that would, but the library that it loads has them.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

from cmarkgfm import _cmark
from cmarkgfm import cmark as binding

_EXTENSIONS = ("table", "autolink", "strikethrough", "tasklist")
_OPTIONS = binding.Options.CMARK_OPT_UNSAFE | binding.Options.CMARK_OPT_FOOTNOTES
"""Raw HTML stays in: the caller sanitises what comes out, which is the only place that can."""


def to_html(text: str) -> str:
    """Return Markdown as HTML that is not safe yet."""
    library, extensions = _library()
    data = text.encode("utf-8", "replace")
    null = _cmark.ffi.NULL
    parser = binding.parser_new(_OPTIONS)
    root = html = null
    try:
        for extension in extensions:
            binding.parser_attach_syntax_extension(parser, extension)
        _cmark.lib.cmark_parser_feed(parser, data, len(data))
        root = binding.parser_finish(parser)
        attached = binding.parser_get_syntax_extensions(parser)
        html = _cmark.lib.cmark_render_html(root, _OPTIONS, attached)
        made: bytes = _cmark.ffi.string(html)
        return made.decode("utf-8", "replace")
    finally:
        if library is not None and html != null:
            library.free(_address(html))
            library.cmark_node_free(_address(root))
        binding.parser_free(parser)


@cache
def _library() -> tuple[ctypes.CDLL | None, tuple[Any, ...]]:
    """Return the library, None where it keeps its functions to itself, and the extensions."""
    binding.core_extensions_ensure_registered()
    extensions = tuple(map(binding.find_syntax_extension, _EXTENSIONS))
    try:
        library = ctypes.CDLL(_cmark.__file__)
        for function in (library.free, library.cmark_node_free):
            function.argtypes = [ctypes.c_void_p]
            function.restype = None
    except (AttributeError, OSError):
        return None, extensions
    return library, extensions


def _address(pointer: Any) -> int:
    return int(_cmark.ffi.cast("uintptr_t", pointer))
