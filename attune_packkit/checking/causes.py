"""Which diagnostics may explain which others: the codes of causes by those of consequences.

The tables differ in how near a cause must stand to what it explains. `consequences` reads them.
"""

from __future__ import annotations

Causes = dict[str, frozenset[str]]

OF_ALL_SORTS = frozenset({"cache.invalid_definition", "queue.invalid_definition"})
"""Codes of missing and of unknown keys alike, so that one may explain another of the same code."""
MISNAMED = "metadata.name_mismatch"
AMBIGUOUS = "yaml.ambiguous_scalar"
"""Explained by any louder diagnostic of the same value."""
ORPHAN = "script.orphan"

AT_THE_SAME_PLACE: Causes = {
    "component.ref_pack_mismatch": frozenset({"component.invalid_ref"}),
    "action.output_format_text": frozenset({"action.sdk_output_format"}),
    "manifest.license_text": frozenset({"manifest.unknown_license"}),
    "manifest.tag_style": frozenset({"metadata.blank_text"}),
    MISNAMED: frozenset(
        {"component.duplicate_ref", "component.ref_pack_mismatch", "component.reserved_ref"}
    ),
    "reference.permission_template": frozenset({"reference.invalid_ref"}),
    "rule.invalid_schedule": frozenset({"rule.param_type_mismatch"}),
    "schema.misspelt_keyword": frozenset({"schema.field_outside_properties"}),
    "secret.literal": frozenset({"manifest.invalid_url"}),
    "secret.passed_in_clear": frozenset({"secret.literal"}),
    "trigger.invalid_schedule": frozenset({"trigger.examples_invalid"}),
    **dict.fromkeys(
        ("rule.param_type_mismatch", "workflow.param_type_mismatch", "workflow.output_map_type"),
        frozenset({"template.missing_braces", "yaml.number_out_of_range"}),
    ),
    "workflow.publish_type": frozenset({"template.missing_braces"}),
}

_UNREAD = frozenset({"schema.misspelt_keyword", "metadata.invalid_field_type"})
INSIDE: Causes = {
    "dashboard.missing_position": frozenset({"dashboard.invalid_spec"}),
    "action.signature_needs_parameter": _UNREAD | {"schema.missing_type"},
    "schema.missing_type": _UNREAD,
    "secret.not_marked": _UNREAD | {"schema.unknown_type"},
}
"""The cause stands in the value that the consequence is about."""
MISSED_KEYWORDS = {
    "action.signature_needs_parameter": ("required", "properties"),
    "schema.missing_type": ("type",),
    "secret.not_marked": ("secret",),
}
"""The keywords of that value of which the cause has to be about one."""

BESIDE = {
    "action.signature_needs_parameter": ("schema.invalid_field", "required"),
    "schema.default_invalid": ("schema.enum_type_mismatch", "enum"),
}
"""The cause, of this code, is told of this key beside the value that the consequence is about."""

SCRIPT_OF_ANOTHER = frozenset({"script.of_another"})
"""An action or sensor runs the script that is meant for another one."""

_WRAPPED = frozenset({"component.not_object", "manifest.not_object"})
"""All fields stand a level too deep, so none of them is where it should be."""

IN_THE_SAME_FILE: Causes = {
    **dict.fromkeys(
        (
            "cache.invalid_definition",
            "manifest.description_missing",
            "manifest.version_missing",
            "permission_set.missing_grants",
            "policy.invalid_controls",
            "queue.invalid_definition",
        ),
        _WRAPPED,
    ),
    "action.default_differs": SCRIPT_OF_ANOTHER,
    "action.examples_invalid": frozenset({"schema.required_undeclared", "schema.range_empty"}),
    "action.no_implementation": _WRAPPED | {"component.wrong_folder", "yaml.multiple_documents"},
    "action.output_format_text": SCRIPT_OF_ANOTHER,
    "action.parameter_unused_by_entry_point": SCRIPT_OF_ANOTHER,
    "action.runner_mismatch": SCRIPT_OF_ANOTHER | {"action.entrypoint_missing"},
    "action.sdk_output_format": SCRIPT_OF_ANOTHER,
    "action.sdk_parameter_format": SCRIPT_OF_ANOTHER,
    "action.signature_needs_parameter": SCRIPT_OF_ANOTHER
    | {"schema.field_outside_properties", "schema.keyword_not_applicable"}
    | {"schema.required_undeclared"},
    "cache.invalid_owner": frozenset({"cache.invalid_definition"}),
    "cache.owner_mismatch": frozenset({"cache.invalid_definition"}),
    "cache.small_retention": frozenset({"cache.invalid_definition"}),
    "config.invalid_value": frozenset({"schema.range_empty", "yaml.duplicate_key"}),
    "dashboard.missing_position": frozenset({"dashboard.unknown_breakpoint"}),
    "dashboard.unused_source": frozenset({"dashboard.undeclared_source", "dashboard.invalid_spec"}),
    "metadata.description_missing": _WRAPPED | {"yaml.multiple_documents"},
    "metadata.missing_field": _WRAPPED | {"component.wrong_folder", "yaml.multiple_documents"},
    "metadata.unknown_key": _WRAPPED | {"component.wrong_folder"},
    "reference.missing_local_target": frozenset({"cache.owner_mismatch"}),
    "reference.visibility": frozenset({"metadata.invalid_field"}),
    "queue.missing_action_param": frozenset({"metadata.invalid_yaml"}),
    "rule.missing_action_param": frozenset({"component.wrong_folder", "metadata.invalid_yaml"}),
    "rule.missing_trigger_param": frozenset({"metadata.invalid_yaml"}),
    "schema.keyword_not_applicable": frozenset({"schema.not_an_object"}),
    "schema.required_with_default": frozenset({"secret.default"}),
    "sensor.entrypoint_missing": frozenset({"component.wrong_folder"}),
    "sensor.missing_trigger_types": _WRAPPED | {"component.wrong_folder"},
    "sensor.runner_mismatch": frozenset({"sensor.entrypoint_missing"}),
    "workflow.missing_action_param": frozenset({"metadata.invalid_yaml"}),
    "workflow.no_path": frozenset({"workflow.undefined_task"}),
}

MISSED_KEYS: dict[str, frozenset[str]] = {
    "action.no_implementation": frozenset({"entry_point", "workflow_file", "launch"}),
    "action.output_format_text": frozenset({"output_format", "workflow_file"}),
    "action.runner_mismatch": frozenset({"runner_type"}),
    "action.signature_needs_parameter": frozenset({"parameters", "required: true"}),
    "permission_set.missing_grants": frozenset({"grants"}),
    "retention.incomplete": frozenset(
        f"{what}_retention_{part}" for what in ("log", "artifact") for part in ("policy", "limit")
    ),
    "rule.missing_action_param": frozenset({"action_params"}),
    "rule.missing_trigger_param": frozenset({"trigger_params"}),
    "sensor.missing_trigger_types": frozenset({"trigger_types", "trigger_type"}),
    "sensor.runner_mismatch": frozenset({"runner_type"}),
    "workflow.missing_tasks": frozenset({"definition", "tasks"}),
    "workflow.retry_without_delay": frozenset({"delay"}),
}
"""The keys, not codes, whose misspelling in the same file explains a consequence."""
MISSED_INSIDE: dict[str, frozenset[str]] = {
    "workflow.branch_without_condition": frozenset({"when", "default"}),
    "workflow.missing_action": frozenset({"action", "tasks"}),
    "workflow.parallel_without_tasks": frozenset({"tasks"}),
}
"""Likewise, but only in the mapping that lacks the key."""

IN_THE_SAME_FOLDER: Causes = {
    ORPHAN: frozenset(
        f"{kind}.{code}"
        for kind in ("action", "sensor")
        for code in ("entrypoint", "entrypoint_missing", "no_implementation")
    )
    | {"metadata.missing_field"},
}

IN_THE_PACK: Causes = {
    "workflow.unlinked_graph_file": frozenset(
        {"action.no_implementation", "action.runner_mismatch"}
        | {"action.workflow_missing", "action.workflow_path"}
    ),
}

IN_THE_MANIFEST: Causes = dict.fromkeys(
    (
        "action.unknown_runner",
        "cache.owner_mismatch",
        "component.pack_ref_mismatch",
        "dashboard.undefined_reference",
        "permission_set.misspelt_ref",
        "policy.pack_ref_mismatch",
        "reference.unknown_pack",
        "sensor.unknown_runner",
        "workflow.ref_mismatch",
        "workflow.undefined_action",
        "workflow.undefined_cache",
    ),
    frozenset({"component.ref_pack_mismatch", "manifest.invalid_ref"}),
)
"""What a wrong ref of the pack brings about in all its files."""

REFERRING = frozenset(
    {
        "dashboard.undefined_reference",
        "permission_set.misspelt_ref",
        "policy.invalid_action_ref",
        "reference.kind_mismatch",
        "reference.missing_local_target",
        "reference.missing_permission_set",
        "workflow.undefined_action",
    }
)
"""What tells that a component is not there."""
_NOT_KNOWN_BY_ITS_FILE = frozenset(
    {
        MISNAMED,
        "component.duplicate_ref",
        "component.invalid_ref",
        "component.misnamed_directory",
        "component.ref_pack_mismatch",
        "component.reserved_ref",
        "component.wrong_folder",
        "metadata.ignored_location",
        "metadata.wrong_extension",
    }
)
_PASSING = frozenset(
    f"{kind}.{code}"
    for kind in ("rule", "queue", "workflow")
    for code in ("missing_action_param", "param_type_mismatch", "unknown_action_param")
)
_DECLARING_OTHER_PARAMETERS = frozenset(
    {
        "action.parameter_unused_by_entry_point",
        "component.duplicate_ref",
        "schema.field_outside_properties",
        "schema.range_empty",
        "schema.required_undeclared",
        "workflow.undefined_parameter",
        "workflow.undefined_variable",
        "yaml.duplicate_key",
    }
)
"""Of a name that a workflow itself reads in vain, only the calls that pass it as well."""
OF_RESULTS = frozenset({"workflow.undefined_output_field"})
"""What is read from a result; in vain if another action is run than the one that is meant."""
ANOTHER_MEANT = "is another "
"""How the hint starts that says so."""
AT_WHAT_IS_NAMED: Causes = {
    **dict.fromkeys(REFERRING, _NOT_KNOWN_BY_ITS_FILE),
    **dict.fromkeys(_PASSING, _DECLARING_OTHER_PARAMETERS),
    **dict.fromkeys(OF_RESULTS, frozenset({"workflow.missing_action_param"})),
}
"""The cause stands in the component that the consequence names by its ref."""

READING = frozenset(
    {"rule.undefined_payload_field", "sensor.unknown_payload_field"}
    | {"workflow.undefined_parameter", "workflow.undefined_variable"}
)
"""What tells that a name which something reads is nowhere declared."""
UNDECLARED = frozenset({"schema.required_undeclared"})
"""A schema requires a name that it does not declare: where others read it, it is misspelt there."""

SIGNATURE = "action.signature_needs_parameter"
"""The function of a script takes an argument that is no parameter of the action."""
ARGUMENT = frozenset({"script.undeclared_argument"})
"""The lines of a script read an argument that is no parameter of the action."""
UNBOUND = frozenset({"script.undefined_name"})
"""The lines of a script use a name that it does not define."""
UNUSED = frozenset({"action.parameter_unused_by_entry_point"})
"""The action has a parameter that its script does not take."""
NAMING = frozenset(
    {
        "queue.missing_action_param",
        "queue.unknown_action_param",
        "rule.missing_action_param",
        "rule.unknown_action_param",
        "schema.required_undeclared",
        "workflow.missing_action_param",
        "workflow.unknown_action_param",
    }
)
"""What shows that others know a parameter by the name that a script has for it."""

CONSEQUENCES = frozenset({AMBIGUOUS, ORPHAN}).union(
    AT_THE_SAME_PLACE, INSIDE, BESIDE, IN_THE_SAME_FILE, MISSED_KEYS, MISSED_INSIDE,
    IN_THE_SAME_FOLDER, IN_THE_PACK, IN_THE_MANIFEST, AT_WHAT_IS_NAMED, READING, NAMING,
    ARGUMENT, UNBOUND, UNUSED,
)  # fmt: skip
"""All diagnostics that may be left out because another one explains them."""
