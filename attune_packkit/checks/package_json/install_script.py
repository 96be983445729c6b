"""package_json.install_script."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Place, check, finding, read_document

_PATH = "package.json"
_HOOKS = ("preinstall", "install", "postinstall", "prepare")


@check(
    "package_json.install_script",
    severity="info",
    layer="structure",
    since="0.1",
    only_with=("package.json",),
)
def install_script(pack: Pack) -> Iterator[Finding]:
    """`package.json` asks npm to run a script during installation.

    Such a script would run on the server that builds the environment, before anybody calls an
    action. Environments are built without them.

    Bad:
        ```json package.json
        {
          "name": "parcels",
          "scripts": {"postinstall": "node setup.js"}
        }
        ```

    Good:
        ```json package.json
        {
          "name": "parcels",
          "scripts": {"test": "node --test"}
        }
        ```
    """
    data = pack.tree.read(_PATH)
    scripts = read_document(_PATH, data).mapping.get("scripts") if data else None
    for name in filter(scripts.get, _HOOKS) if isinstance(scripts, dict) else ():
        yield finding(
            Place(_PATH, ("scripts", name), "key"),
            "'{name}' is not run when the pack is installed",
            hint="do the work in the action, or ship its result",
            name=name,
        )
