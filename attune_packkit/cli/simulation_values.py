"""Values from the command line of `simulate`: files with values, and outcomes of tasks."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable
from typing import cast

from attune_packkit.documents import reader
from attune_packkit.documents.document import Document, Value
from attune_packkit.documents.reasons import reason
from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown
from attune_packkit.expressions.values import Data
from attune_packkit.simulation.steps import Ending, Outcome
from attune_packkit.suggest import did_you_mean

MAX_BYTES = 1024 * 1024

_ENDINGS: dict[str, Ending] = {
    "succeeded": "succeeded",
    "failed": "failed",
    "timed_out": "timed_out",
}


def read_values(path: str) -> dict[str, Value]:
    """Return the mapping in a JSON or YAML file; `-` is standard input.

    Raises `SourceError` if it cannot be read, `UsageError` if it holds something else.
    """
    name = "standard input" if path == "-" else f"'{path}'"
    document = _parsed(name, path, _bytes(name, path))
    if not isinstance(document.value, dict):
        raise UsageError(f"{name} holds no mapping", hint="write an object in JSON or YAML")
    return document.value


def _bytes(name: str, path: str) -> bytes:
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name} has more than {MAX_BYTES} bytes")
    return data


def _parsed(name: str, path: str, data: bytes) -> Document:
    document = reader.read(path, data)
    if document.readable:
        return document
    raise UsageError(f"{name} cannot be read as JSON or YAML: {reason(document)}")


def read_outcomes(texts: Iterable[str], tasks: Collection[str]) -> dict[str, list[Outcome]]:
    """Return how tasks are to end, in the order given, from texts such as `weigh=failed`.

    Raises `UsageError` for a task that does not exist, or an end that nothing can have.
    """
    found: dict[str, list[Outcome]] = {}
    for text in texts:
        task, sign, ending = text.partition("=")
        if not sign:
            raise UsageError(f"expected TASK=OUTCOME, found {shown(text)}")
        if task not in tasks:
            hint = did_you_mean(task, tasks) or f"tasks: {', '.join(tasks)}"
            raise UsageError(f"no task is called {shown(task)}", hint=hint)
        found.setdefault(task, []).append(_outcome(ending))
    return found


def _outcome(text: str) -> Outcome:
    ending = _ENDINGS.get(text)
    if ending is not None:
        return Outcome(ending)
    document = reader.read("outcome", text.encode("utf-8", "surrogateescape"))
    try:
        if document.readable:
            json.loads(text)
            return Outcome("succeeded", cast(Data, document.value), known=True)
    except ValueError:
        pass
    hint = did_you_mean(text, _ENDINGS) or f"write {', '.join(_ENDINGS)}, or a result as JSON"
    raise UsageError(f"{shown(text)} is no outcome of a task", hint=hint)
