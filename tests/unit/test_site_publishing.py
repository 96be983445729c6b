"""Whole sites: the same bytes however they are built, and what becomes of packs with errors."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from fetching import LOOPBACK, entry_of, index_of
from folders import files as contents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from serving import Server

from attune_packkit import clock
from attune_packkit.checking.check import Check
from attune_packkit.config import Settings
from attune_packkit.errors import ExitCode, PluginError, UsageError
from attune_packkit.pipeline.publishing import Publication, SiteRequest, publish
from attune_packkit.pipeline.site.history import History
from attune_packkit.registry.sourcing import Sourcing
from attune_packkit.session import Session
from attune_packkit.sources.archives import write_archive
from attune_packkit.testing import BASE_PACK, write_pack

ACTION = "ref: {ref}\ndescription: {text}\nrunner_type: shell\nentry_point: run.sh\n"
RULE = "ref: {ref}\ntrigger_ref: {trigger}\naction_ref: {action}\n"


class Unchecked(Session):
    """A session without the three hundred pages of checks, which take longer than all others."""

    @cached_property
    def checks(self) -> dict[str, Check]:
        return {}


def manifest(ref: str, version: str = "1.0.0", more: str = "") -> str:
    head = f"ref: {ref}\nlabel: {ref.title()}\ndescription: Test\n"
    return f'{head}version: "{version}"\nlicense: MIT\n{more}'


def write(folder: Path, files: Mapping[str, str]) -> Path:
    write_pack(folder.parent, {f"@{folder.name}/{path}": text for path, text in files.items()})
    return folder


def parcels(folder: Path, version: str = "1.0.0", **files: str) -> Path:
    """Write a sound pack with an action and a script."""
    base = {**BASE_PACK, "pack.yaml": manifest("parcels", version), "actions/run.sh": "true\n"}
    weigh = {"actions/weigh.yaml": ACTION.format(ref="parcels.weigh", text="Weighs")}
    return write(folder, {**base, **weigh, **{k.replace("__", "/"): v for k, v in files.items()}})


def build(packs: Path, site: Path, *, cache: Path | None = None, **request: Any) -> Publication:
    chosen = Settings(
        autoload=False,
        cache=cache is not None,
        cache_dir=str(cache) if cache else "",
        jobs=request.pop("jobs", 1),
    )
    session = Unchecked(chosen) if not request.get("validate") else Session(chosen)
    request.setdefault("validate", False)
    return publish(session, SiteRequest((str(packs),), str(site), **request))


def text_of(site: Path, page: str) -> str:
    return (site / page).read_text(encoding="utf-8")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "packs"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def later() -> Iterator[None]:
    """Let all files be old enough for their times to be trusted."""
    real = clock.wall_nanoseconds
    with patch.object(clock, "wall_nanoseconds", lambda: real() + 60 * 10**9):
        yield


EXAMPLES = Path(__file__).parents[2] / "site" / "packs"


class TestSameness:
    def test_two_processes_give_the_same_bytes_as_one(self, tmp_path: Path) -> None:
        build(EXAMPLES, tmp_path / "one")
        build(EXAMPLES, tmp_path / "two", jobs=2)
        assert contents(tmp_path / "one") == contents(tmp_path / "two")

    def test_the_order_of_folders_does_not_show(self, tmp_path: Path) -> None:
        first = parcels(tmp_path / "a" / "x")
        other = write(tmp_path / "a" / "y", {**BASE_PACK, "pack.yaml": manifest("weather")})
        build(tmp_path / "a", tmp_path / "one")
        shutil.copytree(first, tmp_path / "b" / "2")
        shutil.copytree(other, tmp_path / "b" / "1")
        build(tmp_path / "b", tmp_path / "two")
        one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
        assert one == two

    def test_nothing_is_written_twice(self, packs: Path, site: Path) -> None:
        parcels(packs / "parcels")
        build(packs, site)
        times = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
        made = build(packs, site)
        assert made.written is not None
        assert made.written.written == 0
        assert {path: path.stat().st_mtime_ns for path in times} == times

    @pytest.mark.usefixtures("later")
    def test_unchanged_packs_are_not_even_read(self, packs: Path, site: Path, home: Path) -> None:
        parcels(packs / "parcels")
        build(packs, site, cache=home / "cache")
        before = contents(site)
        with patch("attune_packkit.pipeline.site.rendering.load", side_effect=AssertionError):
            build(packs, site, cache=home / "cache")
        assert contents(site) == before

    @pytest.mark.usefixtures("later")
    def test_an_edit_that_no_list_shows_leaves_lists_and_search_alone(
        self, packs: Path, site: Path, home: Path
    ) -> None:
        parcels(packs / "parcels")
        build(packs, site, cache=home / "cache")
        before = contents(site)
        action = packs / "parcels/actions/weigh.yaml"
        action.write_text(action.read_text() + "# Weighs in grams.\n")
        with patch("attune_packkit.sitegen.building.search_files", side_effect=AssertionError):
            build(packs, site, cache=home / "cache")
        after = contents(site)
        assert "grams" in text_of(site, "packs/parcels/actions/weigh.html")
        assert {each for each in after if each.startswith("search/")} == {
            each for each in before if each.startswith("search/")
        }

    @pytest.mark.usefixtures("later")
    def test_what_git_comes_to_know_is_no_old_news(
        self, packs: Path, site: Path, home: Path, tmp_path: Path
    ) -> None:
        parcels(packs / "parcels")
        for arguments in (("init", "-q"), ("add", ".")):
            subprocess.run(["git", *arguments], cwd=packs, check=True, capture_output=True)
        (packs / "parcels/actions/label.yaml").write_text(
            ACTION.format(ref="parcels.label", text="Labels")
        )
        build(packs, site, cache=home / "cache")
        subprocess.run(["git", "add", "."], cwd=packs, check=True, capture_output=True)
        build(packs, site, cache=home / "cache")
        build(packs, tmp_path / "clean")
        assert '"label"' in text_of(site, "index.json")
        assert contents(site) == contents(tmp_path / "clean")

    @pytest.mark.usefixtures("later")
    def test_a_page_that_somebody_changed_is_made_again(
        self, packs: Path, site: Path, home: Path
    ) -> None:
        parcels(packs / "parcels")
        build(packs, site, cache=home / "cache")
        before = contents(site)
        (site / "packs/parcels/index.html").write_text("defaced")
        (site / "packs/parcels/actions/weigh.html").unlink()
        build(packs, site, cache=home / "cache")
        assert contents(site) == before

    def test_the_time_of_the_build_is_the_one_that_is_said(
        self, packs: Path, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parcels(packs / "parcels")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
        build(packs, site)
        assert '"last_updated": "2001-09-09T01:46:40Z"' in text_of(site, "index.json")


NAMES = ("weigh", "label", "trace")
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("describe"), st.sampled_from(("a", "b")), st.text("xyz ", max_size=6)),
        st.tuples(st.just("add"), st.sampled_from(("a", "b")), st.sampled_from(NAMES)),
        st.tuples(st.just("drop"), st.sampled_from(("a", "b")), st.sampled_from(NAMES)),
        st.tuples(st.just("rule"), st.sampled_from(("a", "b")), st.sampled_from(NAMES)),
        st.tuples(st.just("tag"), st.sampled_from(("a", "b")), st.sampled_from(("x", "y"))),
        st.tuples(st.just("version"), st.sampled_from(("a", "b")), st.sampled_from("123")),
        st.tuples(st.just("readme"), st.sampled_from(("a", "b")), st.text("# ab\n", max_size=8)),
        st.tuples(st.just("remove"), st.just("b"), st.just("")),
    ),
    min_size=1,
    max_size=3,
)


def edit(packs: Path, what: str, pack: str, text: str) -> None:
    """Change something small about one of two packs."""
    folder, other = packs / pack, "b" if pack == "a" else "a"
    if what == "remove":
        shutil.rmtree(folder, ignore_errors=True)
    elif what == "drop":
        (folder / f"actions/{text}.yaml").unlink(missing_ok=True)
    else:
        files = {
            "describe": {"actions/run.yaml": ACTION.format(ref=f"{pack}.run", text=f"D{text}")},
            "add": {f"actions/{text}.yaml": ACTION.format(ref=f"{pack}.{text}", text=text)},
            "rule": {
                "rules/r.yaml": RULE.format(
                    ref=f"{pack}.r", trigger="x.y", action=f"{other}.{text}"
                )
            },
            "tag": {"pack.yaml": manifest(pack, more=f"tags: [{text}]\n")},
            "version": {"pack.yaml": manifest(pack, f"{text}.0.0")},
            "readme": {"README.md": text},
        }
        write(folder, {"pack.yaml": manifest(pack), **files[what]})


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(EDITS)
def test_an_incremental_build_is_a_clean_one_byte_for_byte(edits: list[Any]) -> None:
    real = clock.wall_nanoseconds
    with (
        tempfile.TemporaryDirectory() as name,
        patch.object(clock, "wall_nanoseconds", lambda: real() + 60 * 10**9),
    ):
        folder = Path(name)
        for pack in ("a", "b"):
            write(folder / "packs" / pack, {"pack.yaml": manifest(pack)})
        build(folder / "packs", folder / "site", cache=folder / "cache")
        for number, (what, pack, text) in enumerate(edits):
            edit(folder / "packs", what, pack, text)
            build(folder / "packs", folder / "site", cache=folder / "cache")
            build(folder / "packs", folder / f"clean{number}")
            assert contents(folder / "site") == contents(folder / f"clean{number}")


class TestPolicies:
    BROKEN = BASE_PACK["pack.yaml"] + "label: Twice\n"

    def test_fail_writes_nothing(self, packs: Path, site: Path) -> None:
        write(packs / "parcels", {**BASE_PACK, "pack.yaml": self.BROKEN})
        made = build(packs, site, validate=True)
        assert made.written is None
        assert made.result is not None
        assert made.result.exit_code is ExitCode.DIAGNOSTICS
        assert not site.exists()

    def test_mark_shows_the_errors(self, packs: Path, site: Path) -> None:
        write(packs / "parcels", {**BASE_PACK, "pack.yaml": self.BROKEN})
        made = build(packs, site, validate=True, policy="mark")
        assert made.marked == ("parcels",)
        page = text_of(site, "packs/parcels/index.html")
        assert "yaml.duplicate_key" in page
        assert 'href="manifest.html#L6"' in page
        assert "1 error" in text_of(site, "index.html")
        assert 'id="L6" class="error"' in text_of(site, "packs/parcels/manifest.html")

    def test_keep_stays_with_the_last_good_version(self, packs: Path, site: Path) -> None:
        good = {**BASE_PACK, "actions/run.sh": "true\n"}
        action = {"actions/weigh.yaml": ACTION.format(ref="parcels.weigh", text="Weighs well")}
        write(packs / "parcels", {**good, **action})
        other = {**BASE_PACK, "pack.yaml": manifest("weather")}
        write(packs / "weather", other)
        build(packs, site, validate=True, policy="keep")
        (packs / "parcels/actions/weigh.yaml").unlink()
        write(packs / "parcels", {"pack.yaml": self.BROKEN, "README.md": "# Broken\n"})
        made = build(packs, site, validate=True, policy="keep")
        assert (made.kept, made.marked) == (("parcels",), ())
        page = text_of(site, "packs/parcels/index.html")
        assert "the last version that had none" in page
        assert "Broken" not in page
        assert "Weighs well" in text_of(site, "packs/parcels/actions/weigh.html")
        assert '"parcels"' in text_of(site, "index.json")

    def test_of_a_checkout_only_what_git_knows_is_kept(self, packs: Path, site: Path) -> None:
        root = write(packs / "parcels", {**BASE_PACK, "actions/run.sh": "true\n"})
        for arguments in (("init", "-q"), ("add", ".")):
            subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
        (root / ".env").write_text("TOKEN=x")
        build(packs, site, validate=True, policy="keep")
        checksum = json.loads(text_of(site, "api/v1/packs/parcels/index.json"))
        index = json.loads(text_of(site, "index.json"))["packs"]
        write(root, {"pack.yaml": self.BROKEN})
        assert build(packs, site, validate=True, policy="keep").kept == ("parcels",)
        assert json.loads(text_of(site, "index.json"))["packs"] == index
        assert json.loads(text_of(site, "api/v1/packs/parcels/index.json")) == checksum

    def test_what_was_kept_and_is_damaged_is_told_of(self, packs: Path, site: Path) -> None:
        write(packs / "parcels", BASE_PACK)
        build(packs, site, validate=True, policy="keep")
        [archive] = (site / ".packkit-kept").iterdir()
        archive.write_bytes(archive.read_bytes()[:100])
        write(packs / "parcels", {"pack.yaml": self.BROKEN})
        made = build(packs, site, validate=True, policy="keep")
        assert (made.kept, made.marked) == ((), ("parcels",))
        assert any("what was kept of parcels is of no use" in note for note in made.notes)

    def test_keep_marks_what_was_never_good(self, packs: Path, site: Path) -> None:
        write(packs / "parcels", {**BASE_PACK, "pack.yaml": self.BROKEN})
        made = build(packs, site, validate=True, policy="keep")
        assert (made.kept, made.marked) == ((), ("parcels",))

    def test_two_packs_with_one_ref_and_version_do_not_overwrite_each_other(
        self, packs: Path, site: Path
    ) -> None:
        write(packs / "one", {**BASE_PACK, "README.md": "# First\n\nFirst.\n"})
        write(packs / "two", {**BASE_PACK, "README.md": "# Second\n\nSecond.\n"})
        made = build(packs, site)
        assert "First." in text_of(site, "packs/parcels/index.html")
        assert any("left out" in note for note in made.notes)
        assert build(packs, site / "checked", validate=True).written is None


class TestVersions:
    def test_older_versions_stand_beside_the_newest(self, packs: Path, site: Path) -> None:
        parcels(packs / "new", "2.0.0")
        old = ACTION.format(ref="parcels.label", text="Labels")
        parcels(packs / "old", "1.0.0", actions__label=old)
        (packs / "old/actions/label").rename(packs / "old/actions/label.yaml")
        build(packs, site)
        newest = text_of(site, "packs/parcels/index.html")
        assert 'href="versions/1.0.0/index.html"' in newest
        older = text_of(site, "packs/parcels/versions/1.0.0/index.html")
        assert "This is version 1.0.0." in older
        assert 'href="../../index.html">The newest is 2.0.0.</a>' in older
        assert (site / "packs/parcels/versions/1.0.0/actions/label.html").is_file()
        changes = text_of(site, "packs/parcels/changes/1.0.0..2.0.0.html")
        assert "parcels.label" in changes
        assert "Breaking" in changes

    def test_an_older_page_names_the_newest_as_canonical(self, packs: Path, site: Path) -> None:
        parcels(packs / "new", "2.0.0")
        parcels(packs / "old", "1.0.0")
        build(packs, site, base_url="https://example.org/")
        page = text_of(site, "packs/parcels/versions/1.0.0/actions/weigh.html")
        canonical = "https://example.org/packs/parcels/actions/weigh.html"
        assert f'<link rel="canonical" href="{canonical}">' in page

    def test_versions_come_from_git_tags(
        self, packs: Path, site: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = parcels(packs / "parcels", "1.0.0")
        for name in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{name}_NAME", "a")
            monkeypatch.setenv(f"GIT_{name}_EMAIL", "a@example.org")

        def git(*arguments: str) -> None:
            subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)

        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "one")
        git("tag", "v1.0.0")
        parcels(root, "1.1.0")
        git("commit", "-qam", "two")
        for _ in range(2):
            build(packs, site, history=History("v*"))
        assert (site / "packs/parcels/versions/1.0.0/index.html").is_file()
        assert '"version": "1.0.0"' in text_of(site, "index.versions.json")
        assert '"version": "1.0.0"' not in text_of(site, "index.json").replace(
            '\n  "version": "1.0"', ""
        )
        build(packs, site)
        assert not (site / "packs/parcels/versions").exists()


def test_other_sources_are_no_old_news(packs: Path, site: Path, tmp_path: Path) -> None:
    """What was remembered of a pack does not outlive the options that it came from."""
    parcels(packs / "parcels")
    cache = tmp_path / "cache"
    build(packs, site, cache=cache)
    sourcing = Sourcing("https://git.example.org/{ref}.git", "r{version}")
    build(packs, site, cache=cache, sourcing=sourcing)
    assert "git clone https://git.example.org/parcels.git" in text_of(
        site, "packs/parcels/index.html"
    )
    assert "https://git.example.org/parcels.git" in text_of(site, "index.json")


@pytest.mark.parametrize(
    "broken", [{"packs": [{}, 7]}, {"packs": [{"ref": "parcels"}]}, {"packs": 1}, {"version": 9}]
)
def test_an_index_of_the_site_that_somebody_broke_is_made_anew(
    packs: Path, site: Path, tmp_path: Path, broken: dict[str, Any]
) -> None:
    parcels(packs / "parcels")
    build(packs, site)
    index = json.loads(text_of(site, "index.json"))
    (site / "index.json").write_text(json.dumps(index | broken))
    build(packs, site)
    again = json.loads(text_of(site, "index.json"))
    assert again["packs"] == index["packs"]


@pytest.mark.loopback
def test_versions_come_from_an_index(packs: Path, site: Path, tmp_path: Path, web: Server) -> None:
    old = parcels(tmp_path / "old" / "parcels", "1.0.0")
    archive = tmp_path / "parcels-1.0.0.tar.gz"
    checksum = write_archive(str(old), str(archive), top="parcels")
    url = web.serve("/parcels-1.0.0.tar.gz", lambda handler: handler.reply(archive.read_bytes()))
    entry = {"type": "archive", "url": url, "checksum": checksum}
    index = tmp_path / "index.json"
    index.write_text(json.dumps(index_of(entry_of([entry]))))
    (parcels(packs / "parcels", "2.0.0") / "actions/weigh.yaml").unlink()
    session = Unchecked(replace(LOOPBACK, autoload=False, cache=False, jobs=1))
    history = History(index=str(index))
    request = SiteRequest((str(packs),), str(site), validate=False, history=history)
    for _ in range(2):
        publish(session, request)
    assert len(web.asked) == 1
    page = text_of(site, "packs/parcels/versions/1.0.0/index.html")
    assert "This is version 1.0.0." in page
    changes = text_of(site, "packs/parcels/changes/1.0.0..2.0.0.html")
    assert 'href="../versions/1.0.0/actions/weigh.html">Action parcels.weigh is gone' in changes


def test_what_an_index_says_against_versions_is_shown(
    packs: Path, site: Path, tmp_path: Path
) -> None:
    """A withdrawn version has a line but no page; the index of the site says the same."""
    parcels(packs / "parcels", "2.0.0")
    source = {"type": "archive", "url": "https://a.example/p.tgz", "checksum": f"sha256:{'0' * 64}"}
    entries = [
        entry_of([source], version="2.0.0", deprecated="Use <b>crates</b>."),
        entry_of([source], version="1.5.0", yanked="Loses parcels."),
    ]
    index = tmp_path / "index.json"
    index.write_text(json.dumps({**index_of(*entries), "version": "1.0+history"}))
    build(packs, site, history=History(index=str(index)))
    page = text_of(site, "packs/parcels/index.html")
    notice = "This version is deprecated: Use &lt;b&gt;crates&lt;/b&gt;."
    assert f'<p class="notice warn">{notice}</p>' in page
    assert notice in text_of(site, "packs/parcels/actions/weigh.html")
    assert '<span>1.5.0</span> <span class="state">withdrawn: Loses parcels.</span>' in page
    assert not (site / "packs/parcels/versions").exists()
    listed = json.loads(text_of(site, "index.versions.json"))["packs"]
    assert [each.get("yanked", "") for each in listed] == ["", "Loses parcels."]
    assert listed[0]["deprecated"] == "Use <b>crates</b>."


def test_a_text_that_is_too_large_to_be_read_is_told_of(packs: Path, site: Path) -> None:
    parcels(packs / "parcels", **{"README.md": "# Parcels\n" * 120_000})
    build(packs, site)
    page = text_of(site, "packs/parcels/index.html")
    assert "README.md is not shown: it is larger than 1 MiB or cannot be read." in page


def test_the_missing_page_knows_the_way_from_everywhere(packs: Path, site: Path) -> None:
    """A server shows it at any address, so links from the page itself would lead astray."""
    parcels(packs / "parcels")
    made = build(packs, site, base_url="https://packs.example/registry")
    page = text_of(site, "404.html")
    assert 'href="/registry/assets/site.css?' in page
    assert 'href="/registry/a-z/index.html"' in page
    assert made.written is not None
    assert made.written.dead_links == ()
    build(packs, site)
    assert 'href="a-z/index.html"' in text_of(site, "404.html")


def test_without_scripts_the_front_page_leads_to_other_orders(packs: Path, site: Path) -> None:
    parcels(packs / "parcels")
    build(packs, site)
    page = text_of(site, "index.html")
    for name in ("newest", "largest"):
        assert f'href="packs/{name}.html"' in page
        assert (site / "packs" / f"{name}.html").is_file()


def test_a_task_that_nothing_leads_to_names_its_diagnostic(packs: Path, site: Path) -> None:
    graph = """\
version: 1.0.0
tasks:
  - {name: first, action: parcels.weigh}
  - {name: here, action: parcels.weigh, next: [{do: [there]}]}
  - {name: there, action: parcels.weigh, next: [{do: [here]}]}
"""
    flow = "ref: parcels.send\nworkflow_file: workflows/send.workflow.yaml\n"
    parcels(
        packs / "parcels",
        **{"actions__send.yaml": flow, "actions__workflows__send.workflow.yaml": graph},
    )
    build(packs, site, validate=True, policy="mark")
    page = text_of(site, "packs/parcels/workflows/send.html")
    assert ">Never reached: workflow.unreachable_task</text>" in page


class TestThemes:
    def test_a_theme_replaces_templates_and_assets(
        self, packs: Path, site: Path, tmp_path: Path
    ) -> None:
        parcels(packs / "parcels")
        theme = tmp_path / "theme"
        (theme / "templates").mkdir(parents=True)
        (theme / "assets").mkdir()
        (theme / "assets/site.css").write_text("body { color: red }")
        (theme / "assets/logo.svg").write_text("<svg/>")
        (theme / "templates/text.html").write_text(
            '{% extends "layout.html" %}'
            "{% block main %}<p>{{ page.heading }} of ours</p>{% endblock %}"
        )
        build(packs, site, theme=str(theme))
        assert (site / "assets/site.css").read_text() == "body { color: red }"
        assert (site / "assets/logo.svg").is_file()
        assert "Manifest of ours" in text_of(site, "packs/parcels/manifest.html")
        assert "Weighs" in text_of(site, "packs/parcels/actions/weigh.html")

    def test_a_build_that_fails_leaves_the_site_as_it_was(
        self, packs: Path, site: Path, tmp_path: Path
    ) -> None:
        parcels(packs / "parcels")
        build(packs, site)
        before = contents(site)
        parcels(packs / "parcels", **{"README.md": "Quite new.\n"})
        templates = tmp_path / "theme" / "templates"
        templates.mkdir(parents=True)
        (templates / "search.html").write_text("{{ page.nothing }}")
        with pytest.raises(UsageError, match=r"search\.html"):
            build(packs, site, theme=str(tmp_path / "theme"))
        assert contents(site) == before
        assert not (site / ".packkit-new").exists()
        build(packs, site)
        assert "Quite new." in text_of(site, "packs/parcels/index.html")

    @pytest.mark.parametrize("text", ["{% block %}", "{{ page.nothing }}"])
    def test_a_fault_in_a_theme_is_the_users(
        self, packs: Path, site: Path, tmp_path: Path, text: str
    ) -> None:
        parcels(packs / "parcels")
        theme = tmp_path / "theme"
        (theme / "templates").mkdir(parents=True)
        (theme / "templates/pack.html").write_text(text)
        with pytest.raises(UsageError, match=r"theme.*pack\.html"):
            build(packs, site, theme=str(theme))

    def test_a_theme_that_is_none_is_refused(self, packs: Path, site: Path) -> None:
        parcels(packs / "parcels")
        with pytest.raises(UsageError, match="theme"):
            build(packs, site, theme=str(packs))


PLUGIN = """
from attune_packkit.api import hookimpl

class Owners:
    title = "Owners"
    path = {path!r}
    def render(self, site, page):
        return "<p>" + ", ".join(site.packs) + " " + site.url("pack", "parcels", page) + "</p>"
    def panel(self, pack, component):
        {panel}

@hookimpl
def packkit_site_pages():
    return [Owners()]
"""


class TestPlugins:
    def publish(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, plugin: str
    ) -> Path:
        (tmp_path / f"{name}.py").write_text(plugin)
        monkeypatch.syspath_prepend(str(tmp_path))
        parcels(tmp_path / "packs" / "parcels")
        session = Unchecked(Settings(autoload=False, cache=False, jobs=1, plugins=(name,)))
        site = tmp_path / "site"
        publish(session, SiteRequest((str(tmp_path / "packs"),), str(site), validate=False))
        return site

    def test_a_plugin_adds_a_page_and_panels(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        panel = "return '<p>Ask Ada</p>' if component is None else ''"
        plugin = PLUGIN.format(path="owners.html", panel=panel)
        site = self.publish(tmp_path, monkeypatch, "site_owners", plugin)
        assert "<p>parcels ../packs/parcels/index.html</p>" in text_of(site, "pages/owners.html")
        assert "Ask Ada" in text_of(site, "packs/parcels/index.html")
        assert "Ask Ada" not in text_of(site, "packs/parcels/actions/weigh.html")
        for page, url in (("index.html", ""), ("packs/parcels/index.html", "../../")):
            assert f'<a href="{url}pages/owners.html">Owners</a>' in text_of(site, page)

    @pytest.mark.parametrize(
        ("path", "panel", "words"),
        [
            ("../index.html", "return ''", "no path"),
            ("owners.html", "raise KeyError('gone')", "KeyError"),
        ],
    )
    def test_a_plugin_at_fault_is_named(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        path: str,
        panel: str,
        words: str,
    ) -> None:
        name = f"site_{re.sub('[^a-z]', '', words.lower())}"
        with pytest.raises(PluginError, match=words) as caught:
            self.publish(tmp_path, monkeypatch, name, PLUGIN.format(path=path, panel=panel))
        assert name in caught.value.message


CHECK = """
from attune_packkit.api import check, finding, hookimpl

@check("team.owner", severity="warning", layer="references", since="0.1")
def owner(pack):
    '''{summary}

    {why}

    Bad:
        ```yaml pack.yaml
        ref: parcels
        ```

    Good:
        ```yaml pack.yaml
        ref: mail
        ```
    '''
    yield from ()

@hookimpl
def packkit_checks():
    return [owner]
"""


@pytest.mark.usefixtures("later")
def test_what_a_plugin_tells_of_its_checks_is_no_old_news(
    tmp_path: Path, packs: Path, site: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Own(Session):
        """A session with the checks of plugins alone."""

        @cached_property
        def checks(self) -> dict[str, Check]:
            return {id: each for id, each in super().checks.items() if each.source != "packkit"}

    parcels(packs / "parcels")
    monkeypatch.syspath_prepend(str(tmp_path))
    for number, why in enumerate(("Somebody must know.", "Nobody knew.")):
        (tmp_path / f"team_{number}.py").write_text(CHECK.format(summary="No owner.", why=why))
        chosen = Settings(autoload=False, cache_dir=str(home), jobs=1, plugins=(f"team_{number}",))
        publish(Own(chosen), SiteRequest((str(packs),), str(site), validate=False))
        assert why in text_of(site, "checks/team.owner.html")


def test_no_link_of_the_example_site_is_dead(tmp_path: Path) -> None:
    made = build(EXAMPLES, tmp_path / "site", validate=True, manual=True, policy="mark")
    assert made.written is not None
    assert made.written.dead_links == ()


def test_the_first_page_is_light(tmp_path: Path) -> None:
    build(EXAMPLES, tmp_path / "site")
    page = text_of(tmp_path / "site", "index.html")
    loaded = re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', page)
    size = len(page.encode()) + sum(
        os.path.getsize(tmp_path / "site" / address.partition("?")[0]) for address in loaded
    )
    assert size <= 100 * 1024
