"""Markdown of packs: as GitHub shows it, fitted to a page, and without harm or leak."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from attune_packkit.sitegen import cmark
from attune_packkit.sitegen.changelog import releases
from attune_packkit.sitegen.link_policy import LinkPolicy, Picture, Rendered
from attune_packkit.sitegen.links import LinkCheck
from attune_packkit.sitegen.markdown import render, render_bytes
from attune_packkit.sitegen.repositories import file_address
from attune_packkit.sitegen.sanitising import inline, outside_link, paragraphs, visible, web_address

ROOT = Path(__file__).parents[2]
OUTSIDE = 'rel="noopener noreferrer nofollow"'


def html(text: str, **policy: object) -> str:
    return str(shown(text, **policy).html)


def shown(text: str, **policy: object) -> Rendered:
    return render(text, links=LinkPolicy(**policy))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("~~old~~ **new**", "<p><del>old</del> <strong>new</strong></p>"),
        ("<kbd>Ctrl</kbd> a<br>b", "<p><kbd>Ctrl</kbd> a<br>b</p>"),
        ("| a |\n|--:|\n| 1 |", '<div class="table" tabindex="0"><table class="rows">'),
        ("| a |\n|--:|\n| 1 |", '<td align="right">1</td>'),
        ("- [x] a\n- [ ] b", 'aria-label="done">☑</span> a'),
        ("- [x] a\n- [ ] b", 'aria-label="to do">☐</span> b'),
        ("```toml\na = 1\n```", '<code class="language-toml">a = 1\n</code></pre>'),
        ("```yaml\na: <b>\n```", '<i class="k">a</i>:<i class="s"> &lt;b&gt;</i>\n</code></pre>'),
        ("```sh\n# &lt;\n```", '<i class="c"># &amp;lt;</i>\n</code></pre>'),
        (
            "> [!WARNING]\n> Hot",
            '<blockquote class="alert alert-warning">\n<p class="alert-title">Warning',
        ),
        (
            "<details><summary>More</summary>\n\ntext\n</details>",
            "<summary>More</summary>\n<p>text",
        ),
        ("a[^1]\n\n[^1]: note", '<sup><a id="user-fnref-1" href="#user-fn-1">1</a></sup>'),
        ("a[^1]\n\n[^1]: note", '<section class="footnotes">'),
        ("see www.example.org", f'<a href="http://www.example.org" {OUTSIDE}>'),
        ('<p align="center">x</p>', '<p align="center">x</p>'),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3">'),
        ("{{ 7 * 7 }} ${{ x }} {% y %}", "{{ 7 * 7 }} ${{ x }} {% y %}"),
    ],
)
def test_what_real_readmes_use_survives(written: str, expected: str) -> None:
    assert expected in html(written)


def cells(text: str) -> list[str]:
    return re.findall(r"<td[^>]*>[^<]*", html(text))


def test_cells_of_a_table_say_their_column_where_there_are_several() -> None:
    head = "| Key | *Its* `default` | A & B |\n|---|--:|---|\n"
    assert cells(f"{head}| a | 1 | x |\n| b | 2 | y |\n\n{head}| c | | z |\n") == [
        "<td>a",
        '<td data-label="Its default" align="right">1',
        '<td data-label="A &amp; B">x',
        "<td>b",
        '<td data-label="Its default" align="right">2',
        '<td data-label="A &amp; B">y',
        "<td>c",
        '<td data-label="Its default" align="right">',
        '<td data-label="A &amp; B">z',
    ]
    assert cells("| Key | Meaning |\n|---|---|\n| a | b |\n") == ["<td>a", "<td>b"]


@pytest.mark.parametrize(
    "written",
    [
        "| a | | c |\n|--|--|--|\n| 1 | 2 | 3 |\n",
        "<table><tr><td>a</td><td>b</td><td>c</td></tr></table>",
        "<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>"
        '<tr><td colspan="2">1</td><td>2</td></tr></table>',
        "<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>"
        "<tr><td><table><tr><td>x</td></tr></table></td><td>1</td><td>2</td></tr></table>",
    ],
)
def test_a_table_that_is_not_plain_stays_one(written: str) -> None:
    assert "data-label" not in html(written)
    assert html(written).count('<div class="table" tabindex="0"><table') == html(written).count(
        "</table></div>"
    )


def test_a_label_reaches_no_attribute() -> None:
    row = "| <a href='https://x.example' title='<td onclick=alert(1) x'>a</a> | `<td>` | <td y |\n"
    found = html('| a | b" onclick=alert(1) | c |\n|--|--|--|\n' + row)
    assert re.findall(r"<(\w+)[^>]* onclick", re.sub(r'"[^"]*"', '""', found)) == []
    assert found.count("data-label") == 2


def test_headings_go_down_one_by_one_below_those_of_the_page() -> None:
    made = shown("# A\n\n#### B\n\n## C\n\n### D\n\n# E", level=3)
    assert [(each.level, each.text) for each in made.sections] == [
        (3, "A"), (4, "B"), (4, "C"), (5, "D"), (3, "E"),
    ]  # fmt: skip


def test_a_heading_has_the_anchor_that_github_gives_it() -> None:
    made = shown("## What's `new` in 2.0?\n\n## Set up\n\n## Set up\n\n## Über uns")
    anchors = [each.anchor for each in made.sections]
    assert anchors == ["user-whats-new-in-20", "user-set-up", "user-set-up-1", "user-über-uns"]


def test_the_title_is_left_to_the_page() -> None:
    made = shown("# AWS pack\n\n## Use", drop_title=True)
    assert made.title == "AWS pack"
    assert "AWS pack" not in made.html
    assert shown("Hello\n\n# Later", drop_title=True).title == ""


class TestLinks:
    policy: dict[str, object] = {  # noqa: RUF012
        "pages": {"actions/weigh.yaml": "actions/weigh.html", "CHANGELOG.md": "changelog.html"},
        "files": {"actions/weigh.yaml", "CHANGELOG.md", "docs/use.md", "lib/my file.py"},
        "repository": "https://github.com/larkline/parcels",
    }

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            ("actions/weigh.yaml", 'href="actions/weigh.html"'),
            ("./actions/../actions/weigh.yaml#L3", 'href="actions/weigh.html"'),
            ("/actions/weigh.yaml", 'href="actions/weigh.html"'),
            ("CHANGELOG.md#120", 'href="changelog.html#user-120"'),
            ("docs/use.md", 'href="https://github.com/larkline/parcels/blob/HEAD/docs/use.md"'),
            ("<lib/my file.py>", "blob/HEAD/lib/my%20file.py"),
            ("https://example.org/?a=1&b=2", f'href="https://example.org/?a=1&amp;b=2" {OUTSIDE}'),
            ("//example.org/x", f'href="https://example.org/x" {OUTSIDE}'),
            ("mailto:desk@example.org", 'href="mailto:desk@example.org"'),
        ],
    )
    def test_a_link_leads_where_it_can_be_followed(self, target: str, expected: str) -> None:
        made = shown(f"[words]({target})", **self.policy)
        assert expected in made.html
        assert made.dead_links == ()

    @pytest.mark.parametrize(
        ("target", "reason"),
        [
            ("docs/gone.md", "leads to nothing in this pack"),
            ("../../admin", "leads out of the pack"),
            ("..%2F..%2Fadmin", "leads out of the pack"),
            ("#nowhere", "leads to no heading of this text"),
        ],
    )
    def test_a_dead_link_is_text_and_told_of(self, target: str, reason: str) -> None:
        made = shown(f"[words]({target})", **self.policy)
        assert str(made.html) == "<p>words</p>\n"
        assert [tuple(each) for each in made.dead_links] == [(target, reason)]

    def test_without_a_known_forge_a_file_is_text(self) -> None:
        made = shown("[w](docs/use.md)", files={"docs/use.md"}, repository="https://example.org/r")
        assert str(made.html) == "<p>w</p>\n"

    def test_a_link_to_a_heading_below_works(self) -> None:
        text = "[a](#Set-Up) [b](#set-up)\n\n## Set up\n"
        assert html(text).count('href="#user-set-up"') == 2

    def test_an_anchor_of_the_text_itself_is_kept_apart(self) -> None:
        made = html('<a name="location"></a> <a id="location"></a> [x](#location)')
        assert '<a id="user-location"></a>' in made
        assert made.count(' id="user-location"') == 1
        assert 'href="#user-location"' in made


class TestPictures:
    def test_one_of_the_pack_is_shown_in_its_size(self) -> None:
        made = html(
            '![A](docs/a.png) <img src="docs/a.png" width="30" alt="B">',
            picture=lambda path: Picture("p/1.png", 60, 40) if path == "docs/a.png" else None,
        )
        assert '<img src="p/1.png" alt="A" width="60" height="40" loading="lazy">' in made
        assert '<img src="p/1.png" alt="B" width="30" height="20" loading="lazy">' in made

    def test_one_from_elsewhere_is_a_link(self) -> None:
        made = html("![Build](https://ci.example.org/x.svg)")
        assert f'<a class="picture" href="https://ci.example.org/x.svg" {OUTSIDE}>Build</a>' in made

    def test_one_in_a_link_is_the_words_of_the_link(self) -> None:
        made = html("[![Build](https://ci.example.org/x.svg)](https://ci.example.org)")
        link = f'<a href="https://ci.example.org" {OUTSIDE}>'
        assert f'{link}<span class="picture">Build</span></a>' in made


def test_a_long_text_is_cut_and_says_so() -> None:
    made = shown("word word\n" * 40_000)
    assert made.cut
    assert "longer than 256 KiB" in made.html
    assert len(made.html) < 300_000


def test_a_long_line_is_cut_too() -> None:
    assert html("x" * 1_000_000).count("x") > 262_000


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert "�" in render_bytes(b"\xef\xbb\xbfa \xff b", links=LinkPolicy()).html


def test_rendering_often_does_not_fill_the_memory() -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("needs /proc")
    text = (ROOT / "site" / "packs" / "parcels" / "README.md").read_text("utf-8") * 10

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    cmark.to_html(text)
    before = resident()
    for _ in range(200):
        cmark.to_html(text)
    assert resident() - before < 10_000_000


@pytest.mark.parametrize(
    "text",
    [
        "# a\n" * 60_000,
        "# a-1\n# a\n" * 20_000,
        "[a](b) " * 30_000,
        "![](a.png)" * 25_000,
        "<a href=x>" * 25_000,
        "<div>" * 50_000,
        "<b><p>" * 30_000,
        "`" * 250_000,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_time_is_proportional_to_the_text(text: str) -> None:
    started = time.process_time()
    shown(text)
    assert time.process_time() - started < 2


class TestDescriptions:
    def test_code_and_addresses_are_marked_up_and_nothing_else(self) -> None:
        made = inline("Runs `a<b` (see https://example.org/a_(b)). **No** <b>more</b>.")
        assert "<code>a&lt;b</code>" in made
        assert (
            f'<a href="https://example.org/a_(b)" {OUTSIDE}>https://example.org/a_(b)</a>)' in made
        )
        assert "<strong>No</strong> &lt;b&gt;more&lt;/b&gt;." in made

    def test_paragraphs_and_bullets(self) -> None:
        made = str(paragraphs("One\nline.\n\nTwo:\n- a\n  b\n- c"))
        assert made == "<p>One line.</p>\n<p>Two:</p>\n<ul><li>a b</li><li>c</li></ul>"

    def test_what_is_hidden_is_shown(self) -> None:
        assert visible("a\u202eb\x1b\u200b\ud800\n") == "a\\u202eb\\x1b\\u200b\\ud800\n"
        assert visible("naïve 👩\u200d💻 日本") == "naïve 👩\u200d💻 日本"

    def test_a_link_to_nowhere_is_text(self) -> None:
        assert outside_link("javascript:alert(1)", "<x>") == "&lt;x&gt;"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org/ü?q=a b", "https://example.org/%C3%BC?q=a%20b"),
        ("  HTTPS://example.org  ", "HTTPS://example.org"),
        ("//example.org", "https://example.org"),
        ("\\\\example.org\\x", "https://example.org/x"),
        ("https://user@example.org/", ""),
        ("ftp://example.org", ""),
        ("example.org", ""),
        ("http:example.org", ""),
        ("", ""),
    ],
)
def test_only_a_web_address_is_one(written: str, expected: str) -> None:
    assert web_address(written) == expected


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/a/b.git", "https://github.com/a/b/blob/HEAD/d/e"),
        (
            "https://github.com/a/b/tree/main/packs/x",
            "https://github.com/a/b/blob/main/packs/x/d/e",
        ),
        ("https://gitlab.example.org/a/b/", "https://gitlab.example.org/a/b/-/blob/HEAD/d/e"),
        ("https://example.org/a/b", ""),
        ("git@github.com:a/b.git", ""),
        ("", ""),
    ],
)
def test_where_a_file_of_a_repository_is(repository: str, expected: str) -> None:
    assert file_address(repository, "d/e") == expected


def test_the_releases_of_a_changelog() -> None:
    text = """# Changelog

## [Unreleased]

## [2.0.0](https://example.org/compare) (2026-03-30)

- Needs Node.js 20.

```
## 9.9.9 - 2020-01-01
```

## v1.0.0 - 2026-02-30
First.
"""
    found = releases(text)
    assert [(each.version, each.released) for each in found] == [
        ("2.0.0", "2026-03-30"),
        ("1.0.0", ""),
    ]
    assert found[0].text.startswith("- Needs Node.js 20.")
    assert "9.9.9" in found[0].text


def test_dead_links_of_a_built_site_are_found() -> None:
    files = {
        "index.html": '<a href="p/a.html#x">1</a> <a href="p/a.html#y">2</a> <a href="#top">3</a>',
        "p/a.html": '<b id="x"></b><a href="../style.css">4</a><a href="../p/">5</a>'
        '<a href="b.html">6</a>',
        "p/index.html": '<a href="https://example.org/">7</a><img src="no.png">'
        '<a href="a.html?q#x">8</a>',
    }
    check = LinkCheck(["style.css"])
    for address, html in files.items():
        check.add(address, html)
    assert [tuple(each)[:2] for each in check.dead()] == [
        ("index.html", "#top"),
        ("index.html", "p/a.html#y"),
        ("p/a.html", "p/b.html"),
        ("p/index.html", "p/no.png"),
    ]


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "site" / "packs").glob("*/*.md")),
    ids=lambda path: "/".join(path.parts[-2:]),
)
def test_the_texts_of_the_example_packs_are_sound(path: Path) -> None:
    files = {each.relative_to(path.parent).as_posix() for each in path.parent.rglob("*")}
    made = render_bytes(path.read_bytes(), links=LinkPolicy(files=files, drop_title=True))
    assert made.dead_links == ()
    assert not made.cut
    assert not re.search(r"<(script|style|iframe|form)|\son\w+=", str(made.html))
