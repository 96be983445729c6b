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
from attune_packkit.checking.violations import Violation
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
from attune_packkit.errors import (
    ConfigError,
    ExitCode,
    PackkitError,
    PluginError,
    SourceError,
    UsageError,
    VerificationError,
)
from attune_packkit.hookspec import hookimpl
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.component import Component, Mention, texts
from attune_packkit.model.kinds import ALL_KINDS, COMPONENT_KINDS, Kind
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import (
    belongs,
    identifier_fault,
    is_template,
    qualify,
    ref_fault,
    shown,
)
from attune_packkit.model.schema import Field, Node, Schema
from attune_packkit.model.summary import Call, Defined, Dependency, PackSummary, Reference
from attune_packkit.model.targets import Target
from attune_packkit.model.workflow import Publish, Task, Transition, Variable, Workflow
from attune_packkit.spans import Pointer, Span, dotted, pointer_text
from attune_packkit.suggest import did_you_mean, near
from attune_packkit.tree import Entry, Tree

__all__ = [
    "ALL_KINDS",
    "BUILT_IN_INPUTS",
    "COMPONENT_KINDS",
    "Call",
    "Catalog",
    "Check",
    "Component",
    "ConfigError",
    "Defined",
    "Dependency",
    "Diagnostic",
    "Document",
    "Edit",
    "Entry",
    "ExitCode",
    "Fault",
    "Field",
    "Finding",
    "Input",
    "Kind",
    "Layer",
    "Mention",
    "Node",
    "Pack",
    "PackResult",
    "PackSummary",
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
    "Severity",
    "SourceError",
    "Span",
    "Standing",
    "Target",
    "Task",
    "Transition",
    "Tree",
    "UsageError",
    "Value",
    "Variable",
    "VerificationError",
    "Violation",
    "Workflow",
    "belongs",
    "check",
    "did_you_mean",
    "dotted",
    "finding",
    "hookimpl",
    "identifier_fault",
    "is_template",
    "near",
    "pointer_text",
    "provides",
    "qualify",
    "ref_fault",
    "shown",
    "texts",
]
