"""See `api.py`."""

from attune_packkit.checking.check import Check, Input, Layer, check, provides
from attune_packkit.checking.documentation import Code as DocumentedCode
from attune_packkit.checking.documentation import documentation
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
from attune_packkit.clock import calendar_day
from attune_packkit.dependencies.constraints import (
    CONSTRAINT_FORMS,
    constraint_fault,
    is_version,
    parse_constraint,
    parse_version,
    runtime_allows,
    runtime_constraint_fault,
)
from attune_packkit.dependencies.environment import (
    VIRTUALENV,
    Environment,
    EnvironmentFailure,
    EnvironmentOptions,
    EnvironmentRequest,
    is_folder,
    marked_key,
    virtualenv_python,
)
from attune_packkit.dependencies.node_packages import lock_refused, read_package
from attune_packkit.dependencies.requirements import (
    Refused,
    Requirements,
    read_requirements,
)
from attune_packkit.dependencies.workflow_circles import WorkflowCircles
from attune_packkit.diagnostics import (
    Diagnostic,
    Edit,
    Finding,
    Place,
    Related,
    Severity,
    finding,
)
from attune_packkit.differences.difference import Difference, Impact
from attune_packkit.differences.packs import compare_packs
from attune_packkit.differences.verdict import Verdict, judge
from attune_packkit.digest import of_parts as digest_of
from attune_packkit.documents.document import Document, Fault, Value
from attune_packkit.documents.events import locate
from attune_packkit.documents.positions import Positions
from attune_packkit.documents.reader import read as read_document
from attune_packkit.errors import (
    ConfigError,
    ExecutorError,
    ExitCode,
    PackkitError,
    PluginError,
    SourceError,
    UsageError,
    VerificationError,
)
from attune_packkit.escaping import clipped, escaped, shown, shown_path
from attune_packkit.files import replace_file
from attune_packkit.hookspec import (
    CommandLine,
    EnvironmentBuilder,
    Executor,
    Resolver,
    Session,
    Site,
    SitePage,
    SuiteRunner,
    hookimpl,
)
from attune_packkit.model.arguments import (
    Comparison,
    Unknown,
    compare,
    compare_call,
    is_exhaustive,
    is_plainly_sound,
    names_every_field,
)
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.dashboards import Card, breakpoints, cards, data_sources, filter_ids
from attune_packkit.model.evident_form import evident_form
from attune_packkit.model.examples import example_faults, example_parameters
from attune_packkit.model.faulty_calls import (
    missing_arguments,
    mistyped_arguments,
    unknown_arguments,
    wrong_arguments,
)
from attune_packkit.model.field_uses import Borrowed, FieldUse
from attune_packkit.model.formats import unfit
from attune_packkit.model.held_values import is_overloaded, judged_patterns, validate_node
from attune_packkit.model.kinds import (
    ALL_KINDS,
    COMPONENT_KINDS,
    LINKED_WORKFLOWS,
    MANIFEST,
    SUFFIXES,
    Kind,
)
from attune_packkit.model.misnamed import also_called, lists_items, plain_key
from attune_packkit.model.outputs import unknown_fields
from attune_packkit.model.pack import MAX_METADATA_FILES, Pack, linked_path, stem
from attune_packkit.model.pack_test_results import PackTestCase, PackTestResult, PackTestSuite
from attune_packkit.model.pack_tests import (
    PackTestRunner,
    SuiteRequest,
    pack_test_runners,
    testing_section,
)
from attune_packkit.model.patterns import engine as pattern_engine
from attune_packkit.model.patterns import explodes as pattern_explodes
from attune_packkit.model.patterns import finder
from attune_packkit.model.platform import BUILT_IN as BUILT_IN_REFS
from attune_packkit.model.platform import RUNNER_ALIASES, STANDARD_PERMISSION_SET, Platform
from attune_packkit.model.pointing import follow, texts_in
from attune_packkit.model.pointing import resolve as resolve_ref
from attune_packkit.model.python import Script
from attune_packkit.model.python_facts import Argument, Emission, EntryFunction
from attune_packkit.model.queues import dispatch, tunables
from attune_packkit.model.refs import (
    belongs,
    identifier_fault,
    is_template,
    mended_ref,
    qualify,
    ref_fault,
)
from attune_packkit.model.refs import is_full as is_full_ref
from attune_packkit.model.schedule import cron_fault, timer_fault
from attune_packkit.model.schema import Field, Node, Schema, is_marked_secret
from attune_packkit.model.schema_refs import circular_refs, dangling_refs, outside_refs
from attune_packkit.model.schema_refs import targets as ref_targets
from attune_packkit.model.scripts import (
    NamedFile,
    Program,
    file_fault,
    kind_at,
    path_fault,
    runner_ref,
    script_names,
)
from attune_packkit.model.secrets import (
    credential_kind,
    credentials,
    is_secret_literal,
    is_secret_name,
)
from attune_packkit.model.summarizing import summarize
from attune_packkit.model.summary import (
    Call,
    Defined,
    Dependency,
    PackSummary,
    Reference,
)
from attune_packkit.model.targets import Target
from attune_packkit.model.time_zones import zone_fault
from attune_packkit.model.transitions import OUTCOMES, Outcome, Publish, Transition, bare
from attune_packkit.model.unknown_runners import unknown_runners
from attune_packkit.model.unread_fields import unread_fields
from attune_packkit.model.validation import ValueFault, has_template, validate_value
from attune_packkit.model.vocabulary import KEYWORDS, TYPES, is_declaration, is_number, is_type
from attune_packkit.model.wording import describe, type_words
from attune_packkit.model.worker_placement import SPELLINGS as PLACEMENT_SPELLINGS
from attune_packkit.model.worker_placement import affinity_labels, selector
from attune_packkit.model.workflow import Task, Variable, Workflow, is_variable_name
from attune_packkit.phrases import counted, listed
from attune_packkit.plugin_manager import blaming
from attune_packkit.processes import Finished
from attune_packkit.processes import run as run_program
from attune_packkit.registration.entries import (
    Registered,
    Registrar,
    RegistryStore,
    Stored,
    do_nothing,
)
from attune_packkit.registration.records import KINDS as REGISTERED_KINDS
from attune_packkit.registration.records import (
    AlreadyRegisteredError,
    NotRegisteredError,
    Record,
    Registration,
    RegistrationError,
)
from attune_packkit.registry.index import Index, IndexEntry, InstallSource, read_index
from attune_packkit.registry.index import locate as locate_pack
from attune_packkit.resources import data as shipped_data
from attune_packkit.sources.exclusive import BusyError, locked
from attune_packkit.sources.reference import Reference as SourceReference
from attune_packkit.sources.reference import detect as detect_source
from attune_packkit.sources.reference import git_source
from attune_packkit.sources.request import Fetched
from attune_packkit.sources.request import Request as FetchRequest
from attune_packkit.sources.urls import masked, shown_url
from attune_packkit.spans import Pointer, Span, dotted, pointer_text, split_lines
from attune_packkit.suggest import did_you_mean, lacks_a_letter, near, very_near
from attune_packkit.tree import (
    IGNORED_DIRECTORIES,
    MAX_DEPTH,
    MAX_ENTRIES,
    Entry,
    Tree,
    read_regular,
)
from attune_packkit.workflows.arrivals import arrivals
from attune_packkit.workflows.borrowing import misuses
from attune_packkit.workflows.exclusion import never_holds
from attune_packkit.workflows.graph import Edge, Graph
from attune_packkit.workflows.graph import build as graph_of
from attune_packkit.workflows.origins import Origin, Origins, Use
from attune_packkit.workflows.picture import Arrow, Picture, picture
from attune_packkit.workflows.picture import Node as PictureNode
from attune_packkit.workflows.relays import COMMANDS, Relays
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.starting import late_starters
from attune_packkit.workflows.together import (
    always_taken,
    meant_for_failure,
    overwrites,
    repeated_targets,
)
from attune_packkit.workflows.uses import payload_steps

__all__ = [
    "ALL_KINDS",
    "BUILT_IN_INPUTS",
    "BUILT_IN_REFS",
    "COMMANDS",
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
    "REGISTERED_KINDS",
    "RUNNER_ALIASES",
    "STANDARD_PERMISSION_SET",
    "SUFFIXES",
    "TYPES",
    "VIRTUALENV",
    "AlreadyRegisteredError",
    "Argument",
    "Arrow",
    "Borrowed",
    "BusyError",
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
    "Difference",
    "Document",
    "DocumentedCode",
    "Edge",
    "Edit",
    "Emission",
    "Entry",
    "EntryFunction",
    "Environment",
    "EnvironmentBuilder",
    "EnvironmentFailure",
    "EnvironmentOptions",
    "EnvironmentRequest",
    "Executor",
    "ExecutorError",
    "ExitCode",
    "Fault",
    "FetchRequest",
    "Fetched",
    "Field",
    "FieldUse",
    "Finding",
    "Finished",
    "Graph",
    "Impact",
    "Index",
    "IndexEntry",
    "Input",
    "InstallSource",
    "Kind",
    "Layer",
    "Mention",
    "NamedFile",
    "Node",
    "NotRegisteredError",
    "Origin",
    "Origins",
    "Outcome",
    "Pack",
    "PackResult",
    "PackSummary",
    "PackTestCase",
    "PackTestResult",
    "PackTestRunner",
    "PackTestSuite",
    "PackkitError",
    "Picture",
    "PictureNode",
    "Place",
    "Platform",
    "PluginError",
    "Pointer",
    "Positions",
    "Program",
    "Publish",
    "Record",
    "Reference",
    "Refused",
    "Registered",
    "Registrar",
    "Registration",
    "RegistrationError",
    "RegistryStore",
    "Related",
    "RelatedLine",
    "Relays",
    "RenderOptions",
    "Reported",
    "Reporter",
    "Requirements",
    "Resolver",
    "RunResult",
    "Schema",
    "Script",
    "Session",
    "Severity",
    "Site",
    "SitePage",
    "Slip",
    "SourceError",
    "SourceReference",
    "Span",
    "Standing",
    "Stored",
    "SuiteRequest",
    "SuiteRunner",
    "Target",
    "Task",
    "Transition",
    "Tree",
    "Unknown",
    "UsageError",
    "Use",
    "Value",
    "ValueFault",
    "Variable",
    "Verdict",
    "VerificationError",
    "Violation",
    "Workflow",
    "WorkflowCircles",
    "affinity_labels",
    "also_called",
    "always_taken",
    "arrivals",
    "bare",
    "belongs",
    "blaming",
    "breakpoints",
    "calendar_day",
    "cards",
    "check",
    "circular_refs",
    "clipped",
    "compare",
    "compare_call",
    "compare_packs",
    "constraint_fault",
    "counted",
    "credential_kind",
    "credentials",
    "cron_fault",
    "dangling_refs",
    "data_sources",
    "describe",
    "detect_source",
    "did_you_mean",
    "digest_of",
    "dispatch",
    "do_nothing",
    "documentation",
    "dotted",
    "escaped",
    "evident_form",
    "example_faults",
    "example_parameters",
    "file_fault",
    "filter_ids",
    "find_checks",
    "finder",
    "finding",
    "follow",
    "git_source",
    "graph_of",
    "has_template",
    "hookimpl",
    "identifier_fault",
    "is_declaration",
    "is_exhaustive",
    "is_folder",
    "is_full_ref",
    "is_marked_secret",
    "is_number",
    "is_overloaded",
    "is_plainly_sound",
    "is_secret_literal",
    "is_secret_name",
    "is_template",
    "is_type",
    "is_variable_name",
    "is_version",
    "judge",
    "judged_patterns",
    "kind_at",
    "lacks_a_letter",
    "late_starters",
    "linked_path",
    "listed",
    "lists_items",
    "locate",
    "locate_pack",
    "lock_refused",
    "locked",
    "marked_key",
    "masked",
    "meant_for_failure",
    "mended_ref",
    "missing_arguments",
    "mistyped_arguments",
    "misuses",
    "names_every_field",
    "near",
    "never_holds",
    "outside_refs",
    "overwrites",
    "pack_test_runners",
    "parse_constraint",
    "parse_version",
    "path_fault",
    "pattern_engine",
    "pattern_explodes",
    "payload_steps",
    "picture",
    "plain_key",
    "pointer_text",
    "provides",
    "qualify",
    "read_document",
    "read_index",
    "read_package",
    "read_regular",
    "read_requirements",
    "ref_fault",
    "ref_targets",
    "repeated_targets",
    "replace_file",
    "resolve_ref",
    "run_program",
    "runner_ref",
    "runtime_allows",
    "runtime_constraint_fault",
    "script_names",
    "selector",
    "shipped_data",
    "shown",
    "shown_path",
    "shown_url",
    "split_lines",
    "stem",
    "summarize",
    "testing_section",
    "texts",
    "texts_in",
    "timer_fault",
    "tunables",
    "type_words",
    "unfit",
    "unknown_arguments",
    "unknown_fields",
    "unknown_runners",
    "unread_fields",
    "validate_node",
    "validate_value",
    "very_near",
    "virtualenv_python",
    "wrong_arguments",
    "zone_fault",
]
