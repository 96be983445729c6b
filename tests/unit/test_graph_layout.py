"""The layout of graphs: nothing overlaps, no line passes through a box or under a label."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_packkit.sitegen.graph.arrange import arrange
from attune_packkit.sitegen.graph.geometry import (
    LABEL_HEIGHT,
    Arrangement,
    Box,
    Line,
    Point,
    Stroke,
    TooLargeError,
)
from attune_packkit.sitegen.graph.layers import layers, returning
from attune_packkit.sitegen.graph.ports import spread

Rectangle = tuple[float, float, float, float]
STEPS = 12


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Box], list[Line]]:
    count = draw(st.integers(1, 14))
    boxes = [
        Box(draw(st.integers(40, 240)), draw(st.sampled_from([24, 44, 64, 200])))
        for _ in range(count)
    ]
    number = st.integers(0, count - 1)
    lines = draw(
        st.lists(
            st.builds(
                Line,
                number,
                number,
                st.sampled_from([0.0, 0.0, 35.0, 140.0]),
                st.sampled_from(["success", "failure"]),
                st.booleans(),
                st.integers(-1, 2),
            ),
            max_size=2 * count,
        )
    )
    return boxes, lines


def inside(box: Rectangle, point: Point) -> bool:
    left, top, right, bottom = box
    return left + 0.5 < point[0] < right - 0.5 and top + 0.5 < point[1] < bottom - 0.5


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return (
        one[0] < other[2] - 0.1
        and other[0] < one[2] - 0.1
        and one[1] < other[3] - 0.1
        and other[1] < one[3] - 0.1
    )


def points(stroke: Stroke) -> Iterator[Point]:
    """Yield points along a line, near enough to each other to notice a label."""
    at = (stroke[0][0], stroke[0][1])
    yield at
    for part in stroke[1:]:
        corners = [at, *((part[each], part[each + 1]) for each in range(0, len(part), 2))]
        length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(corners))
        steps = max(2, int(length / 4))
        for step in range(1, steps + 1):
            yield bezier(corners, step / steps)
        at = corners[-1]


def bezier(corners: list[Point], share: float) -> Point:
    while len(corners) > 1:
        corners = [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            for a, b in pairwise(corners)
        ]
    return corners[0]


def rectangles(found: Arrangement) -> list[Rectangle]:
    return [
        (x, y, x + size.width, y + size.height)
        for (x, y), size in zip(found.corners, found.sizes, strict=True)
    ]


def labels(found: Arrangement, lines: list[Line]) -> list[Rectangle]:
    """Return the places of the labels, a pixel smaller than their room above and below."""
    return [
        (
            route.label[0] - line.label / 2,
            route.label[1] - LABEL_HEIGHT / 2 + 1,
            route.label[0] + line.label / 2,
            route.label[1] + LABEL_HEIGHT / 2 - 1,
        )
        for route, line in zip(found.routes, lines, strict=True)
        if route.label
    ]


def assert_clear(boxes: list[Box], lines: list[Line]) -> Arrangement:
    found = arrange(boxes, lines)
    places, texts = rectangles(found), labels(found, lines)
    assert len(places) == len(boxes)
    assert len(found.routes) == len(lines)
    taken = [*places, *texts]
    assert not [pair for pair in combinations(taken, 2) if overlap(*pair)]
    for left, top, right, bottom in taken:
        assert left >= -0.01
        assert top >= -0.01
        assert right <= found.width + 0.01
        assert bottom <= found.height + 0.01
    for number, route in enumerate(found.routes):
        assert route.strokes
        for point in (each for stroke in route.strokes for each in points(stroke)):
            assert -0.01 <= point[0] <= found.width + 0.01
            for place in taken:
                assert not inside(place, point), (number, lines[number], point, place)
    assert_connected(found, lines)
    return found


def assert_connected(found: Arrangement, lines: list[Line]) -> None:
    places = rectangles(found)
    bundles = {(line.source, line.bundle) for line in lines if line.label}
    for line, route in zip(lines, found.routes, strict=True):
        start = route.strokes[0][0]
        at_source = on_border(places[line.source], (start[0], start[1]))
        assert at_source or (line.source, line.bundle) in bundles
        if line.label and at_source:
            assert route.label
        if route.head:
            assert on_border(places[line.target], (route.head.x, route.head.y))
        else:
            end = route.strokes[-1][-1][-2:]
            assert any(
                abs(point[0] - end[0]) < 4.1 and abs(point[1] - end[1]) < 4.1
                for other, another in zip(lines, found.routes, strict=True)
                if another is not route and other.target == line.target
                for stroke in another.strokes
                for point in points(stroke)
            )


def on_border(place: Rectangle, point: Point) -> bool:
    left, top, right, bottom = place
    across = left - 0.1 <= point[0] <= right + 0.1
    down = top - 0.1 <= point[1] <= bottom + 0.1
    on_side = min(abs(point[0] - left), abs(point[0] - right)) < 0.1
    on_edge = min(abs(point[1] - top), abs(point[1] - bottom)) < 0.1
    return across and down and (on_side or on_edge)


@settings(max_examples=250)
@given(graphs())
def test_nothing_is_in_the_way_of_anything(graph: tuple[list[Box], list[Line]]) -> None:
    assert_clear(*graph)


@settings(max_examples=30)
@given(graphs())
def test_the_same_graph_is_laid_out_the_same_way(graph: tuple[list[Box], list[Line]]) -> None:
    assert arrange(*graph) == arrange(*graph)


def test_a_chain_is_a_straight_column() -> None:
    boxes = [Box(100 + 10 * number, 44) for number in range(6)]
    found = assert_clear(boxes, [Line(number, number + 1, main=True) for number in range(5)])
    assert len({x + size.width / 2 for (x, _), size in zip(found.corners, boxes, strict=True)}) == 1
    assert all(len(stroke) == 2 for route in found.routes for stroke in route.strokes)


def test_the_main_way_is_straight_whatever_fails_beside_it() -> None:
    lines = [Line(number, number + 1, main=True) for number in range(5)]
    lines += [Line(number, 6, 34.0, "failure") for number in range(5)]
    found = assert_clear([Box(120, 44)] * 7, lines)
    assert len({x for x, _ in found.corners[:6]}) == 1
    assert [route.head is None for route in found.routes[5:]] == [False, True, True, True, False]


def test_a_fork_stands_over_the_middle_of_its_branches() -> None:
    lines = [Line(0, number, main=True) for number in (1, 2, 3)]
    found = assert_clear([Box(100, 44)] * 4, lines)
    assert found.corners[0][0] == found.corners[2][0]
    gaps = [found.corners[number + 1][0] - found.corners[number][0] for number in (1, 2)]
    assert gaps[0] == gaps[1]


def test_lines_that_lead_back_run_on_the_right_each_with_its_port() -> None:
    boxes = [Box(100, 44)] * 4
    lines = [Line(number, number + 1, main=True) for number in range(3)]
    lines += [Line(3, 0, 30.0), Line(2, 0), Line(3, 1, 30.0), Line(2, 2, 30.0)]
    found = assert_clear(boxes, lines)
    back = found.routes[3:]
    ends = [(route.head.x, route.head.y) for route in back if route.head]
    assert len(set(ends)) == 4
    assert all(route.head and route.head.points == "left" for route in back)
    right = max(x + size.width for (x, _), size in zip(found.corners, found.sizes, strict=True))
    for route in back[:3]:
        assert max(point[0] for stroke in route.strokes for point in points(stroke)) > right


def test_lines_with_one_condition_share_its_label() -> None:
    lines = [Line(0, number, 90.0, "success", bundle=7) for number in (1, 2)]
    found = assert_clear([Box(100, 44)] * 3, lines)
    assert [route.label is None for route in found.routes] == [False, True]


def test_every_cycle_is_broken() -> None:
    lines = [Line(0, 1), Line(1, 2), Line(2, 0), Line(2, 2), Line(2, 3)]
    assert returning(4, lines) == [False, False, True, True, False]
    assert returning(4, [*lines, Line(3, 2)]) == [False, False, True, True, False, True]
    assert layers(4, [lines[0], lines[1], lines[4]]) == [0, 1, 2, 3]


def test_ports_keep_their_order_and_their_distance() -> None:
    assert spread([(50.0, 1.0)], 0, 100) == [50.0]
    assert spread([(50.0, 1.0), (50.0, 1.0)], 0, 100) == [43.0, 57.0]
    assert spread([(-9.0, 1.0), (500.0, 1.0)], 0, 100) == [0.0, 100.0]
    crowded = spread([(0.0, 1.0)] * 11, 0, 100)
    assert crowded == [10.0 * number for number in range(11)]


def large(count: int) -> tuple[list[Box], list[Line]]:
    boxes = [Box(120, 44)] * count
    lines = [Line((number * 7) // 9, number, 30.0 * (number % 2)) for number in range(1, count)]
    lines += [Line(number, max(number - 9, 0)) for number in range(0, count, 20)]
    return boxes, [*lines, *(Line(number // 2, number) for number in range(3, count, 5))]


def test_five_hundred_boxes_take_less_than_a_second() -> None:
    graph = large(500)
    started = time.process_time()
    arrange(*graph)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "lines",
    [
        [Line(0, number % 9 + 1) for number in range(2_001)],
        [
            *(Line(number, number + 1) for number in range(299)),
            *(Line(number, 299, style=str(number)) for number in range(299)),
        ],
    ],
    ids=["lines", "steps"],
)
def test_what_nobody_could_follow_is_refused_at_once(lines: list[Line]) -> None:
    started = time.process_time()
    with pytest.raises(TooLargeError):
        arrange([Box(100, 44)] * 300, lines)
    assert time.process_time() - started < 0.2
