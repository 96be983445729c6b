"""YAML and commands with their parts marked for the style sheet, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from markupsafe import Markup

from attune_packkit.api import Span, split_lines
from attune_packkit.sitegen.models import Listing
from attune_packkit.sitegen.sanitising import visible

MAX_LINES = 5_000
MAX_COLUMNS = 1_000
MAX_KNOWN = 120
"""Characters of a line that is remembered."""

MASK = "•"

_LINE = re.compile(r"(\s*(?:- +)*)(?:([\w.$/~-]+|\"[^\"]{0,200}\"|'[^']{0,200}')(:)(?=\s|$))?")
_TEMPLATE = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}")
_WORDS = re.compile(r"\s*(?:true|false|null|~|-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*", re.ASCII)
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?")


def yaml(text: str) -> Markup:
    """Return YAML with keys, comments, words, texts and templates marked."""
    return Markup("\n".join(map(_line, _escaped(text).split("\n"))))  # noqa: S704 - escaped


def shell(text: str) -> Markup:
    """Return commands with their comments marked."""
    return Markup("\n".join(map(_command, _escaped(text).split("\n"))))  # noqa: S704 - escaped


def listing(
    title: str,
    anchor: str,
    data: bytes,
    *,
    prefix: str = "L",
    tones: Mapping[int, str] | None = None,
    hidden: Sequence[Span] = (),
    names: Mapping[int, str] | None = None,
) -> Listing:
    """Return a YAML file with numbered lines.

    `tones` gives the class of lines that have diagnostics, `hidden` the places of secrets, `names`
    further ids that lines go by, such as those of tasks.
    """
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = split_lines(text)
    if lines and not lines[-1]:
        lines.pop()
    for span in hidden:
        _mask(lines, span)
    shown = _escaped("\n".join(_cut(line) for line in lines[:MAX_LINES])).split("\n")
    html = []
    tones, names = tones or {}, names or {}
    for number, line in enumerate(shown if lines else (), 1):
        tone = f' class="{escape(tones[number])}"' if number in tones else ""
        name = f'<a id="{escape(names[number])}"></a>' if number in names else ""
        html.append(f'<span id="{prefix}{number}"{tone}>{name}{_line(line)}\n</span>')
    code = Markup("".join(html))  # noqa: S704 - every part is escaped
    return Listing(title, anchor, code, len(lines), len(lines) > MAX_LINES)


def _mask(lines: list[str], span: Span) -> None:
    for number in range(span.line, min(span.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = span.column - 1 if number == span.line else 0
        end = span.end_column - 1 if number == span.end_line else len(line)
        lines[number - 1] = line[:start] + MASK * (min(end, len(line)) - start) + line[end:]


def _cut(line: str) -> str:
    return line if len(line) <= MAX_COLUMNS else line[:MAX_COLUMNS] + "…"


def _escaped(text: str) -> str:
    """Return text as HTML, once for all lines; quotes stay, as no attribute holds it."""
    return escape(visible(text), quote=False)


def _line(line: str) -> str:
    """Mark one escaped line of YAML without looking at others: never slow, and mostly right."""
    return _known(line) if len(line) <= MAX_KNOWN else _marked(line)


@lru_cache(maxsize=4_096)
def _known(line: str) -> str:
    """Mark a line, remembering the result: two of three lines in real packs occur repeatedly."""
    return _marked(line)


def _marked(line: str) -> str:
    stripped = line.lstrip()
    if not stripped:
        return ""
    if stripped.startswith("#"):
        return f'<i class="c">{line}</i>'
    found = _LINE.match(line)
    assert found is not None
    head, rest = found[1], line[found.end() :]
    if found[2] is None:
        return f"{head}{_value(rest)}"
    return f'{head}<i class="k">{found[2]}</i>:{_value(rest)}'


def _value(text: str) -> str:
    body, comment = _split_comment(text)
    mark = f'<i class="c">{comment}</i>' if comment else ""
    if not body.strip():
        return f"{body}{mark}"
    if _WORDS.fullmatch(body) or _BLOCK.fullmatch(body.strip()):
        return f'<i class="n">{body}</i>{mark}'
    if "{{" not in body and "{%" not in body:
        return f'<i class="s">{body}</i>{mark}'
    return _templates(body) + mark


def _split_comment(text: str) -> tuple[str, str]:
    """Split a value from the comment behind it: a `#` after a blank, outside of quotes."""
    at = text.find(" #")
    quote = text.lstrip()[:1]
    if at < 0 or (quote in "\"'" and text.count(quote, 0, at) % 2):
        return text, ""
    return text[:at], text[at:]


def _templates(text: str) -> str:
    parts, at = [], 0
    for found in _TEMPLATE.finditer(text):
        parts.append(f'<i class="s">{text[at : found.start()]}</i>')
        parts.append(f'<i class="t">{found[0]}</i>')
        at = found.end()
    rest = text[at:]
    return "".join(parts) + (f'<i class="s">{rest}</i>' if rest else "")


def _command(line: str) -> str:
    if line.lstrip().startswith("#"):
        return f'<i class="c">{line}</i>'
    return line


def source(file: Listing) -> Markup:
    """Return a listing as the block that shows it; it can be reached and scrolled by keyboard."""
    return Markup('<pre class="source" tabindex="0"><code>{}</code></pre>').format(file.code)


def plain(data: bytes) -> Markup:
    """Return a text file as it is."""
    text = "\n".join(split_lines(data.decode("utf-8", "replace"))[:MAX_LINES])
    return Markup('<pre class="plain" tabindex="0">{}</pre>').format(visible(text))
