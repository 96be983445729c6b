"""Rows X01 to X08: schemas and values made to hang, crash, fetch, or give secrets away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit import checks
from attune_packkit.checking.result import Reported
from attune_packkit.config import Settings
from attune_packkit.diagnostics import Place
from attune_packkit.model.schema import load
from attune_packkit.model.vocabulary import KEYWORDS
from attune_packkit.testing import validate_files

SECONDS = 2.0
SETTINGS = Settings(autoload=False, severity="info")
SOUND_TRIGGER = "ref: parcels.sorted\ndescription: A parcel was sorted\n"


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < seconds


def reported(parameters: Any) -> list[Reported]:
    """Validate a pack with one trigger of these parameters, and a sound one beside it."""
    text = parameters if isinstance(parameters, str) else json.dumps({"parameters": parameters})
    files = {
        "triggers/weighed.yaml": f"ref: parcels.weighed\ndescription: Weighed\n{text}"
        if isinstance(parameters, str)
        else json.dumps({"ref": "parcels.weighed", "description": "Weighed", **json.loads(text)}),
        "triggers/sorted.yaml": SOUND_TRIGGER,
    }
    (pack,) = validate_files(files, SETTINGS).packs
    assert pack.components == {"triggers": 2}
    assert not any(each.diagnostic.code.startswith("internal.") for each in pack.reported)
    return list(pack.reported)


def codes(parameters: Any) -> set[str]:
    with bounded():
        return {each.diagnostic.code for each in reported(parameters)}


def field(**schema: Any) -> dict[str, Any]:
    return {"barcode": {"type": "string", "description": "Code", **schema}}


def whole(**schema: Any) -> dict[str, Any]:
    return {"type": "object", **schema}


@pytest.mark.parametrize("word", ["default", "example"])
def test_x01_catastrophic_pattern_is_linear(word: str) -> None:
    found = codes(field(pattern="^(a+)+$", **{word: "a" * 50_000 + "!"}))
    assert {"schema.pattern_explodes", f"schema.{word}_invalid"} <= found


def test_x01_backtracking_pattern_has_few_steps() -> None:
    found = codes(field(pattern=r"^(?!b)(x+x+)+y\1", default="x" * 5_000))
    assert "schema.pattern_not_linear" in found


def test_x01_great_counts_on_a_long_text_are_not_tried() -> None:
    found = codes(field(pattern="[01]*1[01]{5000}x", default="01" * 250_000))
    assert "schema.too_large" in found


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[a-",
        "*",
        "a{1,99999999}",
        "((a{1,900}){1,900}){1,900}",
        "(?P=nobody)",
        "\\",
    ],
)
def test_x02_pattern_that_does_not_compile(pattern: str) -> None:
    assert "schema.pattern_invalid" in codes(field(pattern=pattern, default="a"))


@pytest.mark.parametrize("pattern", ["(?=a)a", r"^(.)\1$", r"\p{L}", r"\d+\/\w", "[[:alpha:]]"])
def test_x02_syntax_of_one_language_is_no_crash(pattern: str) -> None:
    assert not {"schema.pattern_invalid"} & codes(field(pattern=pattern))


def test_x02_thousands_of_patterns_that_take_long_to_compile() -> None:
    fields = {
        f"p{n}": {"type": "string", "pattern": f"[a-z]{{1,{90_000 + n}}}"} for n in range(4_000)
    }
    assert "schema.too_large" in codes(fields)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server that serves a schema and remembers who asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"type": "integer"}')

    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{running.server_port}", asked
    running.shutdown()
    running.server_close()


@pytest.mark.loopback
@pytest.mark.parametrize("scheme", ["http://", "//"])
def test_x03_address_is_never_fetched(scheme: str, server: tuple[str, list[str]]) -> None:
    host, asked = server
    ref = f"{scheme}{host}/schema.json"
    found = codes(
        whole(properties={"a": {"$ref": ref, "default": "x"}, "b": {"items": {"$ref": ref}}})
    )
    assert "schema.remote_ref" in found
    assert "schema.default_invalid" not in found
    assert asked == []


def test_x03_file_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text('{"type": "integer"}')
    ref = (tmp_path / "schema.json").as_uri()
    found = codes(whole(properties={"a": {"$ref": ref, "default": "x"}}))
    assert "schema.remote_ref" in found
    assert "schema.default_invalid" not in found


@pytest.mark.parametrize(
    "schema",
    [
        whole(**{"$ref": "#"}, default={}),
        whole(properties={"a": {"$ref": "#/properties/a", "default": 1}}),
        whole(
            properties={"a": {"$ref": "#/$defs/a", "default": 1}},
            **{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        ),
        whole(allOf=[{"$ref": "#"}] * 20, default={}),
        whole(properties={"a": {"not": {"$ref": "#/properties/a"}, "default": 1}}),
        whole(**{"$dynamicAnchor": "n", "anyOf": [{"$dynamicRef": "#n"}] * 2}, default={}),
        whole(**{"$recursiveAnchor": True, "$recursiveRef": "#"}, default={}),
    ],
    ids=["whole", "itself", "mutual", "allOf", "not", "dynamic", "recursive"],
)
def test_x04_reference_that_never_ends(schema: dict[str, Any]) -> None:
    assert "schema.recursive_ref" in codes(schema)


def test_x04_thousands_of_references_in_a_row() -> None:
    chain = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(3_000)}
    schema = whole(properties={"a": {"$ref": "#/$defs/d0", "default": 1}}, **{"$defs": chain})
    assert {"schema.too_large", "schema.unresolved_ref"} <= codes(schema)


def test_x04_trees_that_branch_at_every_step() -> None:
    value: dict[str, Any] = {}
    for _ in range(40):
        value = {"a": value}
    branch = {"properties": {"a": {"$ref": "#/properties/tree"}}, "required": ["a"]}
    schema = whole(properties={"tree": {"anyOf": [branch, branch, branch], "default": value}})
    assert "schema.too_large" in codes(schema)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("multipleOf: 0", "metadata.invalid_field"),
        ("multipleOf: 1e-400", "metadata.invalid_field"),
        ("multipleOf: -3", "metadata.invalid_field"),
        ("minLength: -1", "metadata.invalid_field"),
        ("minLength: 1e400", "metadata.invalid_field"),
        ("minItems: many", "metadata.invalid_field_type"),
        ("pattern: 5", "metadata.invalid_field_type"),
        ("enum: []", "metadata.invalid_field"),
        ("items: [1]", "schema.invalid_field"),
        ("$schema: https://example.com/schema", "schema.unknown_draft"),
    ],
)
def test_x05_keyword_that_no_validator_takes(text: str, code: str) -> None:
    found = codes(f"parameters:\n  barcode: {{type: any, default: 3, {text}}}\n")
    assert any(each == code or each.startswith(("metadata.invalid", "yaml.")) for each in found)
    assert "schema.default_invalid" not in found


def test_x05_boolean_schemas_are_schemas() -> None:
    schema = whole(properties={"a": True, "b": {"type": "array", "items": False}})
    assert not {each for each in codes(schema) if each.startswith("schema.") and "desc" not in each}


@pytest.mark.parametrize("digits", [400, 4_000, 5_000, 50_000])
def test_x05_numbers_of_thousands_of_digits(digits: int) -> None:
    huge = "9" * digits
    codes(f"parameters:\n  a: {{type: integer, minimum: {huge}, maximum: 1, default: {huge}}}\n")


def test_x06_unique_items_among_thousands() -> None:
    many = [{"gate": number, "belt": [number]} for number in range(2_000)]
    found = codes({"stops": {"type": "array", "uniqueItems": True, "default": [*many, many[0]]}})
    assert {"schema.too_large", "schema.default_invalid"} & found


@pytest.mark.parametrize("depth", [2, 3, 4, 20])
def test_x06_alternatives_in_alternatives(depth: int) -> None:
    lines = ["x-0: &b0 {type: integer}"]
    for level in range(1, depth + 1):
        inner = ", ".join([f"*b{level - 1}"] * 20)
        lines.append(f"x-{level}: &b{level} {{anyOf: [{inner}]}}")
    lines.append(f"parameters:\n  gate: {{type: any, default: x, anyOf: [*b{depth}]}}\n")
    found = codes("\n".join(lines))
    assert {"schema.too_large", "schema.default_invalid", "yaml.alias_bomb"} & found


def test_x06_references_that_double_at_every_step() -> None:
    definitions = {f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}
    definitions["d40"] = {"anyOf": [{"type": "integer"}]}
    schema = whole(
        properties={"a": {"$ref": "#/$defs/d0", "default": "x"}}, **{"$defs": definitions}
    )
    assert "schema.too_large" in codes(schema)


def test_x06_huge_enum() -> None:
    choices = [f"parcel-{number}" for number in range(30_000)]
    found = codes(field(enum=choices, default="parcel-30000"))
    assert {"schema.default_invalid", "schema.too_large"} & found


def test_x06_many_defaults_that_each_cost_a_lot() -> None:
    costly = {"anyOf": [{"minLength": number} for number in range(60)], "default": ["x"] * 60}
    fields = {f"p{n}": {"type": "array", "items": costly, **costly} for n in range(50)}
    assert "schema.too_large" in codes(fields)


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "hasOwnProperty"])
def test_x07_names_that_mean_something_to_scripts(name: str) -> None:
    schema = {"type": "integer", "description": "Plain data", "default": "x"}
    assert "schema.default_invalid" in codes({name: schema})
    assert "schema.default_invalid" in codes(whole(properties={name: schema}))


TEXTS = ["(a+)+", "(", "#", "#/properties/a", "http://x", "{{ x }}", "a", "array", "string", "any"]
scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.sampled_from(TEXTS)
words = st.sampled_from([*KEYWORDS, "secret", "position", "example", "a", "token", "min_items"])
schemas = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=6),
    max_leaves=30,
)
SCHEMA_CHECKS = [each for each in checks.discover() if each.inputs == ("schema",)]


@given(st.dictionaries(words, schemas, max_size=6))
def test_no_schema_makes_a_check_crash(raw: dict[str, Any]) -> None:
    schema = load("parameters", Place("pack.yaml", ("parameters",)), raw)
    for each in SCHEMA_CHECKS:
        for found in each.function(schema):
            assert found.template.format(**dict(found.params))


SECRET = "hunter2-opensesame"
TOKEN = "ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0iL3oR6"


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ({"secret": True, "type": "string", "default": SECRET}, "secret.default"),
        ({"secret": True, "type": "string", "example": SECRET}, "secret.example"),
        ({"secret": True, "type": "integer", "default": SECRET}, "schema.default_invalid"),
        ({"secret": True, "type": "string", "maxLength": 3, "default": SECRET}, "secret.default"),
        ({"secret": True, "type": "string", "enum": ["a"], "default": SECRET}, "secret.default"),
        ({"secret": True, "type": "array", "default": SECRET}, "schema.default_invalid"),
        ({"secret": True, "type": "integer", "example": SECRET}, "schema.example_invalid"),
        ({"type": "string", "description": f"Use {TOKEN}"}, "secret.literal"),
        ({"type": "integer", "default": TOKEN}, "schema.default_invalid"),
    ],
)
def test_x08_secrets_are_reported_but_never_shown(schema: dict[str, Any], code: str) -> None:
    text = "\n".join(f"    {key}: {json.dumps(value)}" for key, value in schema.items())
    found = reported(f"parameters:\n  pin:\n{text}\n    position: 0\n    minimum: true\n")
    assert code in {each.diagnostic.code for each in found}
    for each in found:
        shown = (each.diagnostic, each.diagnostic.message, each.lines, each.related)
        assert SECRET not in str(shown)
        assert TOKEN not in str(shown)


def test_x08_secret_in_the_configuration_is_never_shown() -> None:
    files = {
        "pack.yaml": "ref: parcels\nlabel: Parcels\ndescription: Parcels\nversion: '1.0.0'\n"
        "conf_schema:\n  api_key: {type: integer, secret: true, description: Key}\n"
        f"config:\n  api_key: {SECRET}\n  curency: EUR\n"
    }
    (pack,) = validate_files(files, SETTINGS).packs
    found = {each.diagnostic.code for each in pack.reported}
    assert {"config.secret_value", "config.invalid_value", "config.unknown_key"} <= found
    assert SECRET not in str([(each.diagnostic.message, each) for each in pack.reported])
