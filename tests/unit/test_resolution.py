"""One version of every pack is chosen where that is possible, and a conflict is told in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attune_packkit.dependencies.analysis import Need
from attune_packkit.dependencies.resolution import (
    Candidate,
    ConflictError,
    Resolution,
    TooHardError,
    resolve,
)

World = Mapping[str, Sequence[Candidate]]


def pack(title: str, *needs: str, origin: str = "index main") -> Candidate:
    ref, _, version = title.partition(" ")
    wanted = [each.partition("@") for each in needs]
    return Candidate(
        ref, version, tuple(Need(name, spec or "*", ref) for name, _, spec in wanted), origin
    )


def world(*candidates: Candidate) -> dict[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = {}
    for each in candidates:
        found.setdefault(each.ref, []).append(each)
    return found


def want(*texts: str) -> list[Need]:
    parts = [text.partition("@") for text in texts]
    return [Need(ref, constraint or "*", "") for ref, _, constraint in parts]


def finder(known: World) -> Callable[[str], Sequence[Candidate]]:
    return lambda ref: known.get(ref, ())


def chosen(known: World, *texts: str) -> list[str]:
    return [each.title for each in resolve(want(*texts), finder(known)).chosen]


def conflict(known: World, *texts: str) -> str:
    with pytest.raises(ConflictError) as error:
        resolve(want(*texts), finder(known))
    return str(error.value)


def test_what_is_needed_comes_first() -> None:
    known = world(pack("a 1.0.0", "b", "c"), pack("b 1.0.0", "c"), pack("c 1.0.0"))
    assert chosen(known, "a") == ["c 1.0.0", "b 1.0.0", "a 1.0.0"]


def test_the_first_candidate_that_fits_is_preferred() -> None:
    known = world(pack("a 1.0.0", "b@^1"), pack("b 2.0.0"), pack("b 1.5.0"), pack("b 1.4.0"))
    assert chosen(known, "a") == ["b 1.5.0", "a 1.0.0"]


def test_a_choice_is_taken_back_when_it_leads_nowhere() -> None:
    known = world(
        pack("a 2.0.0", "b@^2"), pack("a 1.0.0", "b@^1"), pack("c 1.0.0", "b@^1"),
        pack("b 2.0.0"), pack("b 1.0.0"),
    )  # fmt: skip
    assert chosen(known, "a", "c") == ["b 1.0.0", "a 1.0.0", "c 1.0.0"]


def test_nothing_that_nobody_needs_is_chosen() -> None:
    known = world(pack("a 1.0.0"), pack("b 1.0.0"))
    assert chosen(known, "a") == ["a 1.0.0"]
    assert chosen(known) == []


def test_packs_that_need_each_other_are_named() -> None:
    known = world(pack("a 1.0.0", "b"), pack("b 1.0.0", "a", "c"), pack("c 1.0.0"))
    found = resolve(want("a"), finder(known))
    assert [each.ref for each in found.chosen] == ["c", "a", "b"]
    assert found.cycles == (("a", "b"),)


def test_a_pack_may_name_itself() -> None:
    known = world(pack("a 1.0.0", "a@^1"))
    assert chosen(known, "a") == ["a 1.0.0"]


def test_a_conflict_says_who_wants_what_and_what_there_is() -> None:
    known = world(
        pack("parcels 3.2.0", "notify@^1.4"), pack("tariffs 1.8.2", "notify@>=2"),
        pack("notify 2.0.0"), pack("notify 1.4.0", origin="installed"),
    )  # fmt: skip
    assert conflict(known, "parcels", "tariffs") == (
        "no version of 'notify' suits: parcels 3.2.0 wants '^1.4', tariffs 1.8.2 wants '>=2';"
        " there is 2.0.0 (index main), 1.4.0 (installed)"
    )


def test_a_pack_that_nobody_has_is_named() -> None:
    known = world(pack("parcels 3.2.0", "notify@^1.4"))
    assert conflict(known, "parcels") == ("no pack 'notify' is known; parcels 3.2.0 wants '^1.4'")
    assert conflict(known, "wether") == "no pack 'wether' is known; you want any version"


def test_a_conflict_of_many_is_short() -> None:
    many = [pack(f"p{number} 1.0.0", f"x@{number}.0.0") for number in range(100)]
    versions = [pack(f"x {number}.0.0") for number in range(100)]
    assert len(conflict(world(*many, *versions), *(each.ref for each in many))) < 1500


def test_hostile_names_are_shown_escaped() -> None:
    known = world(Candidate("a", "1.0.0", (Need("\x1b[2J", "\x1b[31m", "a"),)))
    assert "\x1b" not in conflict(known, "a")


def test_a_malformed_constraint_allows_nothing() -> None:
    assert "suits" in conflict(world(pack("a 1.0.0")), "a@!!")


def test_a_version_that_is_none_satisfies_only_those_who_take_all() -> None:
    assert chosen(world(pack("a one")), "a") == ["a one"]
    assert "suits" in conflict(world(pack("a one")), "a@^1")


def test_a_long_chain_is_no_trouble() -> None:
    packs = [pack(f"p{number} 1.0.0", f"p{number + 1}") for number in range(1500)]
    started = time.process_time()
    order = chosen(world(*packs, pack("p1500 1.0.0")), "p0")
    assert order[0] == "p1500 1.0.0"
    assert len(order) == 1501
    assert time.process_time() - started < 15


def test_a_world_made_to_be_hard_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attune_packkit.dependencies.resolution.MAX_ROUNDS", 300)
    names = [f"p{number}" for number in range(12)]
    packs = []
    for at, name in enumerate(names):
        for version in range(6, 0, -1):
            needs = [f"{other}@!={version}" for other in names[:at]]
            packs.append(pack(f"{name} {version}.0.0", *(n.replace("!=", "<") for n in needs)))
    with pytest.raises((ConflictError, TooHardError)):
        resolve(want(*names, "p0@>=7"), finder(world(*packs)))
    with pytest.raises((ConflictError, TooHardError)):
        resolve(want(*names), finder(world(*packs)))


NAMES = "abcd"
VERSIONS = ("1.0.0", "1.1.0", "2.0.0")
CONSTRAINTS = ("*", "^1", "~1.1", ">=1.1", "<2", "2.0.0", ">2")
needs_of = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(CONSTRAINTS)),
    max_size=3,
    unique_by=lambda need: need[0],
)
worlds = st.dictionaries(
    st.sampled_from(NAMES), st.dictionaries(st.sampled_from(VERSIONS), needs_of, min_size=1)
)


def made(drawn: Mapping[str, Mapping[str, list[tuple[str, str]]]]) -> dict[str, list[Candidate]]:
    return {
        ref: [
            Candidate(ref, version, tuple(Need(*need, ref) for need in needs), "index")
            for version, needs in sorted(versions.items(), reverse=True)
        ]
        for ref, versions in drawn.items()
    }


def solutions(known: World, wanted: Sequence[Need]) -> Iterator[dict[str, Candidate]]:
    """Yield every choice of one version of some packs that leaves no wish open."""
    options = [[None, *candidates] for candidates in known.values()]
    for choice in product(*options):
        taken = {each.ref: each for each in choice if each is not None}
        wishes = [*wanted, *(need for each in taken.values() for need in each.needs)]
        if all(need.ref in taken and taken[need.ref].fits(need) for need in wishes):
            yield taken


def assert_sound(found: Resolution, wanted: Sequence[Need]) -> None:
    taken = {each.ref: each for each in found.chosen}
    assert len(taken) == len(found.chosen)
    reached: set[str] = set()
    pending = list(wanted)
    while pending:
        need = pending.pop()
        assert taken[need.ref].fits(need)
        if need.ref not in reached:
            reached.add(need.ref)
            pending += taken[need.ref].needs
    assert reached == taken.keys()
    knotted = {ref for cycle in found.cycles for ref in cycle}
    seen: set[str] = set()
    for each in found.chosen:
        seen.add(each.ref)
        assert all(need.ref in seen or need.ref in knotted for need in each.needs)


def test_what_was_tried_in_vain_and_needs_each_other_is_left_out() -> None:
    known = world(
        pack("b 2.0.0", "c@~1.1", "a@<2"), pack("b 1.1.0", "c@^1"), pack("b 1.0.0", "c@~1.1"),
        pack("d 2.0.0"), pack("d 1.0.0", "c", "a@>2", "b@~1.1"),
        pack("c 1.1.0", "b@<2", "a@<2", "d"), pack("a 1.1.0", "c"), pack("a 1.0.0", "b@<2"),
    )  # fmt: skip
    assert sorted(chosen(known, "b", "d")) == ["a 1.1.0", "b 1.1.0", "c 1.1.0", "d 2.0.0"]


def test_a_fixed_pack_is_chosen_and_never_another_of_its_ref() -> None:
    known = world(pack("a 1.0.0", "b"), pack("b 2.0.0"), pack("b 1.0.0", "c"), pack("c 1.0.0"))
    fixed = known["b"][1:]
    found = resolve(want("a"), finder(known), fixed)
    assert [each.title for each in found.chosen] == ["c 1.0.0", "b 1.0.0", "a 1.0.0"]
    with pytest.raises(ConflictError, match=r"a 1.0.0 wants '\^2'; there is 1.0.0 \(index main\)"):
        resolve(want("a"), finder(world(pack("a 1.0.0", "b@^2"), pack("c 1.0.0"))), fixed)
    with pytest.raises(ConflictError, match=r"no pack 'c' is known; b 1\.0\.0 wants any version"):
        resolve([], finder({}), fixed)


def test_many_fixed_packs_take_no_time() -> None:
    packs = [pack(f"p{at} 1.0.0", f"p{at // 2}", f"p{at // 3}@^1") for at in range(3000)]
    started = time.process_time()
    assert len(resolve([], finder({}), packs).chosen) == 3000
    assert time.process_time() - started < 5


@given(worlds, st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
@settings(max_examples=250)
def test_a_choice_is_found_exactly_if_there_is_one(
    drawn: Mapping[str, Mapping[str, list[tuple[str, str]]]], names: list[str]
) -> None:
    known = made(drawn)
    wanted = want(*names)
    possible = next(solutions(known, wanted), None)
    if possible is None:
        with pytest.raises(ConflictError, match="'"):
            resolve(wanted, finder(known))
        return
    found = resolve(wanted, finder(known))
    assert_sound(found, wanted)
    assert found == resolve(wanted, finder(known))


@given(worlds, st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
@settings(max_examples=150)
def test_fixing_a_pack_is_like_knowing_no_other_of_its_ref(
    drawn: Mapping[str, Mapping[str, list[tuple[str, str]]]], names: list[str]
) -> None:
    known = made(drawn)
    fixed = [known[name][-1] for name in names if name in known]
    narrowed = {**known, **{each.ref: [each] for each in fixed}}
    wanted = [*want(*names), *want(*(each.ref for each in fixed))]
    possible = next(solutions(narrowed, wanted), None)
    if possible is None:
        with pytest.raises(ConflictError):
            resolve(want(*names), finder(known), fixed)
        return
    found = resolve(want(*names), finder(known), fixed)
    assert_sound(found, wanted)
    assert {*fixed} <= {*found.chosen}
