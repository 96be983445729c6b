"""The search index, and the search that a browser does in it: here under node."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import playwright
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from site_cards import component_card, pack_card, registry

from attune_packkit import resources
from attune_packkit.config import Settings
from attune_packkit.session import Session
from attune_packkit.sitegen.search.files import FOLDER, SEARCHED, search_files
from attune_packkit.sitegen.search.postings import (
    MAX_SHARD,
    MOST_PAGES,
    NAME,
    PAGE_UNIT,
    TEXT,
    Postings,
    SearchPage,
    shards,
    steps,
)
from attune_packkit.sitegen.search.words import (
    MAX_WORD,
    compounds,
    file_name,
    joined,
    telling,
    words,
)

RUNNER = Path(__file__).parents[1] / "support" / "search_under_node.js"
FIRST_HIT = 250_000
"""Bytes, not compressed, that the first query of a visitor may fetch at 50,000 components."""

TEXTS = {
    "ec2_startInstance": ["ec2", "start", "instance"],
    "aws.ec2_start": ["aws", "ec2", "start"],
    "HTTPServer v2": ["httpserver", "v2"],
    "Größe, señor & Ångström": ["grosse", "senor", "angstrom"],
    "ﬁle ２": ["file", "2"],
    "हिन्दी भाषा": ["हिन्दी", "भाषा"],
    "获取实例 list": ["获", "取", "实", "例", "list"],
    "・カタカナ": ["カ", "タ", "カ", "ナ"],
    "ΟΔΟΣ Σ": ["οδος", "σ"],
    "<img src=x onerror=alert(1)>": ["img", "src", "x", "onerror", "alert", "1"],
    "__proto__ constructor": ["proto", "constructor"],
    "😀 👩‍💻 tick✓": ["tick"],
    "𝔊𝔯𝔢𝔞𝔱": ["great"],
    "𐐀" * 50: ["𐐨" * MAX_WORD],
    "x" * 50: ["x" * MAX_WORD],
    "": [],
}


@dataclass(frozen=True)
class Answer:
    """What a search gave: refs, the words it guessed, and the bytes it fetched."""

    refs: list[str]
    total: int
    guessed: list[str]
    partly: bool
    fetched: int


class Site:
    """A folder with a search index and the scripts to search it."""

    def __init__(self, folder: Path, files: Iterator[tuple[str, bytes]]) -> None:
        self.folder = folder
        (folder / FOLDER).mkdir()
        for address, data in files:
            (folder / address).write_bytes(data)

    def call(self, *calls: Sequence[Any]) -> list[Any]:
        return under_node(self.folder, *calls)

    def search(self, *queries: str, most: int = 8) -> list[Answer]:
        """Ask one query after the other, as one visitor does."""
        script = """async (text, most) => {
            const answer = await find(text);
            return {...answer, pages: await pagesOf(answer.found.slice(0, most))};
        }"""
        return [
            Answer(
                [page[1] for page in each["result"]["pages"]],
                len(each["result"]["found"]),
                each["result"]["guessed"],
                each["result"]["partly"],
                sum(size for _, size in each["fetched"]),
            )
            for each in self.call(*((script, query, most) for query in queries))
        ]

    def refs(self, query: str) -> list[str]:
        return self.search(query)[0].refs


def _node() -> str:
    """Return the path of node: the one of this machine, or else the one inside of Playwright."""
    return shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")


def under_node(folder: Path, *calls: Sequence[Any]) -> list[Any]:
    found = subprocess.run(
        [_node(), str(RUNNER), str(resources.data("site/assets")), str(folder)],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    answers: list[Any] = json.loads(found.stdout)
    return answers


CARDS = (
    pack_card(
        "aws",
        (
            component_card("aws", "ec2_start", about="Start an instance.", tags=("compute",)),
            component_card("aws", "ec2_start_all", about="Start every instance of a group."),
            component_card("aws", "ec2_stop", about="Stop an instance."),
            component_card("aws", "s3_put", parameters=("storage_class", "bucket")),
            component_card("aws", "nightly_stop", kind="workflow", about="Stops what idles."),
            component_card("aws", "instance_lost", kind="trigger"),
        ),
        label="Amazon Web Services",
    ),
    pack_card(
        "chat",
        (
            component_card("chat", "page_oncall", about="Page whoever is on duty, by PagerDuty."),
            component_card("chat", "postMessage", tags=("machine learning", "messaging")),
            component_card("chat", "grüße", label="Grüße senden"),
            component_card("chat", "list", label="获取实例列表"),
            component_card("chat", "tell_oncall", kind="rule"),
            component_card("chat", "sparing", kind="policy"),
        ),
        about="Sends messages to channels of the company chat.",
    ),
    pack_card("chatter"),
)


@pytest.fixture(scope="module")
def built_in_checks() -> list[tuple[str, str]]:
    return [(each.id, each.summary) for each in list(Session(Settings()).checks.values())[:40]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, built_in_checks: list[tuple[str, str]]) -> Site:
    return Site(tmp_path_factory.mktemp("search"), search_files(CARDS, built_in_checks))


@pytest.mark.parametrize("text", TEXTS)
def test_text_becomes_words(text: str) -> None:
    assert list(words(text)) == TEXTS[text]


def test_text_becomes_the_same_words_in_the_browser(tmp_path: Path) -> None:
    answers = under_node(tmp_path, *(["wordsOf", text] for text in TEXTS))
    assert [each["result"] for each in answers] == list(TEXTS.values())


@settings(max_examples=8)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"])), min_size=50))
def test_any_text_becomes_the_same_words_in_the_browser(texts: list[str]) -> None:
    answers = under_node(Path(), *(["wordsOf", text] for text in texts))
    for text, answer in zip(texts, answers, strict=True):
        assert answer["result"] == list(words(text)), [unicodedata.name(c, c) for c in text]


def test_what_tells_nothing_is_left_out() -> None:
    assert telling("How to start the instance of a group", 2) == ["start", "instance"]


def test_a_name_is_also_one_word() -> None:
    assert joined("ec2_start-all") == "ec2startall"


def test_a_shard_is_a_safe_file_name() -> None:
    assert file_name("ec") == "s-ec.js"
    assert file_name("é/") == "s-~e9~2f.js"


def test_a_word_that_capitals_divide_is_also_one_word() -> None:
    assert compounds("PowerShell on GitHub, e.g. HTTPServer or AI") == [
        "powershell",
        "github",
    ]


def test_of_a_word_on_very_many_pages_those_are_listed_that_it_names() -> None:
    index = Postings({"start": [], "rare": [TEXT]})
    for number in range(MOST_PAGES):
        index.of["start"].append(number * PAGE_UNIT + TEXT)
    index.of["start"].append(MOST_PAGES * PAGE_UNIT + NAME)
    assert index.cut() == ["start"]
    assert len(index.of["start"]) == MOST_PAGES
    assert index.of["start"][-1] == MOST_PAGES * PAGE_UNIT + NAME
    assert index.of["rare"] == [TEXT]


def test_large_shards_are_split_and_hold_every_word() -> None:
    numbers = list(range(2_000))
    index = dict.fromkeys(("a", "ab", "abc", "abcdefgh", "abd", "b"), numbers)
    parts = shards(index)
    assert list(parts) == ["a", "ab", "abc", "abd", "b"]
    assert {word: found for part in parts.values() for word, found in part.items()} == index


def test_one_word_on_very_many_pages_is_one_shard() -> None:
    assert list(shards({"instances": list(range(MAX_SHARD))})) == ["instan"]


def test_an_index_of_nothing_has_files() -> None:
    assert dict(search_files([]))["search/words.js"] == b'packkit.search("words","")\n'


def test_rising_numbers_are_written_as_steps() -> None:
    assert steps([3, 10, 11]) == [3, 7, 1]


@pytest.mark.parametrize(
    ("query", "first"),
    {
        "aws.ec2_start": "aws.ec2_start",
        "ec2 start": "aws.ec2_start",
        "ec2-start": "aws.ec2_start",
        "ec2start": "aws.ec2_start",
        "EC2 Start": "aws.ec2_start",
        "aws": "aws",
        "amazon": "aws",
        "on-call page": "chat.page_oncall",
        "page on call": "chat.page_oncall",
        "post message": "chat.postMessage",
        "messages": "chat.postMessage",
        "grusse": "chat.grüße",
        "grüße": "chat.grüße",
        "Grü": "chat.grüße",
        "实例": "chat.list",
        "storage class": "aws.s3_put",
        "nightly workflow": "aws.nightly_stop",
        "workflows of aws": "aws.nightly_stop",
        "how do I stop an instance?": "aws.ec2_stop",
        "stopping": "aws.ec2_stop",
        "halt an instance": "aws.ec2_stop",
        "pagerduty": "chat.page_oncall",
        "PagerDuty": "chat.page_oncall",
    }.items(),
)
def test_a_strangers_query_finds(site: Site, query: str, first: str) -> None:
    assert site.refs(query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "guessed", "first"),
    [
        ("instnace", "instance", "aws.instance_lost"),
        ("nistance", "instance", "aws.instance_lost"),
        ("instanze lost", "instance", "aws.instance_lost"),
        ("mesages", "messages", "chat.postMessage"),
        ("amazn", "amazon", "aws"),
        ("nigthl", "nightly", "aws.nightly_stop"),
    ],
)
def test_a_misspelt_word_is_taken_for_a_near_one(
    site: Site, query: str, guessed: str, first: str
) -> None:
    (answer,) = site.search(query)
    assert answer.refs[:1] == [first]
    assert guessed in answer.guessed


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("pack:chatter", ["chatter"]),
        ("pack:chater", ["chatter"]),
        ("kind:workflow", ["aws.nightly_stop"]),
        ("KIND:Workflows", ["aws.nightly_stop"]),
        ("kind:policies", ["chat.sparing"]),
        ("kind:wor", ["aws.nightly_stop"]),
        ("kind:action pack:aws stop", ["aws.ec2_stop"]),
        ("pack:aws kind:trigger", ["aws.instance_lost"]),
        ("tag:compute", ["aws.ec2_start"]),
        ('tag:"machine learning"', ["chat.postMessage"]),
        ("tag:start", []),
        ("kind:nothing", []),
        ("pack:nowhere", []),
        ("kind: pack:", []),
        ("oncall kind:rule", ["chat.tell_oncall"]),
    ],
)
def test_fields_narrow_a_search(site: Site, query: str, refs: list[str]) -> None:
    assert site.refs(query) == refs


def test_checks_are_found_by_their_code(site: Site, built_in_checks: list[tuple[str, str]]) -> None:
    code = built_in_checks[0][0]
    assert site.refs(code)[0] == code
    assert SEARCHED[-1] == "check"


def test_the_manual_is_found_behind_what_packs_have(tmp_path: Path) -> None:
    """A check or a text of the manual comes first only if all of its name was asked for."""
    address = "manual/starting.html#stop"
    manual = SearchPage("manual", "manual/starting", "Stop it", "", "Stop it", "", address)
    site = Site(tmp_path, search_files(CARDS, (), [manual]))
    assert site.refs("stop")[-1] == "manual/starting"
    assert site.refs("stop it")[0] == "manual/starting"
    assert site.refs("kind:manual") == ["manual/starting"]


def test_where_no_page_has_all_words_those_with_some_are_shown(site: Site) -> None:
    (answer,) = site.search("kubernetes message")
    assert answer.partly
    assert answer.refs[0] == "chat.postMessage"


def test_checks_come_last_among_pages_with_some_words(site: Site) -> None:
    (answer,) = site.search("kubernetes action message")
    assert answer.partly
    codes = [ref for ref in answer.refs if not ref.startswith(("aws", "chat"))]
    assert answer.refs[: len(answer.refs) - len(codes)] + codes == answer.refs


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    (answer,) = under_node(tmp_path, ["find", "aws"])
    assert answer["result"]["failed"]


@pytest.mark.parametrize(
    "query", ["", " ", '"', "pack:", "<img src=x onerror=alert(1)>", "__proto__"]
)
def test_w09_a_query_of_anything_is_only_text(site: Site, query: str) -> None:
    assert site.refs(query) == []


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Mapping[str, bytes]]:
    files = dict(search_files(registry(50_000)))
    return Site(tmp_path_factory.mktemp("large"), iter(files.items())), files


def test_fifty_thousand_components_fetch_little(large: tuple[Site, Mapping[str, bytes]]) -> None:
    site, files = large
    assert max(map(len, files.values())) < 120_000
    assert sum(map(len, files.values())) / 50_000 < 600
    for query in (
        "restart instance",
        "in",
        "kind:workflow snapshot",
        "instnace",
        "how to stop a pod",
    ):
        (answer,) = site.search(query)
        assert answer.total
        assert answer.fetched < FIRST_HIT, (query, answer.fetched)


def test_a_second_query_fetches_only_what_is_new(
    large: tuple[Site, Mapping[str, bytes]],
) -> None:
    site, _ = large
    first, again = site.search("volume", "volume")
    assert again.fetched == 0 < first.fetched


def test_the_index_grows_linearly(bytes_of: Callable[[int], int]) -> None:
    assert bytes_of(8_000) < 2.2 * bytes_of(4_000)


@pytest.fixture
def bytes_of() -> Callable[[int], int]:
    return lambda count: sum(len(data) for _, data in search_files(registry(count)))


def test_an_index_does_not_depend_on_hash_seeds() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/support');"
        "from site_cards import registry; from attune_packkit import digest;"
        "from attune_packkit.sitegen.search.files import search_files;"
        "print(digest.of_parts(list(map(list, search_files(registry(100))))))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
