"""Expressions that want to be rendered, to hang or to crash: rows X09 to X12.

How pages show what a pack says of itself (X11) is in test_site.py.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from strictness import strict_json

from attune_packkit.checking.result import RenderOptions
from attune_packkit.session import Session

from .conftest import LARGE_SECONDS, SECONDS, Attack, Files, packkit, write

TEMPLATES = "{{ 7*191 }} {% include 'x' %} ${{ github.token }} {# c #}"
FLOW = "version: 1.0.0\nlabel: Flow\ndescription: Flows\n"
RULE = "label: R\ndescription: R\ntrigger_ref: hostile.alert\naction_ref: hostile.send\n"
SEND = "label: Send\ndescription: Sends\nrunner_type: shell\nentry_point: send.sh\n"
ACTION = {"actions/send.yaml": SEND, "triggers/alert.yaml": "label: Alert\ndescription: Alerts\n"}
HARMFUL = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('touch RAN').read() }}",
    "{{ lipsum.__globals__['os'].system('touch RAN') }}",
    "{{ ''|attr('__class__')|attr('__mro__') }}",
    "{{ '%s' % ''.format_map }}",
    "{{ self._TemplateReference__context }}",
    "{% for x in range(10**9) %}{{ x }}{% endfor %}",
    "{% include '/etc/passwd' %}{% import '/etc/passwd' as p %}",
    "{% set x = 'a' * 10**9 %}",
    "{{ range(1000000000) | sum }}",
    "{{ 'a' * 10**9 }}{{ 9**9**9**9 }}",
    "{{ match('(a+)+$', '" + "a" * 40 + "!') }}",
]
LARGE = {
    "one name": ("{{ " + "a" * 1_000_000 + " }}", "workflow.undefined_variable"),
    "one sum": ("{{ " + "1 + " * 250_000 + "1 }}", "expression.syntax"),
    "one text": ("{{ '" + "a" * 1_000_000 + "' }}", ""),
    "parentheses": ("{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", "expression.syntax"),
    "open parentheses": ("{{ " + "(" * 5_000, "template.unclosed"),
    "brackets": ("{{ " + "[" * 5_000 + "]" * 5_000 + " }}", "expression.syntax"),
    "members": ("{{ a" + ".b" * 400_000 + " }}", "expression.syntax"),
    "calls": ("{{ " + "string(" * 5_000 + "1" + ")" * 5_000 + " }}", "expression.syntax"),
    "not closed": ("{{ " * 300_000, "template.unclosed"),
    "closed only": (" }}" * 300_000, "template.stray_close"),
    "statements": ("{% " * 300_000, ""),
    "quotes": ("{{ " + "'" * 999_999 + " }}", "expression.syntax"),
    "many": ("{{ a }}" * 140_000, "template.too_long"),
}
"""Texts, and what is found in them; in two of them there is nothing wrong."""

CONDITIONS = {
    "YAQL": "$.payload.where($.x > 1).select($.y) and <% $.z %>",
    "JMESPath": "payload[?x > `1`].y | [0]",
    "pattern": "match('(a+)+$', event.payload.text)",
    "nested": "(" * 5_000 + "true" + ")" * 5_000,
    "long": "true and " * 100_000 + "true",
}


def quoted(text: str) -> str:
    return json.dumps(text)


def everywhere(text: str) -> Files:
    """A workflow and a rule that hold a text wherever an expression can stand."""
    value = quoted(text)
    return {
        **ACTION,
        "workflows/flow.yaml": (
            f"{FLOW}vars:\n  a: {value}\ntasks:\n- name: t\n  action: hostile.send\n"
            f"  when: {value}\n  with_items: {value}\n  input: {{x: {value}}}\n"
            f"  next:\n  - when: {value}\n    publish: [{{b: {value}}}]\n"
            f"output_map:\n  a: {value}\n"
        ),
        "rules/r.yaml": (
            f"{RULE}conditions: {{expression: {value}}}\naction_params: {{x: {value}}}\n"
        ),
    }


@pytest.mark.parametrize("text", HARMFUL)
def test_x09_templates_are_only_parsed(attack: Attack, hostile: Path, text: str) -> None:
    attack(everywhere(text))
    assert not list(hostile.rglob("RAN"))


@pytest.mark.parametrize("text", HARMFUL)
def test_x09_nothing_happens_either_when_they_are_evaluated(hostile: Path, text: str) -> None:
    write(hostile, everywhere(text))
    event, packs = hostile.parent / "event.json", str(hostile.parent)
    event.write_text('{"payload": {"text": "b"}}', "utf-8")
    for arguments in (["hostile.r", "--event", str(event)], ["--workflow", "hostile.flow"]):
        started = time.monotonic()
        done = packkit("simulate", *arguments, "--packs", packs, "--format", "json", cwd=hostile)
        assert time.monotonic() - started < 30
        assert "Traceback" not in done.stderr
        assert "root:" not in done.stdout
        assert done.returncode in (0, 1, 4)
    assert not list(hostile.rglob("RAN"))


@pytest.mark.parametrize("kind", LARGE)
def test_x10_a_large_or_deep_expression_is_a_finding(attack: Attack, kind: str) -> None:
    text, code = LARGE[kind]
    tasks = f"tasks:\n- name: t\n  action: hostile.send\n  input: {{x: {quoted(text)}}}\n"
    stood = attack({**ACTION, "workflows/flow.yaml": FLOW + tasks}, seconds=LARGE_SECONDS)
    assert not code or stood.found(code, "workflows/flow.yaml")


def test_x11_templates_in_names_stay_as_they_are(
    attack: Attack, hostile: Path, session: Session
) -> None:
    said = json.dumps(TEMPLATES)
    manifest = f"ref: hostile\nlabel: {said}\ndescription: {said}\nversion: 1.0.0\n"
    action = f"{SEND}parameters:\n  a: {{type: {said}, description: A}}\n"
    stood = attack({"pack.yaml": manifest, "actions/send.yaml": action})
    assert stood.found("schema.unknown_type", "actions/send.yaml")
    for name in ("text", "json", "junit"):
        report = session.reporters()[name].render(stood.result, RenderOptions())
        assert "{{ 7*191 }}" in report
        assert "1337" not in report
    source = ["--git-url", "https://packs.example/hostile", "--git-ref", "v1.0.0"]
    entry = strict_json(packkit("index", "entry", str(hostile), *source).stdout)
    assert (entry["label"], entry["description"]) == (TEMPLATES, TEMPLATES)


@pytest.mark.parametrize("kind", CONDITIONS)
def test_x12_conditions_in_other_languages(attack: Attack, kind: str) -> None:
    text, sound = quoted(CONDITIONS[kind]), kind in ("pattern",)
    listed = f"- {{field: text, operator: matches, value: {text}}}"
    files = {
        **ACTION,
        "rules/r.yaml": f"{RULE}conditions: {{expression: {text}}}\n",
        "rules/s.yaml": f"{RULE}conditions:\n{listed}\n",
    }
    stood = attack(files, seconds=LARGE_SECONDS if kind == "long" else SECONDS)
    assert sound is not bool(stood.found("expression.syntax", "rules/r.yaml"))


@pytest.mark.parametrize("form", ["expression", "list"])
def test_x12_a_pattern_that_explodes_ends_soon(hostile: Path, form: str) -> None:
    listed = "- {field: text, operator: matches, value: (a+)+$}\n"
    expression = "expression: \"{{ match('(a+)+$', event.payload.text) }}\"\n"
    conditions = f"conditions:\n{listed}" if form == "list" else f"conditions:\n  {expression}"
    write(hostile, {**ACTION, "rules/r.yaml": RULE + conditions})
    event = hostile.parent / "event.json"
    event.write_text(json.dumps({"payload": {"text": "a" * 5_000 + "!"}}), "utf-8")
    started = time.monotonic()
    done = packkit("simulate", "hostile.r", "--event", str(event), "--packs", str(hostile.parent))
    assert time.monotonic() - started < 30
    assert "Traceback" not in done.stderr
    assert "hostile.r does not match" in done.stdout
