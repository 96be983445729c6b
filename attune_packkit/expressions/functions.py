"""The functions and filters of the expression language: signatures as data."""

from __future__ import annotations

from dataclasses import dataclass

from attune_packkit.expressions.types import (
    ANY,
    ARRAY,
    BOOLEAN,
    INTEGER,
    NUMBER,
    OBJECT,
    STRING,
    Type,
    array_of,
    union,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives.

    `least` arguments must be given. `outcome` functions ask for the end of the task that ran, so
    they mean something only in its transitions. `classic` ones exist only in old files.
    """

    name: str
    takes: tuple[Type, ...]
    gives: Type
    least: int
    outcome: bool = False
    classic: bool = False

    @property
    def arity(self) -> str:
        """The number of arguments, for people."""
        most = len(self.takes)
        if self.least == most:
            return "no arguments" if not most else f"{most} argument{'s' if most > 1 else ''}"
        return f"{self.least} to {most} arguments"


_TEXT_OR_LIST = union((STRING, ARRAY))
_SIZED = union((STRING, ARRAY, OBJECT))
_NUMBERS = array_of(NUMBER)
_CONVERTIBLE = union((NUMBER, STRING, BOOLEAN))


def _signatures(*signatures: Signature) -> dict[str, Signature]:
    return {signature.name: signature for signature in signatures}


def _of(
    name: str, *takes: Type, gives: Type, least: int | None = None, outcome: bool = False,
    classic: bool = False,
) -> Signature:  # fmt: skip
    return Signature(name, takes, gives, len(takes) if least is None else least, outcome, classic)


FUNCTIONS: dict[str, Signature] = _signatures(
    _of("string", ANY, gives=STRING),
    _of("number", _CONVERTIBLE, gives=NUMBER),
    _of("int", _CONVERTIBLE, gives=INTEGER),
    _of("bool", ANY, gives=BOOLEAN),
    _of("type_of", ANY, gives=STRING),
    _of("length", _SIZED, gives=INTEGER),
    _of("keys", OBJECT, gives=array_of(STRING)),
    _of("values", OBJECT, gives=ARRAY),
    _of("abs", NUMBER, gives=NUMBER),
    _of("floor", NUMBER, gives=INTEGER),
    _of("ceil", NUMBER, gives=INTEGER),
    _of("round", NUMBER, gives=INTEGER),
    _of("min", NUMBER, NUMBER, gives=NUMBER),
    _of("max", NUMBER, NUMBER, gives=NUMBER),
    _of("sum", _NUMBERS, gives=NUMBER),
    _of("lower", STRING, gives=STRING),
    _of("upper", STRING, gives=STRING),
    _of("trim", STRING, gives=STRING),
    _of("split", STRING, STRING, gives=array_of(STRING)),
    _of("join", ARRAY, STRING, gives=STRING),
    _of("replace", STRING, STRING, STRING, gives=STRING),
    _of("starts_with", STRING, STRING, gives=BOOLEAN),
    _of("ends_with", STRING, STRING, gives=BOOLEAN),
    _of("match", STRING, STRING, gives=BOOLEAN),
    _of("contains", _SIZED, ANY, gives=BOOLEAN),
    _of("reversed", _TEXT_OR_LIST, gives=_TEXT_OR_LIST),
    _of("sort", ARRAY, gives=ARRAY),
    _of("unique", ARRAY, gives=ARRAY),
    _of("flat", ARRAY, gives=ARRAY),
    _of("zip", ARRAY, ARRAY, gives=array_of(ARRAY)),
    _of("range", INTEGER, INTEGER, gives=array_of(INTEGER), least=1),
    _of("result", gives=ANY, outcome=True),
    _of("succeeded", gives=BOOLEAN, outcome=True),
    _of("failed", gives=BOOLEAN, outcome=True),
    _of("timed_out", gives=BOOLEAN, outcome=True),
    _of("cancelled", gives=BOOLEAN, outcome=True),
    _of("now", gives=STRING, classic=True),
    _of("uuid", gives=STRING, classic=True),
)
"""Every function; the first group is documented for today's engine, the last two for old files."""

FILTERS: dict[str, Signature] = _signatures(
    _of("length", _SIZED, gives=INTEGER),
    _of("count", _SIZED, gives=INTEGER),
    _of("lower", STRING, gives=STRING),
    _of("upper", STRING, gives=STRING),
    _of("trim", STRING, gives=STRING),
    _of("title", STRING, gives=STRING),
    _of("capitalize", STRING, gives=STRING),
    _of("join", ARRAY, STRING, ANY, gives=STRING, least=1),
    _of("replace", ANY, STRING, STRING, gives=STRING),
    _of("split", STRING, STRING, gives=array_of(STRING), least=1),
    _of("default", ANY, ANY, BOOLEAN, gives=ANY, least=1),
    _of("d", ANY, ANY, BOOLEAN, gives=ANY, least=1),
    _of("int", ANY, ANY, gives=INTEGER, least=1),
    _of("float", ANY, ANY, gives=NUMBER, least=1),
    _of("string", ANY, gives=STRING),
    _of("first", _TEXT_OR_LIST, gives=ANY),
    _of("last", _TEXT_OR_LIST, gives=ANY),
    _of("list", ANY, gives=ARRAY),
    _of("map", ARRAY, ANY, ANY, gives=ARRAY, least=1),
    _of("select", ARRAY, ANY, ANY, gives=ARRAY, least=1),
    _of("reject", ARRAY, ANY, ANY, gives=ARRAY, least=1),
    _of("selectattr", ARRAY, STRING, ANY, ANY, gives=ARRAY, least=2),
    _of("rejectattr", ARRAY, STRING, ANY, ANY, gives=ARRAY, least=2),
    _of("sort", ARRAY, ANY, ANY, gives=ARRAY, least=1),
    _of("unique", ARRAY, ANY, gives=ARRAY, least=1),
    _of("reverse", _TEXT_OR_LIST, gives=_TEXT_OR_LIST),
    _of("sum", ARRAY, ANY, gives=NUMBER, least=1),
    _of("min", ARRAY, ANY, gives=ANY, least=1),
    _of("max", ARRAY, ANY, gives=ANY, least=1),
    _of("round", NUMBER, INTEGER, ANY, gives=NUMBER, least=1),
    _of("abs", NUMBER, gives=NUMBER),
    _of("tojson", ANY, ANY, gives=STRING, least=1),
    _of("to_json", ANY, gives=STRING),
    _of("json", ANY, gives=STRING),
    _of("from_json", STRING, gives=ANY),
    _of("date", ANY, STRING, gives=STRING, least=1),
    _of("truncate", STRING, INTEGER, gives=STRING, least=1),
    _of("base64", STRING, gives=STRING),
    _of("b64encode", STRING, gives=STRING),
    _of("b64decode", STRING, gives=STRING),
    _of("append", ARRAY, ANY, gives=ARRAY),
    _of("items", OBJECT, gives=array_of(ARRAY)),
    _of("keys", OBJECT, gives=array_of(STRING)),
    _of("values", OBJECT, gives=ARRAY),
    _of("filter", ARRAY, ANY, gives=ARRAY, least=1),
    _of("batch", ARRAY, INTEGER, ANY, gives=array_of(ARRAY), least=2),
    _of("prepend", ARRAY, ANY, gives=ARRAY),
    _of("urlencode", ANY, gives=STRING),
    _of("escape", STRING, gives=STRING),
    _of("e", STRING, gives=STRING),
    _of("safe", STRING, gives=STRING),
    _of("indent", STRING, ANY, ANY, gives=STRING, least=1),
    _of("wordcount", STRING, gives=INTEGER),
)
"""Filters of the classic form; the first argument is the value before the pipe."""
