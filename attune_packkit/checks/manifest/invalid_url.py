"""manifest.invalid_url."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Place, Severity, check, finding, shown

_PAGES = (("homepage",), ("meta", "documentation_url"))
_REPOSITORIES = (("repository",), ("meta", "repository_url"), ("source", "repository"))
_REPOSITORY_SCHEMES = frozenset({"ssh", "git", "git+https", "git+ssh"})
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):(?!\d)", re.ASCII)
_WHOLE = re.compile(r"https?://(?!\w+:/)[^/]+(?:/|\?|#|$)")
_WITHOUT_SCHEME = r"(?:www\.|https?/|[^.:]*$|\w[\w.-]{0,200}\.[a-z]{2,10}(?:/|$))"
_LOGIN = re.compile(r"https?://[^/@?#{}<>]{1,200}:[^/@?#{}<>]{1,200}@")
_SSH = re.compile(r"[\w.-]{1,64}@[\w.-]{1,255}:", re.ASCII)
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f]")


@check("manifest.invalid_url", severity="warning", layer="references", since="0.1")
def invalid_url(manifest: Component) -> Iterator[Finding]:
    """The manifest has an address that no page can link to.

    `homepage`, `repository`, `meta.documentation_url` and `meta.repository_url` become links. Only
    `https:` and `http:` addresses do, and for repositories those of git over ssh: a `javascript:`
    link would run on the reader's side, and a login in an address is one for everybody. Addresses
    are never opened.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        homepage: "javascript:alert('parcels')"
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        homepage: https://example.org/parcels
        ```
    """
    for fields, further in ((_PAGES, frozenset()), (_REPOSITORIES, _REPOSITORY_SCHEMES)):
        for field in fields:
            url, place = _address(manifest, field)
            if url:
                yield from _judge(url, place, further)


def _address(manifest: Component, field: tuple[str, ...]) -> tuple[str, Place]:
    value = manifest.get(field[0])
    for step in field[1:]:
        value = value.get(step) if isinstance(value, dict) else None
    return (value if isinstance(value, str) else ""), manifest.at(*field)


def _judge(url: str, place: Place, further: frozenset[str]) -> Iterator[Finding]:
    plain = _IGNORED_BY_BROWSERS.sub("", url).lower()
    if further and _SSH.match(plain):
        return
    match = _SCHEME.match(plain)
    scheme = match[1] if match else ""
    whole = _WHOLE.match(plain) is not None
    if _LOGIN.match(plain):
        yield finding(
            place.hide(),
            "the address holds a login, for everybody to read",
            hint="leave out what stands before '@', and change the password",
        )
        return
    if " " in url.strip():
        whole = False
    if (scheme == "https" and whole) or scheme in further:
        return
    if scheme == "http" and whole:
        yield finding(
            place,
            "{url} is not encrypted",
            hint="use https",
            severity=Severity.INFO,
            url=shown(url),
        )
    else:
        yield finding(
            place,
            "{url} is not a web address",
            hint="write %20 for a blank in it"
            if scheme and " " in url.strip()
            else "write a full address that starts with https://",
            severity=None if scheme or re.match(_WITHOUT_SCHEME, plain) else Severity.INFO,
            url=shown(url),
        )
