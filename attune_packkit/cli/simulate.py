"""packkit simulate."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import cast

import click

from attune_packkit.cli import console, simulated
from attune_packkit.cli.common import Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.documents import reader
from attune_packkit.documents.document import Value
from attune_packkit.errors import ExitCode, SourceError, UsageError
from attune_packkit.expressions.values import Data
from attune_packkit.model.catalog import Catalog
from attune_packkit.model.component import Component
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import qualify, shown
from attune_packkit.model.summary import summarize
from attune_packkit.model.workflow import Workflow
from attune_packkit.simulation import report
from attune_packkit.simulation.rule import RuleRun, simulate_rule
from attune_packkit.simulation.steps import Ending, Outcome
from attune_packkit.simulation.surroundings import configuration
from attune_packkit.simulation.workflow import simulate_workflow
from attune_packkit.suggest import did_you_mean
from attune_packkit.tree import MAX_METADATA_BYTES
from attune_packkit.workflows.graph import Graph, build
