"""Graphs as SVG: every task is there, kinds differ without colour, and pack text stays text."""

from __future__ import annotations

import random
import re
import time
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_packkit.documents import reader
from attune_packkit.documents.document import Document, Value
from attune_packkit.model import workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.sitegen.graph.cards import card, plain
from attune_packkit.sitegen.graph.drawing import draw, legend
from attune_packkit.sitegen.graph.measuring import fitted, width
from attune_packkit.sitegen.graph.scene import scene
from attune_packkit.workflows.picture import Picture, picture

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    '"><script>alert(1)</script>',
    "'`onload=alert(1) x=\"",
    "]]><a href='javascript:alert(1)'>&lt;&#x41;",
    "click t0 call steal()\n%%{init: {}}%%",
    "\x00\x1b[31m\u202egnp\ud800\ufffe",
    "</title></svg><style>*{display:none}</style>",
    "名前" * 40,
    "e\u0301" * 60,
)


def pictured(tasks: str | Value, ref: str = "parcels.w") -> Picture:
    value = reader.read("w.yaml", tasks.encode()).mapping if isinstance(tasks, str) else tasks
    document = Document("w.yaml", {"tasks": value}, b"")
    source = Component(WORKFLOW, document, "parcels", ref, False, {"tasks": value})
    found = picture(workflow.load(source))
    assert found is not None
    return found


def drawn(tasks: str | Value, **options: object) -> ET.Element:
    svg = draw(pictured(tasks), **options)  # type: ignore[arg-type]
    assert svg is not None
    return ET.fromstring(svg)


def classes(root: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


def names(root: ET.Element) -> list[str]:
    return ["".join(each.itertext()) for each in classes(root, "wf-name")]


def hostile_tasks() -> list[Value]:
    return [
        {
            "name": name,
            "action": name,
            "type": name,
            "retry": {"count": name, "delay": name},
            "with_items": name,
            "when": name,
            "join": 2,
            "on_failure": [HOSTILE[0], f"{name}?"],
            "next": [{"when": name, "publish": [{name: 1}], "do": [HOSTILE[1]]}],
            "tasks": [{"name": f"{name} inner", "action": name}],
        }
        for name in HOSTILE
    ]


def test_every_task_is_there_with_its_action() -> None:
    root = drawn("{a: {action: p.a, next: b}, b: {action: p.b}, c: {action: p.c}}")
    assert names(root) == ["a", "b", "c"]
    assert [each.text for each in classes(root, "wf-action")] == ["p.a", "p.b", "p.c"]
    assert len(classes(root, "wf-line")) == 1
    assert len(classes(root, "wf-entry")) == 2


def test_kinds_of_lines_differ_without_colour() -> None:
    root = drawn(
        "{a: {on_success: b, on_failure: c, on_timeout: d, next: e}, b: {}, c: {}, d: {}, e: {}}"
    )
    looks = {}
    for kind in ("success", "failure", "timeout", "any"):
        (line,) = classes(root, f"wf-{kind}")
        stroke, tip = line.iter(f"{SVG}path")
        shape = re.sub(r"[\d. -]+", "", tip.get("d", "")) + str(tip.get("fill"))
        label = next((each.text for each in classes(line, "wf-label")), None)
        looks[kind] = (stroke.get("stroke-dasharray"), stroke.get("stroke-width"), shape, label)
    assert looks["success"] == (None, "1.6", "MLLZcurrentColor", None)
    assert looks["failure"] == ("7 4", "1.6", "MLLZnone", "failed")
    assert looks["timeout"] == ("1.5 4", "1.6", "MLLLZnone", "timed out")
    assert looks["any"] == (None, "1", "MLMLLnone", None)


def test_a_condition_stands_at_its_line_and_whole_in_its_title() -> None:
    test = "result().amount_of_everything > parameters.limit"
    root = drawn([
        {"name": "a", "next": [{"when": f"{{{{ succeeded() and {test} }}}}", "do": ["b", "c"]}]},
        {"name": "b"},
        {"name": "c"},
    ])  # fmt: skip
    (label,) = classes(root, "wf-label")
    assert label.text == "result().amount_of_ever…"
    assert len(label.text) == 24
    titles = [each.findtext(f"{SVG}title") for each in classes(root, "wf-line")]
    assert titles == [f"a → {name}, if succeeded() and {test}" for name in "bc"]
    assert len(classes(root, "wf-conditional")) == 2


def test_marks_tell_what_is_special_and_what_they_mean() -> None:
    root = drawn(
        "{a: {action: p.a, join: 2, retry: {count: 3, delay: 60}, with_items: '{{ vans }}',"
        " concurrency: 4, when: '{{ x }}', wait_for: {inquiry: '{{ 1 }}'}}}"
    )
    marks = classes(root, "wf-badge")
    assert [each.findtext(f"{SVG}text") for each in marks] == [
        "× items", "⋈ 2", "↻ 3", "waits", "if"
    ]  # fmt: skip
    assert [each.findtext(f"{SVG}title") for each in marks] == [
        "runs for each of {{ vans }}, 4 at a time",
        "waits for 2 arrivals",
        "is tried again up to 3 times, 60 s apart",
        "runs once an inquiry is answered",
        "runs only if {{ x }}",
    ]


def test_boxes_lead_to_their_task_and_to_their_action() -> None:
    root = drawn(
        "{a: {action: p.a, next: b}, b: {action: p.flow, next: gone}, c: {action: q.other}}",
        action_link=lambda ref: f"../{ref}.html" if ref.startswith("p.") else "",
        task_link=lambda number: f"#task-{number}",
        is_workflow=lambda ref: ref == "p.flow",
    )
    links = [each.get("href") for each in root.iter(f"{SVG}a")]
    assert links == ["#task-0", "../p.a.html", "#task-1", "../p.flow.html", "#task-2"]
    assert [names(each) for each in classes(root, "wf-sub")] == [["b"]]
    assert len(classes(root, "wf-inner")) == 1
    assert [names(each) for each in classes(root, "wf-missing")] == [["gone"]]
    areas = classes(root, "wf-area")
    assert all(float(each.get("height", "0")) >= 24 for each in areas)


def test_an_image_holds_no_links() -> None:
    plain_one = drawn("{a: {action: p.a}}")
    assert plain_one.get("role") == "img"
    linked = drawn("{a: {action: p.a, next: b}, b: {}}", task_link=lambda number: f"#t{number}")
    assert linked.get("role") == "group"
    (image,) = [each for each in linked.iter() if each.get("role") == "img"]
    assert not list(image.iter(f"{SVG}a"))
    assert classes(image, "wf-line")
    for root in (plain_one, linked):
        ids = {each.get("id"): each.text for each in root.iter() if each.get("id")}
        (label,) = [
            each.get("aria-labelledby", "") for each in root.iter() if each.get("role") == "img"
        ]
        assert next(ids[each] for each in label.split()) == "Graph of parcels.w"


def test_what_is_never_reached_stands_apart() -> None:
    tasks = (
        "{a: {next: b}, b: {}, x: {next: y}, y: {on_success: x, on_failure: b, on_timeout: gone}}"
    )
    root = drawn(tasks, identifier="one")
    assert [names(each)[0] for each in classes(root, "wf-apart")] == ["x", "y", "gone"]
    (heading,) = classes(root, "wf-heading")
    assert heading.text == "Never reached"
    (pattern,) = root.iter(f"{SVG}pattern")
    assert pattern.get("id") == "one-hatch"
    assert {each.get("fill") for each in classes(root, "wf-hatched")} == {"url(#one-hatch)"}
    (away,) = classes(root, "wf-away")
    assert away.findtext(f".//{SVG}text") == "→ b"
    found = scene(pictured(tasks))
    apart = [card.y for card in found.sheet.cards if card.apart or card.elsewhere]
    reached = [
        card.y + card.height for card in found.sheet.cards if not (card.apart or card.elsewhere)
    ]
    assert max(reached) < found.divide < min(apart)


def test_nested_tasks_are_drawn_inside_with_their_lines_above() -> None:
    found = scene(
        pictured(
            "{c: {type: parallel, tasks: [{name: d, action: p.d, next: f}, {name: f, next: e}]},"
            " e: {action: p.e}}"
        )
    )
    outer = next(each for each in found.sheet.cards if each.holds)
    for inner in (each for each in found.sheet.cards if each.number in (1, 2)):
        assert outer.x < inner.x
        assert inner.x + inner.width < outer.x + outer.width
        assert outer.y < inner.y
        assert inner.y + inner.height < outer.y + outer.height
    assert [line.title for line in found.sheet.lines] == [
        "f → e however it ends", "d → f however it ends"
    ]  # fmt: skip
    svg = draw(pictured("{c: {type: parallel, tasks: [{name: d, next: f}, {name: f}]}}")) or ""
    assert svg.index("wf-holds") < svg.index("wf-line") < svg.index(">d</text>")


def test_without_transitions_the_list_gives_the_order() -> None:
    found = pictured("{a: {action: p.a}, b: {action: p.b}, c: {action: p.c}}")
    root = ET.fromstring(draw(found) or "")
    lines = classes(root, "wf-order")
    assert len(lines) == 2
    assert "in the order of the list" in (root.findtext(f"{SVG}desc") or "")
    assert [words for _, words in legend(found)] == ["order of the list"]


def test_a_legend_tells_the_kinds_that_are_drawn() -> None:
    found = legend(pictured("{a: {on_success: b, on_failure: c}, b: {}, c: {}}"))
    assert [words for _, words in found] == ["once it succeeded", "once it failed"]


def test_w22_diagram_text_is_never_markup() -> None:
    svg = draw(
        pictured(hostile_tasks(), ref=HOSTILE[0]),
        task_link=lambda number: f"#t{number}\"'><b>",
        action_link=lambda ref: f"a.html?{plain(ref)}",
        apart=HOSTILE[5],
    )
    assert svg is not None
    root = ET.fromstring(svg)
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags == {"svg", "title", "desc", "defs", "pattern", "g", "path", "rect", "text", "a"} - (
        set() if classes(root, "wf-apart") else {"defs", "pattern"}
    )
    allowed = {
        "a": {"href"},
        "g": {"class", "transform", "role", "aria-labelledby"},
        "title": {"id"},
        "desc": {"id"},
        "text": {"class", "x", "y", "font-size", "font-weight", "text-anchor"},
    }
    for each in root.iter():
        tag = each.tag.removeprefix(SVG)
        assert set(each.attrib) <= allowed.get(tag, set(each.attrib)), tag
        assert not any(key.startswith("on") or key == "style" for key in each.attrib)
    assert "".join(root.itertext()).isprintable()
    assert svg.isprintable()


def test_w05_ids_are_plain_and_of_this_drawing_alone() -> None:
    root = drawn(hostile_tasks(), identifier="g7")
    ids = [each.get("id", "") for each in root.iter() if each.get("id")]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"g7-[a-z]+", each) for each in ids)
    for bad in ('"', "a b", "", "1", "x'y", "é"):
        with pytest.raises(ValueError, match="not an identifier"):
            drawn("{a: {}}", identifier=bad)


def test_there_is_no_style_in_a_drawing() -> None:
    svg = draw(pictured(hostile_tasks()))
    assert svg is not None
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|javascript:[^<]*\"", svg)


@settings(max_examples=80)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=5), st.text(max_size=30))
def test_any_text_gives_well_formed_svg(texts: list[str], condition: str) -> None:
    tasks: list[Value] = [
        {
            "name": name,
            "action": condition,
            "next": [{"when": condition, "do": [*texts, "x"]}],
            "on_failure": [texts[0]],
            "with_items": condition,
        }
        for name in texts
    ]
    found = pictured(tasks, ref=condition)
    svg = draw(found)
    assert svg is not None
    assert svg == draw(found)
    root = ET.fromstring(svg)
    assert len(names(root)) == len(found.nodes)


@pytest.mark.parametrize("seed", range(8))
def test_boxes_of_whole_pictures_are_clear_of_each_other(seed: int) -> None:
    found = scene(pictured(random_tasks(40, random.Random(seed))))
    places = [
        (each.x, each.y, each.x + each.width, each.y + each.height) for each in found.sheet.cards
    ]
    assert len(places) >= 40
    for one, other in combinations(places, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def random_tasks(count: int, chance: random.Random) -> dict[str, Value]:
    tasks: dict[str, Value] = {}
    for number in range(count):
        near = [f"t{min(number + chance.randrange(1, 7), count - 1)}" for _ in range(2)]
        task: dict[str, Value] = {"action": f"p.step_{number}", "on_success": list[Value](near)}
        if chance.random() < 0.4:
            task["on_failure"] = (
                f"t{chance.randrange(max(number - 20, 0), min(number + 20, count))}"
            )
        tasks[f"t{number}"] = task
    return tasks


def test_large_pictures_are_drawn_fast_or_not_at_all() -> None:
    started = time.process_time()
    assert draw(pictured(random_tasks(500, random.Random(1)))) is not None
    assert draw(pictured(random_tasks(5_000, random.Random(1)))) is None
    assert time.process_time() - started < 3


def test_numbers_of_any_size_are_told() -> None:
    node = pictured([{"name": "a", "join": 10**5000, "retry": {"count": -(10**5000)}}]).nodes[0]
    assert [badge.text for badge in card(node).badges] == ["⋈ many", "↻ many"]


def test_text_is_cut_to_its_box() -> None:
    assert fitted("short", 13, 100) == "short"
    long = "harbour.berths.read_manifest_of_every_ship"
    assert fitted(long, 11, 120).endswith("…")
    assert fitted(long, 11, 120, keep="end").startswith("…")
    for keep in ("start", "end"):
        assert width(fitted(long, 11, 120, keep=keep), 11) <= 120
    assert width("名", 10) > width("n", 10) > width("\u0301", 10) == 0
    assert plain("a\nb\u202e") == "a\\nb\\u202e"
