"""Which names stand for secrets, and which texts are some. Nothing here keeps what it looks at.

Most patterns are texts, compiled when something first looks suspicious: nearly no pack needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from attune_packkit.documents.document import Document
from attune_packkit.model.pointing import texts_in
from attune_packkit.model.refs import is_template
from attune_packkit.spans import Pointer

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SECRET_WORDS = _words(
    "password passwd passphrase passcode pwd secret apikey authtoken accesstoken apitoken"
)
_SECRET_KEYS = _words("api private secret")
_SECRET_TOKENS = _words(
    "access account admin api app auth authentication authorization bearer bot deploy jwt oauth"
    " personal refresh registry root secret security service session vault"
)
_QUESTIONS = _words(
    "allow change clear delete enable disable force forget generate get has hide include is list"
    " mask need needs read remove require requires reset rotate set show skip update use verify"
    " without"
)
_NAMED_ELSEWHERE = frozenset({("pull", "secret"), ("kubernetes", "secret"), ("docker", "secret")})

_CREDENTIALS = (
    (
        "a private key",
        r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n)+"
        r"(?:[A-Za-z-]+: [^\n]*\n\s*)*[A-Za-z0-9+/=]{16,}",
    ),
    ("an AWS access key", r"(?<![A-Z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])"),
    ("a GitHub token", r"(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36}"),
    ("a GitHub token", r"(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{50,}"),
    ("a GitLab token", r"(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}"),
    ("a Slack token", r"(?<![A-Za-z0-9])xox[abeoprs]-[0-9]+-[A-Za-z0-9-]{10,}"),
    ("a Slack webhook", r"hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/\w{20,}"),
    ("a Stripe key", r"(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{24,}"),
    ("a Google API key", r"(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}"),
    ("a SendGrid key", r"(?<![A-Za-z0-9])SG\.[\w-]{22}\.[\w-]{43}"),
    ("an npm token", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}"),
    ("a PyPI token", r"(?<![A-Za-z0-9])pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}"),
    ("a Vault token", r"(?<![A-Za-z0-9])hvs\.[A-Za-z0-9_-]{24,}"),
    ("a signed token", r"(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}"),
)
_TELLTALE = (
    r"-----BEGIN |AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|hooks\.slack|[rs]k_live_"
    r"|AIza|SG\.|npm_|pypi-|hvs\.|eyJ"
)
_MARKS = (
    "-----BEGIN ", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
    "glpat-", "xox", "k_live_", "AIza", "SG.", "npm_", "pypi-", "hvs.", "eyJ", "hooks.slack",
)  # fmt: skip
"""Plain texts, one of which stands in every credential that is known; cheap to look for."""
_SAMPLE = (
    r"(?i)example|sample|placeholder|your|dummy|redacted|x{5}|\*{3}|\.{3}|…|<[^<>]+>"
    r"|eyJzdWIiOiIxMjM0NTY3ODkw"
)
_IS_A_NAME = (
    r"(?s)[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+|(?:arn|env|file|key|keystore|op|secret|ssm|vault):.*"
    r"|\$.*|%\w+%|none|null"
)
_POINTS_ELSEWHERE = (
    r"(?i)\s*(?:(?:the|an?|optional|full|local|absolute|relative)\s+)*(?:"
    r"(?:path|location|file\s?name|identifier|id|uuid|arn|name|ref|reference)\s+(?:of|to|for)\b"
    r"|(?:(?!(?:for|from|in|of|that|to|used|which|with)\s)[\w'’-]+\s+){1,5}"
    r"(?:file|file\s?name|path|name|location|ref)\s*(?:[.,;:(]|$)"
    r"|file\s+(?:with|containing|that|holding)\b"
    r"|(?:key\s?store|vault)(?:\s+key)?\s+(?:ref|reference|path|entry|name|id)\b"
    r"|(?:(?!(?:as|by|from|in|through|via)\s)[\w'’-]+\s+){0,4}(?:key\s+ref|environment\s+variable)\b"
    r"|use this file\b"
    r"|(?:[\w'’-]+\s+){1,5}file\s+to\s+(?:load|read|use)\b"
    r"|(?:key|entry)\s+(?:of|for|with|holding)\s[^.]{1,80}\bin\s+(?:the\s+)?(?:key\s?store|vault)\b"
    r"|key\s?store\s+key\b|(?:docker|kubernetes|k8s)\s+secret\b"
    r"|(?:current|present|working)\s+(?:dir|directory|folder|working)\b|(?:directory|folder)\s)"
)
_MARKS_A_PAGE = r"(?i)\bpaginat|\bnext page\b|\bcontinuation\b|\bcontinue (?:the )?list|\bidempoten"
_FEWEST_CHARACTERS = 10
_SHORTEST = 20
_LONGEST_DESCRIPTION = 300


def name_words(name: str) -> tuple[str, ...]:
    """Split a name at `_`, `-`, dots and capitals into lower-case words, trailing numbers off."""
    words = [word.lower() for word in _PARTS.findall(name[:255].replace("k8s", "kubernetes"))]
    while words and words[-1].isdigit():
        words.pop()
    return tuple(words)


@lru_cache(maxsize=10_000)
def is_secret_name(name: str) -> bool:
    """Tell whether a name says that its value is a secret: `db_password`, `apiKey`, `token`.

    Names of what points to a secret or describes it are not (`secret_name`, `token_ttl`), nor are
    tokens that only page through results or mark a request (`next_token`).
    """
    words = name_words(name)
    if not words or words[0] in _QUESTIONS or words[-2:] in _NAMED_ELSEWHERE:
        return False
    last, before = words[-1], words[-2:-1]
    if last == "token":
        return not before or before[0] in _SECRET_TOKENS
    if last == "key":
        return bool(before) and (before[0] in _SECRET_KEYS or words[-3:-1] == ("secret", "access"))
    return last in _SECRET_WORDS


def tells_of_no_secret(description: str) -> bool:
    """Tell whether a value is described as what points to a secret, or as the mark of a page."""
    text = description[:_LONGEST_DESCRIPTION]
    return bool(re.match(_POINTS_ELSEWHERE, text) or re.search(_MARKS_A_PAGE, text))


def is_secret_literal(text: str) -> bool:
    """Tell whether a text can be a secret itself: no template, placeholder, or name of a key."""
    plain = text.strip()
    if not plain or is_template(plain):
        return False
    return not (re.fullmatch(_IS_A_NAME, plain) or re.search(_SAMPLE, plain))


def credential_kind(text: str) -> str:
    """Say which kind of credential stands in a text, such as "a GitHub token"; "" if none.

    Samples that documentation uses are none.
    """
    if len(text) < _SHORTEST or not re.search(_TELLTALE, text):
        return ""
    for kind, pattern in _CREDENTIALS:
        for match in re.finditer(pattern, text):
            found = match[0]
            if not re.search(_SAMPLE, found) and len(set(found)) >= _FEWEST_CHARACTERS:
                return kind
    return ""


@cache
def _has_mark() -> Callable[[str], bool]:
    from attune_packkit.model.patterns import finder

    return finder(_MARKS)


def credentials(document: Document) -> Iterator[tuple[Pointer, str]]:
    """Yield what looks like a real credential in a document: the way to it, and its kind."""
    if _has_mark()(document.data.decode("utf-8", "replace")):
        for pointer, text in texts_in(document.value):
            kind = credential_kind(text)
            if kind:
                yield pointer, kind
