"""One fault, one diagnostic: what merely follows from another diagnostic is not told as well.

A misspelt `entry_point` is an unknown key, leaves an action without anything to run and a script
that nobody runs. Only the first leads to the line to mend. What stays takes over the highest
severity of what it stands for, so leaving something out never makes a pack pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from attune_packkit.diagnostics import Diagnostic, Severity
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.spans import Pointer

_MISNAMED = "metadata.name_mismatch"
_NOT_THERE = frozenset(
    {
        _MISNAMED,
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
"""Why a component is not known by the name of its file."""
_REFERRING = frozenset(
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
_PASSING = frozenset(
    f"{kind}.{code}"
    for kind in ("rule", "queue", "workflow")
    for code in ("missing_action_param", "param_type_mismatch", "unknown_action_param")
)
_SPOILT_TARGET = frozenset(
    {
        "action.parameter_unused_by_entry_point",
        "component.duplicate_ref",
        "schema.range_empty",
        "schema.required_undeclared",
        "yaml.duplicate_key",
    }
)
"""Why a component does not take what others pass to it."""
_REASONS = dict.fromkeys(_REFERRING, _NOT_THERE) | dict.fromkeys(_PASSING, _SPOILT_TARGET)

_AT_THE_SAME_PLACE: dict[str, frozenset[str]] = {
    "action.output_format_text": frozenset({"action.sdk_output_format"}),
    "manifest.license_text": frozenset({"manifest.unknown_license"}),
    "manifest.tag_style": frozenset({"metadata.blank_text"}),
    _MISNAMED: frozenset(
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
_INSIDE: dict[str, frozenset[str]] = {
    "secret.not_marked": frozenset({"schema.misspelt_keyword", "metadata.invalid_field_type"}),
}
"""The cause stands in the value that the consequence is about."""
_IN_THE_SAME_FILE: dict[str, frozenset[str]] = {
    "action.examples_invalid": frozenset({"schema.required_undeclared", "schema.range_empty"}),
    "action.no_implementation": frozenset({"component.wrong_folder", "yaml.multiple_documents"}),
    "action.signature_needs_parameter": frozenset(
        {"schema.keyword_not_applicable", "schema.required_undeclared"}
    ),
    "cache.invalid_owner": frozenset({"cache.invalid_definition"}),
    "cache.owner_mismatch": frozenset({"cache.invalid_definition"}),
    "cache.small_retention": frozenset({"cache.invalid_definition"}),
    "config.invalid_value": frozenset({"schema.range_empty", "yaml.duplicate_key"}),
    "dashboard.missing_position": frozenset({"dashboard.unknown_breakpoint"}),
    "dashboard.unused_source": frozenset({"dashboard.undeclared_source", "dashboard.invalid_spec"}),
    "metadata.description_missing": frozenset({"yaml.multiple_documents"}),
    "metadata.missing_field": frozenset({"component.wrong_folder", "yaml.multiple_documents"}),
    "metadata.unknown_key": frozenset({"component.wrong_folder"}),
    "reference.missing_local_target": frozenset({"cache.owner_mismatch"}),
    "reference.visibility": frozenset({"metadata.invalid_field"}),
    "rule.missing_action_param": frozenset({"component.wrong_folder"}),
    "schema.keyword_not_applicable": frozenset({"schema.not_an_object"}),
    "schema.required_with_default": frozenset({"secret.default"}),
    "sensor.entrypoint_missing": frozenset({"component.wrong_folder"}),
    "sensor.missing_trigger_types": frozenset({"component.wrong_folder"}),
    "workflow.no_path": frozenset({"workflow.undefined_task"}),
}
_IN_THE_SAME_FOLDER: dict[str, frozenset[str]] = {
    "script.orphan": frozenset(
        f"{kind}.{code}"
        for kind in ("action", "sensor")
        for code in ("entrypoint", "entrypoint_missing", "no_implementation")
    )
    | {"metadata.missing_field"},
}
_NAMING = frozenset(
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
_IN_THE_PACK: dict[str, frozenset[str]] = {
    "workflow.unlinked_graph_file": frozenset(
        {"action.no_implementation", "action.runner_mismatch"}
        | {"action.workflow_missing", "action.workflow_path"}
    ),
}
_OF_ANOTHER = frozenset({"script.of_another"})
_ABOUT_SCRIPTS = frozenset(
    {
        "action.default_differs",
        "action.output_format_text",
        "action.parameter_unused_by_entry_point",
        "action.runner_mismatch",
        "action.sdk_output_format",
        "action.sdk_parameter_format",
        "action.signature_needs_parameter",
    }
)
_MISSING, _UNKNOWN = "required field ", "unknown key "
"""How the messages about a missing and about an unknown key start."""
_UNKNOWN_KEY = frozenset({"metadata.unknown_key"})
_MISSED: dict[str, frozenset[str]] = {
    "action.no_implementation": frozenset({"entry_point", "workflow_file", "launch"}),
    "action.output_format_text": frozenset({"output_format", "workflow_file"}),
    "action.runner_mismatch": frozenset({"runner_type"}),
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
"""The keys that are missed where they are misspelt."""
_ARGUMENT = frozenset({"script.undeclared_argument"})
_UNBOUND = frozenset({"script.undefined_name"})
_UNDECLARED = frozenset({"schema.required_undeclared"})
_READING = frozenset(
    {"rule.undefined_payload_field", "sensor.unknown_payload_field"}
    | {"workflow.undefined_parameter", "workflow.undefined_variable"}
)
_UNUSED = frozenset({"action.parameter_unused_by_entry_point"})
_OF_THE_MANIFEST = frozenset({"component.ref_pack_mismatch", "manifest.invalid_ref"})
_BY_THE_PACK_REF = frozenset(
    {
        "action.unknown_runner",
        "cache.owner_mismatch",
        "component.pack_ref_mismatch",
        "dashboard.undefined_reference",
        "permission_set.misspelt_ref",
        "policy.pack_ref_mismatch",
        "reference.unknown_pack",
        "sensor.unknown_runner",
        "workflow.ref_mismatch",
        "workflow.undefined_cache",
        "workflow.undefined_action",
    }
)
"""What a wrong ref of the pack brings about in all its files."""

_CONSEQUENCES = frozenset(
    {"script.orphan", "script.undefined_name", "yaml.ambiguous_scalar"}
).union(
    _AT_THE_SAME_PLACE, _INSIDE, _IN_THE_SAME_FILE, _IN_THE_SAME_FOLDER, _IN_THE_PACK, _MISSED,
    _REASONS, _BY_THE_PACK_REF, _READING, _NAMING, _ARGUMENT, _UNUSED, _ABOUT_SCRIPTS,
)  # fmt: skip
"""All that may be left out."""
MOST_JUDGED = 500
"""Of a pack with more diagnostics than these that may be left out, all are told."""


def only_causes(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics without those that others of the same pack explain."""
    kept = list(found)
    codes = {each.code for each in kept}
    if len(codes) < 2 or sum(map(_may_follow, kept)) > MOST_JUDGED:
        return kept
    causes = _Causes(kept)
    roots = {id(each): causes.root(each) for each in filter(_may_follow, kept)}
    explained: dict[int, list[Diagnostic]] = {}
    told = []
    for each in kept:
        root = roots.get(id(each), each)
        if root is each or roots.get(id(root), root) is not root:
            told.append(each)  # of those that explain each other, none is left out
        else:
            explained.setdefault(id(root), []).append(each)
    return [_standing_for(each, explained.get(id(each), ())) for each in told]


def _may_follow(told: Diagnostic) -> bool:
    return told.code in _CONSEQUENCES or told.template.startswith(_MISSING)


def may_follow_from_info(found: Iterable[Diagnostic]) -> bool:
    """Tell whether an info may be what explains one of these."""
    return any(
        each.code in _REFERRING or (each.template.startswith(_MISSING) and each.place.pointer)
        for each in found
    )


def _standing_for(cause: Diagnostic, explained: Iterable[Diagnostic]) -> Diagnostic:
    """Return a diagnostic as severe as what it explains; a wrong name with the one others use."""
    severity = max((each.severity for each in explained), default=cause.severity)
    wanted = next((_ref(each) for each in explained if each.code in _REFERRING), "")
    if cause.code == _MISNAMED and wanted:
        cause = replace(cause, hint=f"did you mean '{wanted}'? others refer to it so")
    return cause if severity <= cause.severity else replace(cause, severity=severity)


class _Causes:
    """The diagnostics of one pack, by where and what they are."""

    def __init__(self, found: Sequence[Diagnostic]) -> None:
        self._by_file: dict[str, list[Diagnostic]] = {}
        self._by_code: dict[str, list[Diagnostic]] = {}
        for each in found:
            self._by_file.setdefault(each.path, []).append(each)
            self._by_code.setdefault(each.code, []).append(each)

    def _all(self, codes: frozenset[str] | None) -> Iterator[Diagnostic]:
        """Yield the diagnostics of the pack that have one of these codes."""
        for code in sorted(codes or ()):
            yield from self._by_code.get(code, ())

    def root(self, told: Diagnostic) -> Diagnostic:
        """Return what explains a diagnostic in the end; itself if nothing does."""
        seen = {id(told)}
        while True:
            cause = next((each for each in self._candidates(told) if id(each) not in seen), None)
            if cause is None:
                return told
            seen.add(id(cause))
            told = cause

    def _candidates(self, told: Diagnostic) -> Iterator[Diagnostic]:
        """Yield what may explain a diagnostic, the nearest first."""
        code, place = told.code, told.place
        beside = self._by_file[told.path]
        if told.template.startswith(_MISSING) and place.pointer:
            yield from _misnamed_inside(beside, place.pointer)
        if code == "yaml.ambiguous_scalar":
            yield from (
                each
                for each in beside
                if each.place.pointer == place.pointer
                and each.code != code
                and each.severity > Severity.INFO
            )
        yield from (
            each
            for each in _coded(beside, _AT_THE_SAME_PLACE.get(code))
            if each.place.pointer == place.pointer
        )
        size = len(place.pointer)
        yield from (
            each
            for each in _coded(beside, _INSIDE.get(code))
            if each.place.pointer[:size] == place.pointer
        )
        yield from _coded(beside, _IN_THE_SAME_FILE.get(code))
        yield from (
            each
            for each in _coded(beside, _UNKNOWN_KEY)
            if any(f"'{name}'" in each.hint for name in _MISSED.get(code) or _missed(told))
        )
        yield from (
            each
            for each in self._all(_IN_THE_SAME_FOLDER.get(code))
            if _folder(each) == _folder(told)
        )
        yield from self._all(_IN_THE_PACK.get(code))
        if code in _ABOUT_SCRIPTS:
            yield from _coded(beside, _OF_ANOTHER)
        elif code == "script.orphan":
            found = self._all(_OF_ANOTHER)
            yield from (each for each in found if dict(each.params)["own"] == told.path)
        if code in _READING:
            undeclared = self._all(_UNDECLARED)
            yield from (each for each in undeclared if f"'{_name(each)}'" in told.message)
        yield from self._of_what_is_named(told)
        yield from self._of_the_argument(told)

    def _of_the_argument(self, told: Diagnostic) -> Iterator[Diagnostic]:
        """Yield the one of several diagnostics that tells where a name differs.

        That is the script if its own lines use another name than its function takes; otherwise the
        YAML, since then script, and maybe others, agree on a name.
        """
        name, code = _name(told), told.code
        if code in _UNBOUND:
            yield from (each for each in self._arguments() if _wanted(each) == name)
        elif code in _ARGUMENT or code in _NAMING:
            yield from (each for each in self._unused() if _wanted(each) == name)
        elif code in _UNUSED and self._is_unbound(told):
            yield from self._arguments(_wanted(told))
            yield from (each for each in self._all(_UNBOUND) if _name(each) == name)
        elif code == "action.signature_needs_parameter":
            yield from self._arguments(name)
            yield from (each for each in self._unused() if _wanted(each) == name)

    def _arguments(self, name: str = "") -> Iterator[Diagnostic]:
        found = self._all(_ARGUMENT)
        return (each for each in found if not name or _name(each) == name)

    def _unused(self) -> Iterator[Diagnostic]:
        """Yield what tells of a parameter that the script knows by another name."""
        found = self._all(_UNUSED)
        return (each for each in found if _wanted(each) and not self._is_unbound(each))

    def _is_unbound(self, unused: Diagnostic) -> bool:
        """Tell whether lines of the script use the name of a parameter that it does not take."""
        return any(_name(each) == _name(unused) for each in self._all(_UNBOUND))

    def _of_what_is_named(self, told: Diagnostic) -> Iterator[Diagnostic]:
        """Yield what is wrong with the pack or the component that a diagnostic refers to."""
        if told.code in _BY_THE_PACK_REF:
            yield from _coded(self._by_file.get(MANIFEST, ()), _OF_THE_MANIFEST)
        reasons = _REASONS.get(told.code)
        ref = _ref(told) if reasons else ""
        if ref:
            yield from (
                each
                for each in self._all(reasons)
                if _stem(each) == ref.rpartition(".")[2] or _ref(each) == ref
            )


def _misnamed_inside(beside: Iterable[Diagnostic], pointer: Pointer) -> Iterator[Diagnostic]:
    """Yield the one unknown key of a mapping that lacks one: that key is called otherwise."""
    inside = [each for each in beside if each.place.pointer[:-1] == pointer]
    missing = [each for each in beside if each.place.pointer == pointer]
    if len(inside) == 1 == len(missing) and inside[0].template.startswith(_UNKNOWN):
        yield inside[0]


def _coded(found: Iterable[Diagnostic], codes: frozenset[str] | None) -> Iterator[Diagnostic]:
    return (each for each in found if each.code in codes) if codes else iter(())


def _folder(told: Diagnostic) -> str:
    return told.path.rpartition("/")[0]


def _stem(told: Diagnostic) -> str:
    return told.path.rpartition("/")[2].partition(".")[0]


def _ref(told: Diagnostic) -> str:
    named = dict(told.params)
    return str(named.get("ref") or named.get("action") or "").strip("'")


def _missed(told: Diagnostic) -> tuple[str, ...]:
    """Return the key that a diagnostic misses; none if it is about something else."""
    return (_name(told),) if told.code == "metadata.missing_field" else ()


def _name(told: Diagnostic) -> str:
    """Return the parameter that a diagnostic is about."""
    named = dict(told.params)
    return str(named.get("given") or named.get("name") or named.get("argument") or "").strip("'")


def _wanted(told: Diagnostic) -> str:
    """Return the name that a diagnostic suggests."""
    return (
        told.hint.removeprefix("did you mean '").removesuffix("'?") if told.hint[-1:] == "?" else ""
    )
