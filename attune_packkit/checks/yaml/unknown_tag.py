"""yaml.unknown_tag."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding, shown


@check("yaml.unknown_tag", severity="warning", layer="structure", since="0.1")
def unknown_tag(fault: Fault) -> Iterator[Finding]:
    """A value carries a YAML tag that means nothing to Attune.

    Tags such as `!vault` or `!include` belong to other tools. Attune has no use for them: it
    refuses the value or takes it as it stands, and in either case nothing is decrypted, included or
    built.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        config:
          depot: !include depot.txt
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        description: Weighs and sends parcels
        version: "1.0.0"
        license: Apache-2.0
        config:
          depot: north
        ```
    """
    tag = str(fault["tag"]).replace("tag:yaml.org,2002:", "!!")
    yield finding(
        fault.place,
        "tag {tag} means nothing to Attune",
        hint="write the value without a tag",
        tag=shown(tag),
    )
