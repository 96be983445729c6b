"""A platform catalog of the user's own: a file of YAML or JSON."""

from __future__ import annotations

from typing import NoReturn

from attune_packkit import schemas
from attune_packkit.diagnostics import Place
from attune_packkit.documents import reader
from attune_packkit.documents.document import Document
from attune_packkit.errors import ConfigError
from attune_packkit.model.kinds import COMPONENT_KINDS
from attune_packkit.model.platform import PLATFORM, Platform
from attune_packkit.model.validation import ValueFault, alone
from attune_packkit.spans import dotted

SCHEMA = "platform_catalog"
MAX_BYTES = 1024 * 1024

_FATAL = frozenset({"yaml.duplicate_key", "yaml.multiple_documents"})


def read(path: str) -> Platform:
    """Read a catalog; its refs are added to Attune's own, or replace them if it says so.

    Raises `ConfigError`, with the line and the code of what is wrong.
    """
    document = reader.read(path, _data(path))
    for fault in document.faults:
        if not document.readable or fault.code in _FATAL:
            _refuse(
                document,
                fault.place,
                f"no sound YAML ({fault.code})",
                f"packkit explain {fault.code}",
            )
    for wrong in alone(schemas.load(SCHEMA)).faults(document.value):
        _refuse(document, wrong.place_in(document.place), _words(wrong), wrong.hint)
    given = document.mapping
    replace = given.get("replace") is True
    own = {} if replace else PLATFORM.refs
    refs = {
        kind.name: own.get(kind.name, frozenset()) | _refs(given.get(kind.plural))
        for kind in COMPONENT_KINDS
    }
    return Platform({kind: named for kind, named in refs.items() if named}, complete=replace)


def _data(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(
            f"platform catalog '{path}' cannot be read: {error.strerror}",
            hint=f"packkit schema {SCHEMA} says what it holds",
        ) from None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"platform catalog '{path}' is larger than {MAX_BYTES} bytes")
    return data


def _refs(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _words(wrong: ValueFault) -> str:
    if wrong.keyword == "additionalProperties":
        return f"unknown key '{wrong.name}'"
    if wrong.keyword == "pattern":
        return f"'{dotted(wrong.pointer)}' is {wrong.found}, expected a full ref such as core.local"
    return f"'{dotted(wrong.pointer) or 'the catalog'}' {wrong.words}"


def _refuse(document: Document, place: Place, message: str, hint: str) -> NoReturn:
    from attune_packkit.documents.events import locate

    span = locate(document).span(place)
    raise ConfigError(
        f"{document.path}:{span.line}:{span.column}: {message}",
        hint=hint or f"packkit schema {SCHEMA} says what a platform catalog holds",
    )
