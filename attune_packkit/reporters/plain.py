"""Make text of packs fit to show: without anything that a terminal, log or parser would obey."""

from __future__ import annotations

import re

from attune_packkit.api import Reported, clipped, escaped

LOG_COMMAND = re.compile(r"#(?=#\w*\[)")
"""The start of commands that CI services obey anywhere in a log line, such as `##vso[…]`."""

HASH = "\\x23"


def visible(text: str) -> str:
    r"""Return text with each character that does not print written as an escape such as `\x1b`."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else escaped(each) for each in text)
    return LOG_COMMAND.sub(lambda _: HASH, text) if "##" in text else text


def encodable(text: str) -> str:
    r"""Return text with lone surrogates written as escapes: no encoding takes them."""
    return text.encode("utf-8", "backslashreplace").decode()


def message(each: Reported) -> str:
    """Return the message of a diagnostic, fit to show."""
    return visible(clipped(each.diagnostic.message))


def advice(each: Reported) -> str:
    """Return the hint of a diagnostic, fit to show; "" if there is none."""
    return visible(clipped(each.diagnostic.hint))


def sentence(each: Reported) -> str:
    """Return message and hint as one sentence, fit to show."""
    return joined(message(each), advice(each))


def joined(text: str, hint: str) -> str:
    """Return a message and its hint as one sentence."""
    if not hint:
        return text
    return f"{text} {hint}" if text.endswith((".", "!", "?", ":")) else f"{text}; {hint}"
