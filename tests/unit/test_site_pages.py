"""What pages say of components: plain data, made from packs."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from attune_packkit import tree
from attune_packkit.model.pack import load
from attune_packkit.sitegen import highlighting, trying, writing_yaml
from attune_packkit.sitegen.cards import make_card
from attune_packkit.sitegen.component_models import ComponentPage
from attune_packkit.sitegen.components import component_pages
from attune_packkit.sitegen.models import SiteFacts
from attune_packkit.sitegen.navigation import MAX_LINKS, Navigation
from attune_packkit.sitegen.packs import pack_page, state_of
from attune_packkit.sitegen.registry import SiteRegistry, View
from attune_packkit.sitegen.rules import condition_text
from attune_packkit.sitegen.sources import PackSources, Published
from attune_packkit.sitegen.templating import Templates
from attune_packkit.spans import Span
from attune_packkit.testing import BASE_PACK, write_pack

WEIGH = """\
ref: parcels.weigh
label: Weigh
description: Turns grams into a price.
runner_type: python
entry_point: weigh.py
timeout_seconds: 20
parameters:
  number:
    type: string
    required: true
  token:
    type: string
    secret: true
    required: true
  fast:
    type: boolean
    default: false
"""
FILES = {
    **BASE_PACK,
    "actions/weigh.yaml": WEIGH,
    "actions/weigh.py": "",
    "triggers/lost.yaml": "ref: parcels.lost\nlabel: Parcel Lost\n",
    "sensors/watch.yaml": "ref: parcels.watch\ntrigger_types: [parcels.lost]\nentry_point: w.py\n",
    "rules/find.yaml": (
        "ref: parcels.find\ntrigger_ref: parcels.lost\naction_ref: weigh\n"
        "conditions:\n  expression: '{{ event.payload.value > 9 }}'\n"
        "action_params:\n  number: '{{ event.payload.number }}'\n"
    ),
    "actions/send.yaml": "ref: parcels.send\nworkflow_file: workflows/send.workflow.yaml\n",
    "actions/workflows/send.workflow.yaml": (
        "tasks:\n  - name: first\n    action: parcels.weigh\n    input:\n      number: x\n"
    ),
}


def sources(folder: Path, files: Mapping[str, str] = FILES) -> PackSources:
    write_pack(folder, {f"@parcels/{path}": text for path, text in files.items()})
    pack = load(tree.walk(str(folder / "parcels")))
    card = make_card(pack)
    return PackSources(pack, Published(card), View(SiteRegistry(SiteFacts("Test"), [card]), card))


def pages(folder: Path, files: Mapping[str, str] = FILES) -> dict[str, ComponentPage]:
    return {page.ref: page for _, page in component_pages(sources(folder, files))}


def test_an_action_with_a_graph_is_a_workflow(tmp_path: Path) -> None:
    found = pages(tmp_path)
    assert found["parcels.send"].kind == "workflow"
    assert found["parcels.send"].workflow is not None
    assert found["parcels.send"].frame.address == "packs/parcels/workflows/send.html"


def test_a_component_says_who_uses_it(tmp_path: Path) -> None:
    found = pages(tmp_path)
    groups = {group.title: group.links for group in found["parcels.weigh"].uses}
    assert [link.text for link in groups["Rules"]] == ["parcels.find"]
    (workflow,) = groups["Workflows"]
    assert (workflow.url, workflow.note) == ("../workflows/send.html", "task first")
    fired, listened = found["parcels.lost"].uses
    assert [link.text for link in fired.links] == ["parcels.watch"]
    assert [link.text for link in listened.links] == ["parcels.find"]


def test_a_rule_is_a_sentence(tmp_path: Path) -> None:
    rule = pages(tmp_path)["parcels.find"].rule
    assert rule is not None
    assert (rule.trigger.text, rule.trigger.url) == ("Parcel Lost", "../triggers/lost.html")
    assert (rule.action.text, rule.action.url) == ("Weigh", "../actions/weigh.html")
    assert rule.condition == "event.payload.value > 9"
    assert [argument.name for argument in rule.action_arguments] == ["number"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (None, ""),
        ([], ""),
        ("{{ a }}", "a"),
        ({"expression": "{{ a }}"}, "a"),
        (["{{ a }}", "{{ b }}"], "(a) and (b)"),
        ({"odd": 1}, '{"odd": 1}'),
    ],
)
def test_a_condition_is_one_expression(written: object, text: str) -> None:
    assert condition_text(written) == text  # type: ignore[arg-type]


def test_examples_are_filled_and_keep_secrets(tmp_path: Path) -> None:
    snippets = {
        each.title: str(each.code.striptags()) for each in pages(tmp_path)["parcels.weigh"].snippets
    }
    assert list(snippets) == ["Workflow task", "Rule", "Command line", "curl"]
    assert "&lt;number&gt;" in str(pages(tmp_path)["parcels.weigh"].snippets[0].code)
    for text in snippets.values():
        assert "token" in text
        assert "fast" not in text


def test_an_example_of_the_pack_is_used_before_anything_else(tmp_path: Path) -> None:
    example = "examples:\n  - parameters:\n      number: RR1\n      token: s3cr3t-value\n"
    page = pages(tmp_path, {**FILES, "actions/weigh.yaml": WEIGH + example})["parcels.weigh"]
    text = "".join(str(each.code) for each in page.snippets)
    assert "RR1" in text
    assert "s3cr3t-value" not in text


def test_a_command_cannot_be_broken_out_of() -> None:
    assert trying.quoted("a'; rm -rf /; '") == "'a'\"'\"'; rm -rf /; '\"'\"''"
    assert trying.quoted("plain-1.0") == "plain-1.0"
    assert "\x1b" not in trying.quoted("\x1b[2J")


def test_facts_are_words(tmp_path: Path) -> None:
    facts = {fact.name: fact for fact in pages(tmp_path)["parcels.weigh"].facts}
    assert facts["Time limit"].text == "20 seconds"
    assert facts["Runs on"].links[0].text == "python"


def test_a_pack_lists_its_components_by_kind(tmp_path: Path) -> None:
    page = pack_page(sources(tmp_path))
    assert [(group.title, len(group.lines)) for group in page.kinds] == [
        ("Actions", 1), ("Workflows", 1), ("Triggers", 1), ("Sensors", 1), ("Rules", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("errors", "warnings", "text", "tone"),
    [
        (-1, 0, "not checked", "none"),
        (0, 0, "no errors or warnings", "ok"),
        (0, 1, "1 warning", "warn"),
        (2, 1, "2 errors, 1 warning", "bad"),
    ],
)
def test_the_state_is_said_in_words(errors: int, warnings: int, text: str, tone: str) -> None:
    state = state_of(errors, warnings)
    assert (state.text, state.tone) == (text, tone)


def test_navigation_marks_the_current_page(tmp_path: Path) -> None:
    found = sources(tmp_path)
    navigation = Navigation(Templates(SiteFacts("Test")), found.card)
    html = navigation.html("packs/parcels/actions/weigh.html")
    assert '<a href="../actions/weigh.html" aria-current="page">weigh</a>' in html
    assert html.count("aria-current") == 1


def test_navigation_of_an_enormous_pack_is_bounded(tmp_path: Path) -> None:
    many = {f"actions/a{number}.yaml": f"ref: parcels.a{number}\n" for number in range(400)}
    found = sources(tmp_path, {**BASE_PACK, **many})
    navigation = Navigation(Templates(SiteFacts("Test")), found.card)
    for name in ("a0", "a250", "a399"):
        html = navigation.html(f"packs/parcels/actions/{name}.html")
        assert html.count("<li>") == MAX_LINKS + 1
        assert f'{name}.html" aria-current="page"' in html
        assert 'href="../index.html#actions">all 400</a>' in html


class TestListings:
    def test_every_line_has_an_id_and_nothing_is_markup(self) -> None:
        made = highlighting.listing("a.yaml", "source", b"a: <b>\n# <c>\n- '{{ <d> }}'\n")
        assert [f'id="L{number}"' in made.code for number in (1, 2, 3, 4)] == [True] * 3 + [False]
        assert made.code.striptags() == "a: <b> # <c> - '{{ <d> }}'"
        assert "<b>" not in made.code

    def test_a_secret_is_masked(self) -> None:
        made = highlighting.listing(
            "a.yaml", "source", b"password: hunter2 # here\n", hidden=[Span(1, 11, 1, 18)]
        )
        assert "hunter2" not in made.code
        assert "•••••••" in made.code

    def test_lines_with_diagnostics_and_names_are_marked(self) -> None:
        made = highlighting.listing(
            "a.yaml", "source", b"a: 1\nb: 2\n", tones={2: "error"}, names={1: "line-a"}
        )
        assert '<span id="L2" class="error">' in made.code
        assert '<a id="line-a"></a>' in made.code

    def test_a_long_file_is_cut_and_says_so(self) -> None:
        made = highlighting.listing("a.yaml", "source", b"a\n" * 9_000)
        assert (made.lines, made.cut) == (9_000, True)

    def test_bytes_that_are_no_text_are_shown_as_such(self) -> None:
        assert "\ufffd" in highlighting.listing("a.yaml", "source", b"\xff\xfe\n").code

    @pytest.mark.parametrize("line", ["{{" * 500, "- " * 500, '"' * 999, "a:" * 400, " #" * 499])
    def test_hostile_lines_take_time_in_proportion(self, line: str) -> None:
        lines = "".join(f"{line}{number}\n" for number in range(1_000))
        started = time.process_time()
        highlighting.listing("a.yaml", "source", lines.encode())
        assert time.process_time() - started < 5, "a plain text of this size takes 0.01 s"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": "yes", "b": "1.0", "c": "plain text"}, 'a: "yes"\nb: "1.0"\nc: plain text'),
        (
            [{"name": "x", "input": {"m": [1, 2]}}],
            "- name: x\n  input:\n    m:\n      - 1\n      - 2",
        ),
        ({"a": {}, "b": [], "c": None}, "a: {}\nb: []\nc: null"),
    ],
)
def test_yaml_is_as_people_write_it(value: object, text: str) -> None:
    assert writing_yaml.dump(value) == text  # type: ignore[arg-type]
