"""Which of the two forms a pack is evidently written in."""

from __future__ import annotations

from attune_packkit.model.pack import Pack
from attune_packkit.model.targets import Target


def evident_form(pack: Pack) -> Target:
    """Return the one form that everything in a pack speaks for; `AUTO` if it is mixed or unclear.

    Flat schemas and linked graph files are today's Attune's; JSON Schemas and standalone workflows
    are the documents'.
    """
    schemas = [each for component in pack.every_component() for each in component.schemas.values()]
    dialects = {each.dialect for each in schemas if each.raw}
    current = "flat" in dialects or bool(pack.linked_files)
    classic = "json" in dialects or bool(pack.of("workflow"))
    if current == classic:
        return Target.AUTO
    return Target.CURRENT if current else Target.CLASSIC
