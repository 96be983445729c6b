"""What the pages of packs and components must not leave out, repeat or give away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from attune_packkit import tree
from attune_packkit.model.pack import load
from attune_packkit.registry.index import InstallSource
from attune_packkit.sitegen import sanitising
from attune_packkit.sitegen.cards import make_card
from attune_packkit.sitegen.component_models import ComponentPage
from attune_packkit.sitegen.components import component_pages
from attune_packkit.sitegen.facts import MAX_LINES
from attune_packkit.sitegen.models import (
    ParameterRow,
    SiteFacts,
)
from attune_packkit.sitegen.packs import MAX_CHANGES, pack_page
from attune_packkit.sitegen.registry import SiteRegistry, View
from attune_packkit.sitegen.sources import PackSources, Published
from attune_packkit.testing import BASE_PACK, write_pack

EXAMPLES = Path(__file__).parents[2] / "site" / "packs"
MANIFEST = 'ref: parcels\nlabel: Parcels\nversion: "2.0.0"\n'


def made(folder: Path, files: dict[str, str], **published: object) -> PackSources:
    files = {**BASE_PACK, "pack.yaml": MANIFEST, **files}
    write_pack(folder, {f"@parcels/{path}": text for path, text in files.items()})
    return sources(folder / "parcels", **published)


def sources(folder: Path, **published: object) -> PackSources:
    pack = load(tree.walk(str(folder)))
    card = make_card(pack)
    view = View(SiteRegistry(SiteFacts("Test"), [card]), card)
    return PackSources(pack, Published(card, **published), view)  # type: ignore[arg-type]


def pages(found: PackSources) -> dict[str, ComponentPage]:
    return {page.ref: page for _, page in component_pages(found)}


def every(rows: tuple[ParameterRow, ...]) -> Iterator[ParameterRow]:
    for row in rows:
        yield row
        yield from every(row.more)


@pytest.mark.parametrize("folder", sorted(EXAMPLES.iterdir()), ids=lambda folder: folder.name)
def test_no_field_of_a_pack_is_without_a_type(folder: Path) -> None:
    found = sources(folder)
    tables = [pack_page(found).configuration]
    tables += [table for page in pages(found).values() for table in page.tables]
    rows = [row for table in tables for row in every(table.rows)]
    assert rows
    assert [row.path for row in rows if not row.type.strip()] == []
    assert len({row.anchor for row in tables[0].rows}) == len(tables[0].rows)


def test_a_runtime_has_one_name_however_it_is_written(tmp_path: Path) -> None:
    deps = "runtime_deps: [python3, core.python, Node.js, powershell-remoting, acme.scale, bash]\n"
    card = made(tmp_path, {"pack.yaml": BASE_PACK["pack.yaml"] + deps}).card
    assert card.runtimes == ("python", "nodejs", "powershell-remoting", "acme.scale", "shell")


class TestDetails:
    GRANTS = (
        "ref: parcels.clerk\nlabel: Clerk\ngrants:\n  - resource: actions\n    actions: [read]\n"
        "    password: Tr0ub4dor-and-3\n"
    )

    def test_nested_values_are_yaml_in_lines(self, tmp_path: Path) -> None:
        page = pages(made(tmp_path, {"permission_sets/clerk.yaml": self.GRANTS}))["parcels.clerk"]
        (fact,) = [fact for fact in page.facts if fact.name == "Grants"]
        lines = fact.block.striptags()
        assert lines.startswith("- resource: actions actions: - read")
        assert "Tr0ub4dor" not in fact.block

    def test_what_is_long_is_left_to_the_source(self, tmp_path: Path) -> None:
        grants = "ref: parcels.clerk\ngrants:\n" + "  - {resource: actions}\n" * 200
        page = pages(made(tmp_path, {"permission_sets/clerk.yaml": grants}))["parcels.clerk"]
        (fact,) = [fact for fact in page.facts if fact.name == "Grants"]
        assert fact.block.count("\n") == MAX_LINES
        assert "the rest stands in the source" in fact.block

    def test_a_mapping_of_plain_values_has_a_line_for_each(self, tmp_path: Path) -> None:
        policy = (
            "ref: parcels.one\naction_ref: parcels.weigh\n"
            "concurrency:\n  limit: 20000\n  parameters: [number, depot]\n"
        )
        page = pages(made(tmp_path, {"policies/one.yaml": policy}))["parcels.one"]
        found = {fact.name: fact.text for fact in page.facts}
        assert found["Concurrency: limit"] == "20,000"
        assert found["Concurrency: parameters"] == "number, depot"


class TestNeeds:
    def needs(self, folder: Path, files: dict[str, str]) -> dict[str, str]:
        return {fact.name: fact.text for fact in pack_page(made(folder, files)).needs}

    def test_packages_come_from_all_that_name_them(self, tmp_path: Path) -> None:
        found = self.needs(
            tmp_path,
            {
                "pack.yaml": MANIFEST + "meta: {python_dependencies: [httpx>=0.27]}\n",
                "requirements.txt": "# ours\nrich\n",
                "package.json": '{"dependencies": {"left-pad": "^1.3.0", "odd": 7}}',
            },
        )
        assert found["Python packages"] == "httpx>=0.27"
        assert found["requirements.txt"] == "rich"
        assert found["package.json"] == "left-pad@^1.3.0"

    def test_a_list_that_says_the_same_again_is_left_out(self, tmp_path: Path) -> None:
        manifest = MANIFEST + "meta: {python_dependencies: [httpx, rich]}\n"
        found = self.needs(tmp_path, {"pack.yaml": manifest, "requirements.txt": "httpx\nrich\n"})
        assert list(found) == ["Python packages"]

    @pytest.mark.parametrize("text", ["{", "[]", '{"dependencies": []}', "\x00"])
    def test_a_broken_list_is_none(self, tmp_path: Path, text: str) -> None:
        assert self.needs(tmp_path, {"package.json": text}) == {}

    def test_many_packages_are_counted(self, tmp_path: Path) -> None:
        lines = "\n".join(f"p{number}" for number in range(100))
        text = self.needs(tmp_path, {"requirements.txt": lines})["requirements.txt"]
        assert text.endswith("p59 and 40 more")


class TestChanges:
    @pytest.mark.parametrize(
        ("changelog", "released"),
        [
            ("## 2.0.0 - 2026-05-04\n\n## 1.0.0 - 2026-01-01\n", "2026-05-04"),
            ("## 3.0.0 - 2026-09-09\n\n## 2.0.0 (2026-05-04)\n", "2026-05-04"),
            ("## 1.0.0 - 2026-01-01\n", ""),
            ("## 2.0.0\n\n## 1.0.0 - 2026-01-01\n", ""),
            ("## May, 2026-05-04\n\n## January, 2026-01-01\n", "2026-05-04"),
            ("nothing\n", ""),
        ],
    )
    def test_the_day_is_that_of_the_version(
        self, tmp_path: Path, changelog: str, released: str
    ) -> None:
        assert made(tmp_path, {"CHANGELOG.md": changelog}).card.released == released

    def test_changes_without_a_day_are_shown(self, tmp_path: Path) -> None:
        page = pack_page(made(tmp_path, {"CHANGELOG.md": "## 2.0.0\n\n- faster\n"}))
        assert "faster" in page.changes
        assert page.changelog == ""

    def test_a_long_changelog_stands_on_its_own_page(self, tmp_path: Path) -> None:
        text = "## 2.0.0\n\n" + "- faster still\n" * 2_000
        page = pack_page(made(tmp_path, {"CHANGELOG.md": text}))
        assert len(page.changes) < 4 * MAX_CHANGES
        assert page.changelog == "changelog.html"


def test_an_archive_is_compared_with_its_checksum(tmp_path: Path) -> None:
    url = "https://example.org/a'b.tar.gz?x=1"
    source = InstallSource("archive", url, checksum=f"sha256:{'0' * 64}")
    page = pack_page(made(tmp_path, {}, sources=(source,)))
    (snippet,) = [each for each in page.install if each.title == "Archive"]
    fetch, compare = snippet.code.unescape().split("\n")
    assert fetch.startswith("curl -fsSL -o 'a'\"'\"'b.tar.gz' 'https://example.org/")
    assert compare == f"echo '{'0' * 64}  a'\"'\"'b.tar.gz' | sha256sum --check"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("may be **mixed**.", "may be <strong>mixed</strong>."),
        ("**a** **<b>**", "<strong>a</strong> <strong>&lt;b&gt;</strong>"),
        ("2**3 and 4**5", "2**3 and 4**5"),
        ("**kwargs and **args", "**kwargs and **args"),
        ("** a ** ****", "** a ** ****"),
    ],
)
def test_strong_words_are_strong(text: str, html: str) -> None:
    assert sanitising.inline(text) == html
