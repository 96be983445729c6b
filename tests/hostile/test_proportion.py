"""Many of anything cost time in proportion: nothing looks at everything for each of them.

Each attack is a few hundred KiB of one construct, or many files. What is quadratic takes minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from .conftest import LARGE_SECONDS, Attack, Files, manifest, repeated

SIZE = 100_000
ACTION = "label: Send\ndescription: Sends\nrunner_type: python\nentry_point: send.py\n"
FLOW = "version: 1.0.0\nlabel: Flow\ndescription: Flows\n"
NOOP = "tasks:\n- name: a\n  action: core.noop\n"
SECRET = "parameters:\n  s: {type: string, secret: true, required: true}\n"
SENT = {"actions/send.yaml": ACTION + "parameters:\n  a: {type: string, description: A}\n"}
ALL_TASKS = ", ".join(f"t{number}" for number in range(150))
RULE = "label: R\ntrigger_ref: core.alert\naction_ref: core.noop\n"


def many(unit: Callable[[int], str], size: int = SIZE) -> str:
    return repeated(unit, size)


def flow(text: str) -> Files:
    return {"workflows/flow.yaml": FLOW + text}


def action(text: str) -> Files:
    return {"actions/send.yaml": ACTION + text}


def pack(text: str) -> Files:
    return {"pack.yaml": manifest("hostile") + text}


def script(text: str) -> Files:
    return {**action(""), "actions/send.py": text}


def loading(text: str) -> Files:
    library = each(lambda n: (f"lib/m{n}.js", ""), 9_000)
    runner = ACTION.replace("python", "nodejs").replace("send.py", "send.js")
    return {**library, "actions/send.yaml": runner, "actions/send.js": text}


def template(text: str) -> Files:
    return flow(NOOP + f"  input:\n    x: '{{{{ {text} }}}}'\n")


def each(unit: Callable[[int], tuple[str, str]], count: int) -> Files:
    return dict(unit(number) for number in range(count))


# fmt: off
def attacks() -> Iterator[tuple[str, Files]]:
    yield "chain", flow("tasks:\n" + many(
        lambda n: f"- {{name: t{n}, action: core.noop, on_success: t{n + 1}}}\n"))
    yield "ring", flow("tasks:\n" + many(
        lambda n: f"- {{name: t{n}, action: core.noop, on_success: t{(n + 1) % 3000}}}\n"))
    yield "everything leads everywhere", flow("tasks:\n" + "".join(
        f"- {{name: t{n}, action: core.noop, on_success: [{ALL_TASKS}]}}\n" for n in range(150)))
    yield "loads what is there", loading(
        many(lambda n: f"require('../lib/m{n % 9000}');\n", 250_000))
    yield "loads what is not there", loading(
        many(lambda n: f"require('../lib/n{n % 9000}');\n", 250_000))
    yield "unknown tasks", flow("tasks:\n" + many(
        lambda n: f"- {{name: t{n}, action: hostile.x{n}, on_success: u{n}}}\n"))
    yield "transitions", flow(NOOP + "  next:\n" + many(
        lambda n: f"  - {{when: '{{{{ x.y{n} == {n} }}}}', do: [b{n}]}}\n"))
    yield "published", flow(NOOP + "  on_success:\n  - publish:\n" + many(
        lambda n: f"    - v{n}: '{{{{ result().x{n} }}}}'\n"))
    yield "secrets handed round backwards", {**flow(
        SECRET + "vars:\n  v1000: '{{ parameters.s }}'\ntasks:\n"
        "- {name: go, action: core.noop, next: t0}\n" + "".join(
            f"- name: t{n}\n  action: hostile.send\n  input: {{a: '{{{{ workflow.v{n} }}}}'}}\n"
            f"  next:\n  - publish: [{{v{n}: '{{{{ workflow.v{n + 1} }}}}'}}]\n"
            f"    do: t{(n + 1) % 1000}\n"
            for n in range(1_000))), **SENT}
    yield "secrets in everything", {**flow(
        SECRET + "vars:\n  v: '{{ parameters.s }}'\ntasks:\n" + "".join(
            f"- name: t{n}\n  action: hostile.send\n  input: {{a: '{{{{ workflow.v }}}}'}}\n"
            f"  next:\n  - publish: [{{v: '{{{{ workflow.v }}}}'}}]\n    do: [{ALL_TASKS}]\n"
            for n in range(150))), **SENT}
    yield "variables", flow("vars:\n" + many(lambda n: f"- v{n}: '{{{{ v{n - 1} }}}}'\n") + NOOP)
    yield "unknown variables", flow(
        "vars:\n" + many(lambda n: f"- v{n}: 1\n", SIZE // 2) + NOOP + "  input:\n"
        + many(lambda n: f"    p{n}: '{{{{ w{n} }}}}'\n", SIZE // 2))
    yield "unknown parameters", {
        **action("ref: hostile.send\nparameters:\n"
                 + many(lambda n: f"  q{n}: {{type: string, description: x}}\n")),
        **flow(NOOP.replace("core.noop", "hostile.send") + "  input:\n"
               + many(lambda n: f"    p{n}: 1\n")),
    }
    yield "parentheses", template("(" * SIZE)
    yield "balanced parentheses", template("(" * 5_000 + "1" + ")" * 5_000)
    yield "negations", template("not " * 50_000 + "1")
    yield "sums", template("1 + " * 50_000 + "1")
    yield "members", template("a" + ".b" * 100_000)
    yield "filters", template("a" + " | b" * 50_000)
    yield "conditions", {"rules/r.yaml": RULE + "conditions:\n" + many(
        lambda n: f"- {{field: a{n}, operator: eq, value: {n}}}\n")}
    yield "grants", {"permission_sets/p.yaml": "label: P\ngrants:\n" + many(
        lambda n: f"- {{resource: r{n}, actions: [a{n}]}}\n")}
    yield "widgets", {"dashboards/d.yaml": "label: D\nversion: 1\nwidgets:\n" + many(
        lambda n: f"- {{id: w{n}, type: x, title: y}}\n")}
    yield "tags", pack("tags:\n" + many(lambda n: f"- tag-{n}\n"))
    yield "dependencies", pack("dependencies:\n" + many(lambda n: f"- p{n}@^1.{n}.0\n"))
    yield "configuration", pack(
        "conf_schema:\n" + many(lambda n: f"  a{n}: {{type: string, description: d}}\n")
        + "config:\n" + many(lambda n: f"  b{n}: x\n"))
    yield "licences", {"pack.yaml": manifest("hostile").replace(
        "license: Apache-2.0", "license: '" + "MIT OR " * 30_000 + "MIT'")}
    yield "enumeration", action(
        "parameters:\n  a: {type: string, description: d, enum: ["
        + many(lambda n: f"e{n},") + "]}\n")
    yield "undeclared", action(
        "parameters:\n  type: object\n  properties: {a: {type: string}}\n  required: ["
        + many(lambda n: f"r{n},") + "]\n")
    yield "pattern", action(
        "parameters:\n  a: {type: string, pattern: '" + "(a*)*" * 20_000 + "', default: aaaa}\n")
    yield "requirements", {"requirements.txt": many(lambda n: f"pkg{n}>=1.{n}\n")}
    yield "one requirement", {"requirements.txt": "a[" * 100_000 + "\na>=" + "1." * 100_000}
    yield "links", {"README.md": many(lambda n: f"[a{n}](b{n}.md) ![x](y{n}.png)\n")}
    yield "open links", {"README.md": "[" * SIZE + "](" * SIZE + "<!--" * 50_000 + "`" * SIZE}
    yield "npm", {
        "package.json": '{"dependencies": {' + many(lambda n: f'"d{n}": "1",') + '"z": "1"}}'}
    yield "python sums", script("# attune\nx = " + "1 + " * 50_000 + "1")
    yield "python signs", script("# attune\nx = " + "-" * 100_000 + "1")
    yield "python members", script("# attune\nx = a" + ".b" * 100_000)
    yield "python lists", script("# attune\nx = [" + "[]," * 60_000 + "]")
    yield "python branches", script("# attune\nif x:\n y\n" + "elif x:\n y\n" * 20_000)
    yield "python readers", script(
        "import json, sys\ntry:\n" + " x = y.z\n" * 20_000 + "finally:\n pass\n"
        + "json.load(sys.stdin)\n" * 10_000)
    yield "python escapes", script("# attune\n" + "x = '\\d'\n" * 20_000)
    yield "actions", each(lambda n: (f"actions/a{n}.yaml", ACTION), 1_000)
    yield "rules", each(lambda n: (
        f"rules/r{n}.yaml",
        f"label: R\ntrigger_ref: hostile.t{n}\naction_ref: hostile.a{n}\n"), 1_000)
# fmt: on


@pytest.mark.parametrize(("kind", "files"), [pytest.param(*pair, id=pair[0]) for pair in attacks()])
def test_many_cost_in_proportion(attack: Attack, kind: str, files: Files) -> None:
    attack(files, seconds=LARGE_SECONDS)
