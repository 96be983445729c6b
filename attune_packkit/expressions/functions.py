"""The functions and filters of the expression language: signatures as data."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.expressions.types import (
    ANY,
    ARRAY,
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    Type,
    array_of,
    union,
)


class Signature(Struct, frozen=True):
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

    def arity(self, before: int = 0) -> str:
        """Say how many arguments it takes, `before` of them not counted."""
        least, most = self.least - before, len(self.takes) - before
        if least == most:
            return f"{most or 'no'} argument{'' if most == 1 else 's'}"
        return f"{least} to {most} arguments"


_TEXT_OR_LIST = union((STRING, ARRAY))
_SIZED = union((STRING, ARRAY, OBJECT))
_NUMBERS = array_of(NUMBER)
_CONVERTIBLE = union((NUMBER, STRING, BOOLEAN))
_SORTABLE = union((NUMBER, STRING))
_KIND = replace(STRING, choices=frozenset({"string", "number", "bool", "null", "array", "object"}))


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
    _of("type_of", ANY, gives=_KIND),
    _of("length", _SIZED, gives=INTEGER),
    _of("keys", OBJECT, gives=array_of(STRING)),
    _of("values", OBJECT, gives=ARRAY),
    _of("abs", NUMBER, gives=NUMBER),
    _of("floor", NUMBER, gives=INTEGER),
    _of("ceil", NUMBER, gives=INTEGER),
    _of("round", NUMBER, gives=INTEGER),
    _of("min", _SORTABLE, _SORTABLE, gives=_SORTABLE),
    _of("max", _SORTABLE, _SORTABLE, gives=_SORTABLE),
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
    _of("slice", _TEXT_OR_LIST, INTEGER, union((INTEGER, NULL)), gives=_TEXT_OR_LIST, least=2),
    _of("index_of", _TEXT_OR_LIST, ANY, gives=INTEGER),
    _of("count", _TEXT_OR_LIST, ANY, gives=INTEGER),
    _of("merge", OBJECT, OBJECT, gives=OBJECT),
    _of("chunks", ARRAY, INTEGER, gives=array_of(ARRAY)),
    _of("result", gives=ANY, outcome=True),
    _of("succeeded", gives=BOOLEAN, outcome=True),
    _of("failed", gives=BOOLEAN, outcome=True),
    _of("timed_out", gives=BOOLEAN, outcome=True),
    _of("cancelled", gives=BOOLEAN, outcome=True),
    _of("now", gives=STRING, classic=True),
    _of("uuid", gives=STRING, classic=True),
    _of("dict", *[ANY] * 99, gives=OBJECT, least=0, classic=True),
    _of("namespace", *[ANY] * 99, gives=OBJECT, least=0, classic=True),
)
"""Every function of today's engine; the `classic` ones are of old files and of Jinja."""

_ITERABLE = _SIZED


def _each(names: str, *takes: Type, gives: Type, least: int | None = None) -> Iterator[Signature]:
    for name in names.split():
        yield _of(name, *takes, gives=gives, least=least)


FILTERS: dict[str, Signature] = _signatures(
    *_each("length count", _SIZED, gives=INTEGER),
    *_each("lower upper title capitalize string", ANY, gives=STRING),
    *_each("escape e forceescape safe striptags urlencode pprint", ANY, gives=STRING),
    *_each("base64 b64encode b64decode json to_json", ANY, gives=STRING),
    *_each("trim date center tojson", ANY, ANY, gives=STRING, least=1),
    *_each("filesizeformat xmlattr", ANY, ANY, gives=STRING, least=1),
    *_each("truncate wordwrap urlize", ANY, ANY, ANY, ANY, ANY, gives=STRING, least=1),
    *_each("indent", ANY, ANY, ANY, ANY, gives=STRING, least=1),
    *_each("join", _ITERABLE, ANY, ANY, gives=STRING, least=1),
    *_each("replace", ANY, ANY, ANY, ANY, gives=STRING, least=3),
    *_each("format", STRING, *[ANY] * 9, gives=STRING, least=1),
    *_each("split", STRING, STRING, gives=array_of(STRING), least=1),
    *_each("wordcount", ANY, gives=INTEGER),
    *_each("default d", ANY, ANY, BOOLEAN, gives=ANY, least=1),
    *_each("int", ANY, ANY, ANY, gives=INTEGER, least=1),
    *_each("float", ANY, ANY, gives=NUMBER, least=1),
    *_each("abs", NUMBER, gives=NUMBER),
    *_each("round", NUMBER, INTEGER, STRING, gives=NUMBER, least=1),
    *_each("first last random", _ITERABLE, gives=ANY),
    *_each("list", _ITERABLE, gives=ARRAY),
    *_each("reverse", _TEXT_OR_LIST, gives=_TEXT_OR_LIST),
    *_each("map select reject", _ITERABLE, *[ANY] * 9, gives=ARRAY, least=1),
    *_each("selectattr rejectattr", _ITERABLE, STRING, *[ANY] * 9, gives=ARRAY, least=2),
    *_each("sort unique dictsort", _ITERABLE, ANY, ANY, ANY, gives=ARRAY, least=1),
    *_each("groupby batch slice", _ITERABLE, ANY, ANY, ANY, gives=ARRAY, least=2),
    *_each("min max", _ITERABLE, ANY, ANY, gives=ANY, least=1),
    *_each("sum", union((ARRAY, OBJECT)), ANY, ANY, gives=ANY, least=1),
    *_each("append prepend", ARRAY, ANY, gives=ARRAY),
    *_each("filter", ARRAY, ANY, gives=ARRAY, least=1),
    *_each("items", OBJECT, gives=array_of(ARRAY)),
    *_each("keys", OBJECT, gives=array_of(STRING)),
    *_each("values", OBJECT, gives=ARRAY),
    *_each("attr", ANY, STRING, gives=ANY),
    *_each("from_json", STRING, gives=ANY),
)
"""Filters of the classic form: Jinja's, and those that Attune's guides name.

The first argument is the value before the pipe. As in Jinja, most take whatever they are given.
"""

TESTS = frozenset((
    "defined", "undefined", "none", "true", "false", "boolean", "number", "integer", "int", "float",
    "string", "mapping", "sequence", "iterable", "callable", "odd", "even", "divisibleby", "in",
    "eq", "equalto", "ne", "gt", "greaterthan", "ge", "lt", "lessthan", "le", "sameas", "lower",
    "upper", "escaped", "safe", "filter", "test", "startingwith", "endingwith",
))  # fmt: skip
"""What may stand behind `is` in the classic form: the tests of Jinja."""

METHODS = frozenset(
    name for kind in (str, list, dict, int, float) for name in dir(kind) if not name.startswith("_")
) | {"isoformat", "strftime", "timestamp", "date", "time"}
"""What Jinja can call on a value."""

FOREIGN_FUNCTIONS = {
    "ctx": "write 'workflow.x' for a variable, and 'parameters.x' for a parameter",
    "task": "write 'task.name.result' for what a task has given",
    "item": "write 'item' for what the task is run for",
    "completed": "write 'succeeded() or failed()'",
    **dict.fromkeys(("success", "is_success"), "write 'succeeded()'"),
    **dict.fromkeys(("failure", "is_failure", "error"), "write 'failed()'"),
    **dict.fromkeys(("size", "len", "strlen", "sizeof"), "write 'length(…)'"),
    "always": "leave the condition out: a transition without one is always taken",
    **dict.fromkeys(("keystore", "secret"), "write 'keystore[\"pack.key\"]'"),
    "st2kv": "write 'keystore[\"pack.key\"]'",
    **dict.fromkeys(("concat", "format", "append"), "join texts with '+'"),
    **dict.fromkeys(("toupper", "to_upper", "uppercase", "upcase"), "write 'upper(…)'"),
    **dict.fromkeys(("tolower", "to_lower", "lowercase", "downcase"), "write 'lower(…)'"),
    **dict.fromkeys(("str", "tostring", "to_string"), "write 'string(…)'"),
    **dict.fromkeys(("float", "tonumber", "parsefloat"), "write 'number(…)'"),
    **dict.fromkeys(("parseint", "toint", "to_int"), "write 'int(…)'"),
    **dict.fromkeys(
        ("to_json", "tojson", "json", "dumps"), "a text with '{{ … }}' in it holds JSON"
    ),
    **dict.fromkeys(
        ("default", "coalesce", "ifnull", "nvl"), "give what is read a default instead"
    ),
    **dict.fromkeys(("env", "lookup", "getenv"), "the pack's settings are 'config.…'"),
    **dict.fromkeys(("if", "iif", "cond", "switch"), "write a transition for each case"),
    **dict.fromkeys(("eq", "equals", "equal"), "write '=='"),
    **dict.fromkeys(("empty", "isempty", "is_empty"), "write 'length(…) == 0'"),
    **dict.fromkeys(("includes", "has", "hasvalue"), "write 'contains(…)'"),
    **dict.fromkeys(("regex", "regex_match", "search", "matches"), "write 'match(pattern, text)'"),
    "flatten": "write 'flat(…)'",
    **dict.fromkeys(("uniq", "distinct"), "write 'unique(…)'"),
    "status": "write 'succeeded()', 'failed()' or 'timed_out()'",
}
"""What other tools' workflows call, and how to write it here."""


def as_function(name: str) -> str:
    """Say that what is written as a method or a test is a function; "" if none is called so."""
    if name not in FUNCTIONS:
        return ""
    return f"write '{name}(…)' around the value" if FUNCTIONS[name].takes else f"write '{name}()'"
