"""What plugins, and our own built-in ones, may import.

Everything here keeps its meaning within a minor version; everything else may change any day.
"""

from attune_packkit.checking.check import Check, Input, Layer, check, provides
from attune_packkit.checking.inputs import BUILT_IN as BUILT_IN_INPUTS
from attune_packkit.checking.result import (
    PackResult,
    RelatedLine,
    RenderOptions,
    Reported,
    Reporter,
    RunResult,
)
from attune_packkit.checking.static import find_checks
from attune_packkit.checking.violations import Violation
from attune_packkit.dependencies.circles import WorkflowCircles
from attune_packkit.dependencies.constraints import (
    CONSTRAINT_FORMS,
    constraint_fault,
    parse_constraint,
    parse_version,
    runtime_constraint_fault,
)
from attune_packkit.diagnostics import (
    Diagnostic,
    Edit,
    Finding,
    Place,
    Related,
    Severity,
    finding,
)
from attune_packkit.documents.document import Document, Fault, Value
from attune_packkit.documents.reader import read as read_document
from attune_packkit.errors import (
    ConfigError,
    ExitCode,
    PackkitError,
    PluginError,
    SourceError,
    UsageError,
    VerificationError,
)
from attune_packkit.hookspec import CommandLine, Session, hookimpl
from attune_packkit.model.arguments import (
    Comparison,
    Unknown,
    compare,
    compare_call,
    names_every_field,
)
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.dashboards import Card, breakpoints, cards, data_sources, filter_ids
from attune_packkit.model.examples import example_faults, example_parameters
from attune_packkit.model.faulty_calls import (
    missing_arguments,
    mistyped_arguments,
    unknown_arguments,
    wrong_arguments,
)
from attune_packkit.model.judging import is_overloaded, judged_patterns, validate_node
from attune_packkit.model.kinds import ALL_KINDS, COMPONENT_KINDS, LINKED_WORKFLOWS, Kind
from attune_packkit.model.outputs import unknown_fields
from attune_packkit.model.pack import (
    MANIFEST,
    MAX_METADATA_FILES,
    SUFFIXES,
    Pack,
    linked_path,
    stem,
)
from attune_packkit.model.pack_tests import PackTestRunner, pack_test_runners, testing_section
from attune_packkit.model.patterns import engine as pattern_engine
from attune_packkit.model.patterns import explodes as pattern_explodes
from attune_packkit.model.placement import SPELLINGS as PLACEMENT_SPELLINGS
from attune_packkit.model.placement import affinity_labels, selector
from attune_packkit.model.platform import BUILT_IN as BUILT_IN_REFS
from attune_packkit.model.platform import RUNNER_ALIASES, STANDARD_PERMISSION_SET
from attune_packkit.model.pointing import texts_in
from attune_packkit.model.python import Script
from attune_packkit.model.python_facts import Argument, Emission, EntryFunction
from attune_packkit.model.queues import dispatch, tunables
from attune_packkit.model.referring import circular_refs, dangling_refs, outside_refs
from attune_packkit.model.referring import targets as ref_targets
from attune_packkit.model.refs import (
    belongs,
    identifier_fault,
    is_template,
    qualify,
    ref_fault,
    shown,
)
from attune_packkit.model.refs import is_full as is_full_ref
from attune_packkit.model.runners import unknown_runners
from attune_packkit.model.schedule import cron_fault
from attune_packkit.model.schema import Field, Node, Schema
from attune_packkit.model.scripts import (
    effective_runner,
    file_fault,
    kind_at,
    missing_scripts,
    path_fault,
    runner_ref,
    script_faults,
    script_names,
)
from attune_packkit.model.secrets import credentials, is_secret_literal, is_secret_name
from attune_packkit.model.summary import Call, Defined, Dependency, FieldUse, PackSummary, Reference
from attune_packkit.model.targets import Target
from attune_packkit.model.transitions import OUTCOMES, Outcome, Publish, Transition, bare
from attune_packkit.model.unread import unread_fields
from attune_packkit.model.validation import ValueFault, has_template, validate_value
from attune_packkit.model.vocabulary import KEYWORDS, is_number, is_type
from attune_packkit.model.wording import describe, type_words
from attune_packkit.model.workflow import Task, Variable, Workflow, is_variable_name
from attune_packkit.spans import Pointer, Span, dotted, pointer_text
from attune_packkit.suggest import did_you_mean, near, very_near
from attune_packkit.tree import IGNORED_DIRECTORIES, MAX_DEPTH, MAX_ENTRIES, Entry, Tree
from attune_packkit.workflows.fault import Slip
from attune_packkit.workflows.graph import Edge, Graph

__all__ = [
    "ALL_KINDS",
    "BUILT_IN_INPUTS",
    "BUILT_IN_REFS",
    "COMPONENT_KINDS",
    "CONSTRAINT_FORMS",
    "IGNORED_DIRECTORIES",
    "KEYWORDS",
    "LINKED_WORKFLOWS",
    "MANIFEST",
    "MAX_DEPTH",
    "MAX_ENTRIES",
    "MAX_METADATA_FILES",
    "OUTCOMES",
    "PLACEMENT_SPELLINGS",
    "RUNNER_ALIASES",
    "STANDARD_PERMISSION_SET",
    "SUFFIXES",
    "Argument",
    "Call",
    "Card",
    "Catalog",
    "Check",
    "CommandLine",
    "Comparison",
    "Component",
    "ConfigError",
    "Defined",
    "Dependency",
    "Diagnostic",
    "Document",
    "Edge",
    "Edit",
    "Emission",
    "Entry",
    "EntryFunction",
    "ExitCode",
    "Fault",
    "Field",
    "FieldUse",
    "Finding",
    "Graph",
    "Input",
    "Kind",
    "Layer",
    "Mention",
    "Node",
    "Outcome",
    "Pack",
    "PackResult",
    "PackSummary",
    "PackTestRunner",
    "PackkitError",
    "Place",
    "PluginError",
    "Pointer",
    "Publish",
    "Reference",
    "Related",
    "RelatedLine",
    "RenderOptions",
    "Reported",
    "Reporter",
    "RunResult",
    "Schema",
    "Script",
    "Session",
    "Severity",
    "Slip",
    "SourceError",
    "Span",
    "Standing",
    "Target",
    "Task",
    "Transition",
    "Tree",
    "Unknown",
    "UsageError",
    "Value",
    "ValueFault",
    "Variable",
    "VerificationError",
    "Violation",
    "Workflow",
    "WorkflowCircles",
    "affinity_labels",
    "bare",
    "belongs",
    "breakpoints",
    "cards",
    "check",
    "circular_refs",
    "compare",
    "compare_call",
    "constraint_fault",
    "credentials",
    "cron_fault",
    "dangling_refs",
    "data_sources",
    "describe",
    "did_you_mean",
    "dispatch",
    "dotted",
    "effective_runner",
    "example_faults",
    "example_parameters",
    "file_fault",
    "filter_ids",
    "find_checks",
    "finding",
    "has_template",
    "hookimpl",
    "identifier_fault",
    "is_full_ref",
    "is_number",
    "is_overloaded",
    "is_secret_literal",
    "is_secret_name",
    "is_template",
    "is_type",
    "is_variable_name",
    "judged_patterns",
    "kind_at",
    "linked_path",
    "missing_arguments",
    "missing_scripts",
    "mistyped_arguments",
    "names_every_field",
    "near",
    "outside_refs",
    "pack_test_runners",
    "parse_constraint",
    "parse_version",
    "path_fault",
    "pattern_engine",
    "pattern_explodes",
    "pointer_text",
    "provides",
    "qualify",
    "read_document",
    "ref_fault",
    "ref_targets",
    "runner_ref",
    "runtime_constraint_fault",
    "script_faults",
    "script_names",
    "selector",
    "shown",
    "stem",
    "testing_section",
    "texts",
    "texts_in",
    "tunables",
    "type_words",
    "unknown_arguments",
    "unknown_fields",
    "unknown_runners",
    "unread_fields",
    "validate_node",
    "validate_value",
    "very_near",
    "wrong_arguments",
]
