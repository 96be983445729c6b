"""The kinds of component: where their files lie, and other names for their fields."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct, field

MANIFEST = "pack.yaml"
"""The file that makes a folder a pack."""

SUFFIXES = (".yaml", ".yml")
"""The endings of metadata files."""


class Kind(Struct, frozen=True, dict=True):
    """One kind of component.

    `aliases` maps a field's name to further spellings: the documents' REST names and old ones.
    `schemas` are the fields that hold a schema.
    """

    name: str
    directory: str
    plural: str
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    schemas: tuple[str, ...] = ()

    @cached_property
    def meant(self) -> dict[str, str]:
        """The name of the field that each alias spells."""
        return {alias: name for name, aliases in self.aliases.items() for alias in aliases}


_LABEL = {"label": ("name",), "tags": ("keywords",), "meta": ("metadata",)}
_PARAMETERS = {"parameters": ("param_schema",)}
_OUTPUT = {"output": ("out_schema", "output_schema")}
_ENTRY_POINT = {"entry_point": ("entrypoint",)}

PACK = Kind("pack", "", "packs", {**_LABEL, "conf_schema": ("config_schema",)}, ("conf_schema",))

COMPONENT_KINDS: tuple[Kind, ...] = (
    Kind("permission_set", "permission_sets", "permission_sets"),
    Kind("runtime", "runtimes", "runtimes"),
    Kind(
        "trigger",
        "triggers",
        "triggers",
        {
            "parameters": ("param_schema", "parameters_schema"),
            "output": ("out_schema", "payload_schema"),
        },
        ("parameters", "output"),
    ),
    Kind(
        "action",
        "actions",
        "actions",
        {**_PARAMETERS, **_OUTPUT, **_ENTRY_POINT},
        ("parameters", "output"),
    ),
    Kind("dashboard", "dashboards", "dashboards"),
    Kind("queue", "queues", "queues", {}, ("item_schema",)),
    Kind("policy", "policies", "policies"),
    Kind("rule", "rules", "rules", {"trigger_ref": ("trigger",), "action_ref": ("action",)}),
    Kind(
        "sensor",
        "sensors",
        "sensors",
        {**_PARAMETERS, **_ENTRY_POINT},
        ("parameters",),
    ),
    Kind("cache", "caches", "caches"),
)
"""All kinds but packs and workflows, in the order in which Attune registers them."""

WORKFLOW = Kind(
    "workflow",
    "workflows",
    "workflows",
    {**_PARAMETERS, **_OUTPUT, "vars": ("variables",)},
    ("parameters", "output"),
)

ALL_KINDS: dict[str, Kind] = {kind.name: kind for kind in (PACK, *COMPONENT_KINDS, WORKFLOW)}
"""Every kind that has a JSON Schema, by name."""

BY_DIRECTORY: dict[str, Kind] = {kind.directory: kind for kind in (*COMPONENT_KINDS, WORKFLOW)}

LINKED_WORKFLOWS = "actions/workflows"
"""Folder of the graph files that actions name."""
