"""Packs that act, hide or spill over on their pages: W01 to W16, W21 to W23, N07, N08, X11.

One registry is published, with a hostile pack and its harmless neighbour in it, and looked at from
outside. W17 to W20 are about reports: see test_reports.py.
"""

from __future__ import annotations

import json
import os
import re
import struct
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from attune_packkit.config import Settings
from attune_packkit.errors import UsageError
from attune_packkit.pipeline.publishing import Publication, SiteRequest, publish
from attune_packkit.session import Session
from attune_packkit.testing import BASE_PACK

from .built_site import MISSING, BuiltSite, Page, assert_harmless
from .conftest import Files, manifest, write

CANARY = "CANARY-7f3a"
MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>"
    '<iframe src="https://evil.example/"></iframe><base href="https://evil.example/">'
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">'
    '<form action="https://evil.example/"><input name=a></form><style>*{display:none}</style>'
)
QUOTES = "\"'`><b onclick=alert(1)> </code>&quot;&#34;"
TEMPLATES = "{{ 7*191 }} {% include 'x' %} ${{ github.token }} {# c #} <%= 7*191 %>"
SCHEMES = (
    "javascript:alert(1)",
    "JaVa&#9;script:alert(1)",
    "&#x01;javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "jav&NewLine;ascript:alert(1)",
    "feed:javascript:alert(1)",
    "file:///etc/passwd",
)


def quoted(text: str) -> str:
    return json.dumps(text)


def png(width: int, height: int, behind: bytes = b"") -> bytes:
    header = struct.pack(">I4sIIBBBBBI", 13, b"IHDR", width, height, 8, 2, 0, 0, 0, 0)
    pixels = struct.pack(">I4s4sI", 4, b"IDAT", b"\0\0\0\0", 0)
    return b"\x89PNG\r\n\x1a\n" + header + pixels + struct.pack(">I4sI", 0, b"IEND", 0) + behind


README = f"""
# Hostile {TEMPLATES}

{MARKUP}

{" ".join(f"[link {number}]({scheme})" for number, scheme in enumerate(SCHEMES))}
{" ".join(f'<a href="{scheme}">raw</a>' for scheme in SCHEMES)}
[other host](//evil.example/x) [backslashes](\\\\\\\\evil.example/x)
[admin](../../admin) [absolute](/etc/passwd) [encoded](%2e%2e/%2e%2e/{CANARY}.txt)
![other](https://evil.example/track.png) ![up](../../{CANARY}.png) ![dots](..%2f..%2f{CANARY}.png)
![polyglot](docs/polyglot.png) ![html](docs/html.png) ![huge](docs/huge.png) ![fine](docs/fine.png)
<a href="x" target="_blank" onclick="alert(1)" style="position:fixed;inset:0">t</a>
<a id="location"></a><a name="forms"></a><p id="__proto__">p</p>

# location

## forms

## __proto__

--8<-- "/etc/passwd"
--8<-- "../{CANARY}.txt"
{{% include "../{CANARY}.txt" %}}
!include ../{CANARY}.txt

```"><x onmouseover=alert(1)
code {QUOTES}
```

```yaml" onclick="alert(1)
code
```
"""

CHANGELOG = f"""# Changes

## 1.0.0 - 2026-01-31

- ]]> \x00\x08\x1b[31m\ufffe {MARKUP} {TEMPLATES} & <!-- -->
"""

ACTION = f"""
ref: hostile.weigh
label: {quoted("Weigh " + MARKUP)}
description: {quoted(MARKUP + " `" + QUOTES + "` https://evil.example/" + QUOTES + TEMPLATES)}
tags: [{quoted(QUOTES)}, {quoted(MARKUP)}, __proto__, constructor]
runner_type: shell
entry_point: {quoted("x" + QUOTES + ".sh")}
parameters:
  {quoted("a" + QUOTES)}:
    type: {quoted("string" + QUOTES)}
    description: {quoted(MARKUP + QUOTES)}
    default: {quoted("</script><script>alert(1)</script>" + QUOTES)}
    enum: [{quoted("]]>" + QUOTES)}, {quoted(MARKUP)}]
  location: {{type: string}}
  __proto__: {{type: object, properties: {{constructor: {{type: string}}}}}}
  {quoted(chr(10).join(["a", "b"]) + chr(0x202E) + "cba")}: {{type: string}}
"""

WORKFLOW = f"""
label: {quoted("Flow " + MARKUP)}
version: 1.0.0
tasks:
  - name: {quoted('a"] --> b; click a "javascript:alert(1)"' + MARKUP)}
    action: {quoted("hostile." + QUOTES)}
    next:
      - when: {quoted("{{ x == '</text><script>alert(1)</script>' }}" + QUOTES)}
        do: [{quoted("end" + QUOTES)}]
  - name: {quoted("end" + QUOTES)}
    action: hostile.weigh
    input: {{location: {quoted(MARKUP)}}}
"""

ICON = """<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 8 8" onload="alert(1)"><script>alert(1)</script>
<style>@import "https://evil.example/x.css";</style><foreignObject><iframe
 xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/></foreignObject>
<use xlink:href="https://evil.example/x.svg#a"/><image href="https://evil.example/x.png"/>
<a xlink:href="javascript:alert(1)"><path d="M0 0h8v8z" fill="url(https://evil.example/)"/></a>
<circle cx="4" cy="4" r="3" fill="#123456"/></svg>"""

PACK = f"""
ref: hostile
label: {quoted("Hostile " + MARKUP)}
description: {quoted(MARKUP + TEMPLATES + QUOTES)}
version: "1.0.0"
author: {quoted(MARKUP)}
license: {quoted("MIT" + QUOTES)}
homepage: "javascript:alert(1)"
repository: "JaVa\\tscript:alert(1)"
tags: [{quoted(QUOTES)}, location, {quoted(TEMPLATES)}]
meta: {{category: {quoted("../../" + QUOTES)}, documentation_url: "data:text/html,x"}}
conf_schema: {{ {quoted(QUOTES)}: {{type: string, default: {quoted(MARKUP)}}} }}
"""

NAMES = ["index", "search", "assets", "con", "404", "aux.x", "n" * 300, "a.b", "a/b", "A", "a",
         "../../../escape", "feed.xml", "index.html", "page~1", "é", "e\u0301", "x\ny"]  # fmt: skip

HOSTILE: dict[str, str | bytes] = {
    "pack.yaml": PACK,
    "README.md": README,
    "CHANGELOG.md": CHANGELOG,
    "LICENSE": MARKUP,
    "pack-icon.svg": ICON,
    "actions/weigh.yaml": ACTION,
    'actions/"><b onclick=alert(1)>.yaml': "label: File name\nrunner_type: shell\n",
    "actions/x.sh": "",
    "workflows/flow.yaml": WORKFLOW,
    "docs/polyglot.png": png(60, 40, b"<script>alert(1)</script>"),
    "docs/html.png": b"<html><script>alert(1)</script>",
    "docs/huge.png": png(50_000, 50_000),
    "docs/fine.png": png(30, 20),
    "mkdocs.yml": f"site_name: {CANARY}\nhooks: [evil.py]\n",
    "conf.py": f"open('{CANARY}', 'w')\n",
    "theme/layout.html": CANARY,
    "theme/templates/layout.html": CANARY,
    "templates/pack.html": CANARY,
    "templates/site/layout.html": CANARY,
    "assets/site.css": CANARY,
    **{
        f"actions/name{number}.yaml": (
            f"ref: {quoted('hostile.' + name)}\nlabel: N{number}\nrunner_type: shell\n"
        )
        for number, name in enumerate(NAMES)
    },
}
NEIGHBOUR: Files = {**BASE_PACK, "pack.yaml": manifest("neighbour")}
TEMPLATED: Files = {
    **BASE_PACK,
    "pack.yaml": manifest("templated")
    .replace("label: Parcels", f"label: {quoted(TEMPLATES)}")
    .replace("description: Weighs and sends parcels", f"description: {quoted(TEMPLATES)}"),
    "README.md": f"# Templated\n\n{TEMPLATES}\n",
}


def build(packs: Path, output: Path, **wishes: str) -> Publication:
    session = Session(Settings(autoload=False, cache=False, severity="info", jobs=1))
    base = wishes.get("base_url", "https://packs.example.org/r/")
    return publish(session, SiteRequest((str(packs),), str(output), base_url=base, policy="mark"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    root = tmp_path_factory.mktemp("registry")
    (root / f"{CANARY}.txt").write_text(CANARY)
    (root / f"{CANARY}.png").write_bytes(png(3, 3))
    write(root / "packs" / "hostile", HOSTILE)
    write(root / "packs" / "neighbour", NEIGHBOUR)
    write(root / "packs" / "templated", TEMPLATED)
    build(root / "packs", root / "site")
    assert not (root / "escape.html").exists()
    assert not list(root.glob("packs/**/" + CANARY))
    return BuiltSite(root / "site")


@pytest.fixture(scope="module")
def front(site: BuiltSite) -> Page:
    return site.pages["packs/hostile/index.html"]


def links(page: Page, text: str = "") -> list[str]:
    return [
        each.attributes["href"]
        for each in page.all("a")
        if "href" in each.attributes and text in "".join(each.text)
    ]


def test_w01_markup_of_a_pack_is_text_or_gone(site: BuiltSite) -> None:
    assert len(site.of("hostile")) > len(NAMES)
    for page in site.pages.values():
        assert_harmless(page)
    assert "<script>alert(1)</script>" in site.pages["packs/hostile/license.html"].text


def test_w02_only_web_addresses_are_links(site: BuiltSite, front: Page) -> None:
    assert links(front, "other host") == ["https://evil.example/x"]
    for page in site.pages.values():
        for each in page.elements:
            target = each.attributes.get("href", "")
            assert not re.search(r"(?i)script:|^(data|file|feed|vbscript):", target), page.address
    for number in range(len(SCHEMES)):
        assert not links(front, f"link {number}")
        assert f"link {number}" in front.text


def test_w03_addresses_of_the_manifest_are_no_links_and_are_told_of(
    site: BuiltSite, front: Page
) -> None:
    assert not [target for target in links(front) if target.startswith(("javascript", "data"))]
    found = [each for each in links(front) if each.endswith("checks/manifest.invalid_url.html")]
    assert len(found) == 3
    assert "checks/manifest.invalid_url.html" in site.files


def test_w04_data_ends_no_script(site: BuiltSite) -> None:
    api = {name: data for name, data in site.files.items() if name.startswith("api/")}
    assert len(api) > 10
    for name, data in api.items():
        assert not {*b"<>&"} & {*data}, name
        assert "\u2028" not in data.decode()
        json.loads(data)
    for page in site.pages.values():
        for script in page.all("script"):
            assert not "".join(script.text).strip()


def test_w05_no_text_leaves_its_context(site: BuiltSite) -> None:
    for page in site.pages.values():
        for each in page.elements:
            names = [*each.attributes]
            assert not [name for name in names if re.search(r"[\"'`<>=\s]", name)], names
            for name in ("id", "class", "href", "for", "aria-labelledby"):
                assert not re.search(r"[\"<>\n]", each.attributes.get(name, "")), each
    assert not [name for name in site.files if re.search(r"[^A-Za-z0-9_.~/-]", name)]
    action = site.pages["packs/hostile/actions/weigh.html"]
    assert f"a{QUOTES}" in action.text
    assert "\\u202e" in action.text


def test_w06_an_icon_is_shapes_in_an_img(site: BuiltSite, front: Page) -> None:
    (icon,) = [each for each in front.all("img") if "icon" in each.attributes.get("class", "")]
    name = os.path.normpath(os.path.join("packs/hostile", icon.attributes["src"]))
    drawn = ElementTree.fromstring(site.files[name])
    assert [each.tag.rpartition("}")[2] for each in drawn.iter()] == ["svg", "circle"]
    assert b"evil.example" not in site.files[name]
    assert b"onload" not in site.files[name]


@pytest.mark.parametrize(
    "icon",
    [
        '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10)
        )
        + ']><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&a9;</text></svg>',
        '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&a;</text></svg>',
    ],
    ids=["bomb", "xxe"],
)
def test_w06_an_icon_with_entities_is_replaced(tmp_path: Path, icon: str) -> None:
    write(tmp_path / "packs" / "hostile", {**BASE_PACK, "pack-icon.svg": icon})
    started = time.process_time()
    build(tmp_path / "packs", tmp_path / "site")
    assert time.process_time() - started < 5
    (name,) = [name for name in BuiltSite(tmp_path / "site").files if "/icons/" in name]
    assert b">Pa</text>" in (tmp_path / "site" / name).read_bytes()


def test_w07_a_picture_is_one_by_its_content(site: BuiltSite, front: Page) -> None:
    shown = {
        each.attributes["alt"]: each.attributes
        for each in front.all("img")
        if each.attributes.get("alt")
    }
    assert set(shown) == {"polyglot", "fine"}
    assert (shown["polyglot"]["width"], shown["polyglot"]["height"]) == ("60", "40")
    pictures = [data for name, data in site.files.items() if "/pictures/" in name]
    assert sorted(pictures) == sorted([png(60, 40), png(30, 20)])
    for name, data in site.files.items():
        if name.endswith((".png", ".jpg", ".gif", ".webp")):
            assert b"<script" not in data


def test_w08_ids_clobber_nothing(site: BuiltSite, front: Page) -> None:
    for page in site.of("hostile").values():
        assert not {"location", "forms", "__proto__", "constructor"} & set(page.ids)
        assert not [
            each for each in page.elements if each.attributes.get("name") in ("forms", "location")
        ]
    assert "user-location" in front.ids


def test_w09_search_text_is_data_and_nothing_puts_it_on_a_page_as_markup(site: BuiltSite) -> None:
    sinks = (b"innerHTML", b"outerHTML", b"insertAdjacentHTML", b"document.write", b"eval(",
             b"new Function", b"createContextualFragment", b"setHTMLUnsafe")  # fmt: skip
    for name, data in site.files.items():
        if name.startswith("assets/") and name.endswith(".js"):
            assert not [sink for sink in sinks if sink in data], name
        elif name.startswith("search/") and not name.endswith(".html"):
            assert not {*b"<>&"} & {*data}, name


def test_w10_no_link_leaves_the_site_unmarked_and_no_picture_comes_from_elsewhere(
    site: BuiltSite, front: Page
) -> None:
    assert not links(front, "admin")
    assert not links(front, "absolute")
    assert not links(front, "encoded")
    assert links(front, "other") == ["https://evil.example/x", "https://evil.example/track.png"]
    for name, page in site.pages.items():
        for each in page.elements:
            target = each.attributes.get("src", each.attributes.get("href", ""))
            if ":" not in target.partition("/")[0] and target:
                path = target.partition("#")[0].partition("?")[0]
                if name == MISSING:
                    path = path.removeprefix("/r/")
                resolved = os.path.normpath(os.path.join(os.path.dirname(name), path))
                assert not resolved.startswith(".."), (name, target)
                assert not path or resolved in site.files, (name, target)


@pytest.mark.parametrize(
    "text",
    [
        '```"><x\ncode\n```\n',
        "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + ("|" + "b|" * 10 + "\n") * 1_000,
        "x" * 1_000_000,
        "> " * 5_000 + "deep",
        "".join("  " * depth + "- a\n" for depth in range(480)),
        "<div>" * 50_000,
        "[" * 100_000,
        "*a_ " * 60_000,
    ],
    ids=["language", "columns", "line", "quotes", "lists", "elements", "brackets", "emphasis"],
)
def test_w11_an_intricate_text_is_bounded(tmp_path: Path, text: str) -> None:
    write(tmp_path / "packs" / "hostile", {**BASE_PACK, "README.md": text})
    started = time.process_time()
    build(tmp_path / "packs", tmp_path / "site")
    assert time.process_time() - started < 8
    page = (tmp_path / "site/packs/parcels/index.html").read_text()
    assert len(page) < 1_500_000
    assert "<x" not in page


def test_w12_nothing_is_included(site: BuiltSite) -> None:
    for name, data in site.files.items():
        assert b"root:x:0" not in data, name
        if not name.startswith("packs/hostile/"):
            continue
        assert CANARY.encode() + b"\n" not in data
    text = site.pages["packs/hostile/index.html"].text
    assert '--8<-- "/etc/passwd"' in text
    assert "!include ../" in text


def test_w13_the_pack_has_no_say_in_how_pages_look(site: BuiltSite, front: Page) -> None:
    assert CANARY.encode() not in site.files["assets/site.css"]
    for name, page in site.pages.items():
        if name not in ("packs/hostile/index.html", "packs/hostile/changelog.html"):
            assert CANARY not in page.html, name
    assert any(each.name == "main" for each in front.elements)


class TestW14:
    """An output folder that is not ours."""

    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        write(tmp_path / "packs" / "parcels", BASE_PACK)
        return tmp_path / "packs"

    def refused(self, packs: Path, output: Path) -> str:
        with pytest.raises(UsageError) as refusal:
            build(packs, output)
        return refusal.value.message

    def test_w14_the_root_is_refused(self, packs: Path) -> None:
        assert "root" in self.refused(packs, Path("/"))

    def test_w14_a_home_folder_is_refused(self, packs: Path, home: Path) -> None:
        assert "home" in self.refused(packs, home)

    @pytest.mark.parametrize("name", [".git", "pyproject.toml", "pack.yaml"])
    def test_w14_a_repository_is_refused(self, packs: Path, tmp_path: Path, name: str) -> None:
        (tmp_path / "work" / name).mkdir(parents=True)
        assert name in self.refused(packs, tmp_path / "work")
        assert [each.name for each in (tmp_path / "work").iterdir()] == [name]

    def test_w14_a_link_is_refused(self, packs: Path, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "linked").symlink_to(tmp_path / "real")
        assert "link" in self.refused(packs, tmp_path / "linked")
        assert not list((tmp_path / "real").iterdir())

    def test_w14_a_folder_of_somebody_else_is_refused_and_stays(
        self, packs: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "index.html").write_text("mine")
        assert "not empty" in self.refused(packs, tmp_path / "other")
        assert (tmp_path / "other" / "index.html").read_text() == "mine"

    def test_w14_what_others_put_into_our_folder_stays(self, packs: Path, tmp_path: Path) -> None:
        build(packs, tmp_path / "site")
        (tmp_path / "site" / "CNAME").write_text("packs.example.org")
        build(packs, tmp_path / "site")
        assert (tmp_path / "site" / "CNAME").read_text() == "packs.example.org"

    def test_w14_nothing_is_written_or_removed_through_a_link_inside(
        self, packs: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        build(packs, tmp_path / "site")
        pages = tmp_path / "site" / "packs" / "parcels"
        pages.rename(tmp_path / "gone")
        pages.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(UsageError, match="link"):
            build(packs, tmp_path / "site")
        assert not list((tmp_path / "elsewhere").iterdir())


def test_w15_no_page_overwrites_another_packs(tmp_path: Path) -> None:
    refs = ["a", "a.b", "a-b", "index.html", "assets", "page-2.json", "con", "a_b"]
    for number, ref in enumerate(refs):
        files = {
            **BASE_PACK,
            "pack.yaml": manifest(ref).replace("label: Parcels", f"label: L{number}"),
            "actions/b.yaml": f"ref: {ref}.b\nlabel: B{number}\nrunner_type: shell\n",
        }
        write(tmp_path / "packs" / f"p{number}", files)
    build(tmp_path / "packs", tmp_path / "site")
    site = BuiltSite(tmp_path / "site")
    assert len({name.lower() for name in site.files}) == len(site.files)
    titles = {"".join(h1.text) for page in site.pages.values() for h1 in page.all("h1")}
    for number in range(len(refs)):
        assert {f"L{number}", f"B{number}"} <= titles


def test_w16_feeds_and_sitemap_are_xml(site: BuiltSite) -> None:
    documents = {name: data for name, data in site.files.items() if name.endswith((".xml", ".svg"))}
    assert {"feed.xml", "sitemap.xml", "packs/hostile/feed.xml"} <= set(documents)
    assert "packs/hostile/badges/validation.svg" in documents
    for data in documents.values():
        ElementTree.fromstring(data)
    assert b"\\x1b[31m" in documents["packs/hostile/feed.xml"]


def test_w21_every_page_keeps_to_itself(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert_harmless(page)
    for name, data in site.files.items():
        if name.startswith("assets/") and name.endswith((".css", ".js")):
            assert not re.search(
                rb"url\(\s*[\"']?(?!data:|#)[a-z]+:|@import|https?://(?!www\.w3)", data
            ), name


def test_w22_a_graph_is_drawn_by_us(site: BuiltSite) -> None:
    flow = site.pages["packs/hostile/workflows/flow.html"]
    assert_harmless(flow)
    assert list(flow.all("svg"))
    assert "<script" not in "".join(re.findall(r"(?s)<svg.*?</svg>", flow.html))
    for each in flow.all("a", "use"):
        assert not each.attributes.get("href", "").startswith("javascript:")
    assert 'click a "javascript:alert(1)"' in flow.text


def test_w23_nothing_redirects_and_no_window_is_opened(site: BuiltSite) -> None:
    for name, page in site.pages.items():
        assert not [each for each in page.elements if "target" in each.attributes], name
        for each in page.all("a", "form", "link"):
            target = each.attributes.get("href", each.attributes.get("action", ""))
            assert not re.search(r"[?&](next|url|to|redirect)=(?!https?:)", target), name
        for meta in page.all("meta"):
            assert meta.attributes.get("http-equiv", "").lower() != "refresh"


def test_n07_reserved_and_long_names_have_pages_of_their_own(site: BuiltSite) -> None:
    pages = [name for name in site.of("hostile") if "/actions/" in name]
    stems = {Path(name).name.partition(".")[0].lower() for name in pages}
    assert not stems & {"index", "search", "assets", "con", "404", "aux", "nul"}
    assert all(len(part) <= 100 for name in site.files for part in name.split("/"))
    shown = {"".join(h1.text).strip() for name in pages for h1 in site.pages[name].all("h1")}
    assert {f"N{number}" for number in range(len(NAMES))} <= shown
    assert site.pages["packs/hostile/index.html"].text.count("Hostile") > 0
    assert "neighbour" in site.pages["packs/neighbour/index.html"].text


def test_n08_names_that_a_file_system_confuses_have_distinct_pages(site: BuiltSite) -> None:
    assert len({name.lower() for name in site.files}) == len(site.files)
    pages = {
        "".join(h1.text).strip(): name for name, page in site.of("hostile").items()
        for h1 in page.all("h1")
    }  # fmt: skip
    alike = [f"N{NAMES.index(name)}" for name in ("a.b", "a/b", "A", "a", "é", "e\u0301")]
    assert len({pages[label].lower() for label in alike}) == len(alike)


def test_x11_templates_are_shown_as_they_are(site: BuiltSite, front: Page) -> None:
    page = site.pages["packs/templated/index.html"]
    for each in (front, page, site.pages["index.html"]):
        assert str(7 * 191) not in each.text
        assert "{{ 7*191 }}" in each.text
        assert "${{ github.token }}" in each.text
    assert page.text.count("<%= 7*191 %>") >= 3
    index = json.loads(site.files["index.json"])
    entry = next(each for each in index["packs"] if each["ref"] == "templated")
    assert entry["label"] == entry["description"] == TEMPLATES
    api = json.loads(site.files["api/v1/packs/templated/index.json"])
    assert api["data"]["description"] == TEMPLATES
    feed = ElementTree.fromstring(site.files["packs/templated/feed.xml"])
    assert TEMPLATES in [each.text for each in feed.iter()]
