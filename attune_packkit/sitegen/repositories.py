"""Where a file of a repository can be read, for the forges that are known."""

from __future__ import annotations

import re
from urllib.parse import quote

from attune_packkit.sitegen.sanitising import web_address

_PROJECT = re.compile(r"https://(?P<host>[^/?#]+)/(?P<path>[^?#]+)")
_FORGES = {
    "github.com": "blob/HEAD/",
    "gitlab.com": "-/blob/HEAD/",
    "bitbucket.org": "src/HEAD/",
    "git.sr.ht": "tree/HEAD/item/",
}


def file_address(repository: str, path: str) -> str:
    """Return the address of a file of a repository; "" if its forge is not known.

    `repository` may also be that of a folder, as the forge shows it (`…/tree/main/packs/aws`).
    """
    match = _PROJECT.fullmatch(web_address(repository))
    if match is None:
        return ""
    host, project = match["host"].lower(), match["path"].rstrip("/").removesuffix(".git")
    way = "-/blob/HEAD/" if host.startswith("gitlab.") else _FORGES.get(host)
    if way is None:
        return ""
    folder = f"https://{host}/{project}/"
    if "/tree/" in project and host != "git.sr.ht":
        return folder.replace("/tree/", "/blob/", 1) + quote(path)
    return folder + way + quote(path)
