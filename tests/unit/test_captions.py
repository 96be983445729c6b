"""What stands at an arrow: the outcome and the condition, in no more words than it takes."""

from __future__ import annotations

import pytest

from attune_packkit.documents import reader
from attune_packkit.documents.document import Document
from attune_packkit.model import workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.workflows.picture import Arrow, picture


def arrows(task: str) -> tuple[Arrow, ...]:
    value = reader.read("w.yaml", f"{{a: {task}, b: {{}}, c: {{}}}}".encode()).mapping
    document = Document("w.yaml", {"tasks": value}, b"")
    source = Component(WORKFLOW, document, "p", "p.w", False, {"tasks": value})
    found = picture(workflow.load(source))
    assert found is not None
    return found.arrows


@pytest.mark.parametrize(
    ("when", "ended", "test"),
    [
        ("{{ succeeded() }}", "", ""),
        ("{{ failed() }}", "failed", ""),
        ("{{ failed() or timed_out() }}", "failed or timed out", ""),
        ("{{ not succeeded() }}", "not succeeded", ""),
        ("{{ cancelled() }}", "cancelled", ""),
        ("{{ succeeded() or failed() }}", "succeeded or failed", ""),
        ("{{ true }}", "", ""),
        ("{{ false }}", "never", ""),
        ("{{ result().x > 3 }}", "", "result().x > 3"),
        ("{{ succeeded() and result().x > 3 }}", "", "result().x > 3"),
        ("{{ succeeded() and not x }}", "", "not x"),
        ("{{ succeeded() and x and (y or z) }}", "", "x and (y or z)"),
        ("{{ succeeded() and (y or z) }}", "", "y or z"),
        ("{{ failed() and x }}", "failed", "x"),
        ("{{ (succeeded() or failed()) and x }}", "succeeded or failed", "x"),
        ("{{ broken", "", "{{ broken"),
        ("x > 3", "", "x > 3"),
    ],
)
def test_a_condition_in_few_words(when: str, ended: str, test: str) -> None:
    (arrow,) = arrows(f"{{next: [{{when: '{when}', do: b}}]}}")
    assert (arrow.ended, arrow.test) == (ended, test)
    both = f"{ended}: {test}" if ended and test and arrow.outcome != "any" else ""
    assert arrow.caption == (both or test or ended)


def test_the_keys_of_a_task_tell_outcomes() -> None:
    told = arrows(
        "{on_success: b, on_failure: b, on_timeout: b, on_complete: b,"
        " decision: [{when: '{{ x }}', next: b}, {default: true, next: c}]}"
    )
    assert [each.caption for each in told] == ["", "failed", "timed out", "", "x", "otherwise"]
    assert told[-1].condition == "not (x)"


def test_a_list_of_conditions_below_an_outcome() -> None:
    (arrow,) = arrows("{on_failure: [{when: '{{ x or y }}', do: b}]}")
    assert (arrow.ended, arrow.test) == ("failed", "x or y")
