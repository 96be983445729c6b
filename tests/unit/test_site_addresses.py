"""Addresses: safe, distinct, and links between them that lead where they should."""

from __future__ import annotations

import posixpath
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.addresses import relative, root, slug

NAMES = st.text(max_size=120) | st.from_regex(r"[a-zA-Z0-9._~-]{1,90}", fullmatch=True)
PAGES = st.lists(st.from_regex(r"[a-z]{1,3}", fullmatch=True), min_size=1, max_size=5).map("/".join)

SAFE = re.compile(r"[a-z0-9_-][a-z0-9._~-]*")


@given(NAMES)
@example("index")
@example("con")
@example("..")
@example("a/b")
@example("\ud800")
@example("nul.txt")
@example("x" * 300)
def test_a_slug_is_a_safe_file_name(name: str) -> None:
    made = slug(name)
    assert SAFE.fullmatch(made)
    assert not made.endswith(".")
    assert len(made) <= 80
    assert made.partition(".")[0] not in {"con", "nul", "aux", "prn", "index", "404"}


@given(NAMES, NAMES)
@example("A", "a")
@example("a.b", "a/b")
@example("é", "e\u0301")
def test_slugs_of_different_names_differ_even_without_case(one: str, other: str) -> None:
    if one != other:
        assert slug(one).casefold() != slug(other).casefold()


@given(NAMES)
def test_a_slug_depends_on_its_name_alone(name: str) -> None:
    assert slug(name) == slug(str(name))


@pytest.mark.parametrize("name", ["ec2_start", "a.b", "harbour.berths", "x-1", "1.2.3"])
def test_a_plain_name_is_its_own_slug(name: str) -> None:
    assert slug(name) == name


def test_a_stranger_cannot_take_the_slug_of_another_name() -> None:
    assert slug(slug("A B")) != slug("A B")


@given(PAGES, PAGES)
def test_a_relative_link_leads_to_its_target(target: str, page: str) -> None:
    link = relative(target, page)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), link)) == target


def test_a_relative_link_keeps_its_fragment() -> None:
    link = relative("packs/a/actions/b.html#param-c", "packs/a/index.html")
    assert link == "actions/b.html#param-c"


@given(PAGES)
def test_the_root_is_as_many_steps_up_as_the_page_is_deep(page: str) -> None:
    assert root(page) + addresses.HOME == relative(addresses.HOME, page)


def test_versions_and_parts_of_a_pack_lie_below_its_folder() -> None:
    folder = addresses.pack_folder("aws")
    for page in (
        addresses.pack_page("aws"),
        addresses.pack_page("aws", "1.0.0"),
        addresses.pack_part("aws", "changelog"),
        addresses.component_page("aws", "permission_set", "reader"),
        addresses.differences_page("aws", "1.0.0", "2.0.0"),
    ):
        assert page.startswith(folder)
        assert page.endswith(".html")


@given(st.text(max_size=40))
def test_an_anchor_is_an_id_that_needs_no_escaping(name: str) -> None:
    assert re.fullmatch(r"param-[a-z0-9._~-]+", addresses.anchor("param", name))
