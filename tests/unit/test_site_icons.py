"""Icons and pictures: what is drawn is shape and colour, whatever the file says it is."""

from __future__ import annotations

import struct
import time
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from colours import contrast

from attune_packkit.sitegen.badges import badge, text_pixels
from attune_packkit.sitegen.icons import inert, monogram, pack_icon
from attune_packkit.tree import walk

ROOT = Path(__file__).parents[2]
ICONS = sorted((ROOT / "site" / "packs").glob("*/pack-icon.svg"))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"{0}>{1}</svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int, *more: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * (1 + 3 * width)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + pixels + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return (
        b"\xff\xd8\xff\xe0\0\4ab\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"
    )


def webp(kind: bytes, body: bytes) -> bytes:
    data = b"WEBP" + kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(data)) + data


def svg(inside: str, attributes: str = "") -> str:
    image = inert(SVG.format(attributes, inside).encode())
    assert image is not None
    ElementTree.fromstring(image.data)
    return image.data.decode()


RASTERS = {
    ".png": png(60, 40),
    ".jpg": jpeg(60, 40),
    ".gif": b"GIF89a" + struct.pack("<HH", 60, 40) + b"\0\0\0;",
    "lossy.webp": webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 60, 40)),
    "lossless.webp": webp(b"VP8L", b"\x2f" + struct.pack("<I", 59 | 39 << 14)),
    "extended.webp": webp(
        b"VP8X", b"\0\0\0\0" + (59).to_bytes(3, "little") + (39).to_bytes(3, "little")
    ),
}


@pytest.mark.parametrize("name", RASTERS)
def test_a_picture_is_known_by_its_content(name: str) -> None:
    image = inert(RASTERS[name])
    assert image is not None
    assert (image.width, image.height) == (60, 40)
    assert name.endswith(image.suffix)


@pytest.mark.parametrize("name", RASTERS)
def test_a_picture_that_is_cut_short_is_none_or_smaller_never_an_error(name: str) -> None:
    for end in range(len(RASTERS[name])):
        inert(RASTERS[name][:end])


def test_text_and_animation_are_left_out_of_a_png_and_so_is_what_follows_it() -> None:
    hiding = png(2, 1, chunk(b"tEXt", b"x\0<script>"), chunk(b"acTL", b"\0" * 8)) + b"<script>"
    image = inert(hiding)
    assert image is not None
    assert image.data == png(2, 1)


@pytest.mark.parametrize(
    "data",
    [
        png(50_000, 50_000),
        png(4096, 4096),
        png(0, 5),
        jpeg(65_535, 2),
        b"\x89PNG\r\n\x1a\n<html>",
        b"<html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"") * 3_000,
        b"\xff\xd8\xff" + b"\xff" * 200_000,
        png(8, 8) + b"\0" * 300_000,
        b"",
    ],
    ids=range(11),
)
def test_what_is_no_picture_or_too_large_is_refused(data: bytes) -> None:
    assert inert(data) is None


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.parent.name)
def test_the_icons_of_the_example_packs_come_out_as_they_are(path: Path) -> None:
    image = inert(path.read_bytes())
    assert image is not None
    assert (image.width, image.height) == (64, 64)

    def drawn(data: bytes) -> list[tuple[str, dict[str, str]]]:
        return [(each.tag, dict(each.attrib)) for each in ElementTree.fromstring(data).iter()][1:]

    assert drawn(image.data) == drawn(path.read_bytes())


class TestVectors:
    @pytest.mark.parametrize(
        "inside",
        [
            "<script>alert(1)</script>",
            '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>',
            '<image href="https://example.org/x.png"/>',
            '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
            '<animate attributeName="x"/>',
            '<set attributeName="onclick" to="alert(1)"/>',
            '<filter><feImage href="https://example.org/"/></filter>',
            '<use href="https://example.org/x.svg#a"/>',
            '<style>@import "https://example.org/x.css";</style>',
            '<b xmlns="http://www.w3.org/1999/xhtml">x</b>',
            "<!-- hidden --><?php x ?>",
        ],
    )
    def test_whatever_is_no_shape_is_left_out(self, inside: str) -> None:
        assert svg(inside) == svg("")

    @pytest.mark.parametrize(
        "attribute",
        [
            'onload="alert(1)"',
            'fill="url(https://example.org/)"',
            'style="fill:url(//example.org)"',
            'fill="u\\72l(x)"',
            'style="background:red"',
            'href="#x"',
            'class="a"',
        ],
    )
    def test_whatever_acts_or_leads_elsewhere_is_left_out(self, attribute: str) -> None:
        assert svg(f"<path {attribute}/>") == svg("<path/>")

    def test_styles_become_attributes(self) -> None:
        sheet = "<style>.a, .b { fill: #f00; behavior: url(x) } .b{stroke:blue}</style>"
        made = svg(sheet + '<path class="a b" d="M1 1" style="opacity:.5;x:url(y)"/>')
        assert '<path d="M1 1" opacity=".5" fill="#f00" stroke="blue" />' in made

    def test_references_within_the_picture_are_kept(self) -> None:
        inside = (
            '<linearGradient id="g"><stop offset="1"/></linearGradient><path fill="url(#g)"/>'
            '<circle id="c"/><use href="#c" x="3"/>'
        )
        made = svg(inside)
        assert 'fill="url(#g)"' in made
        assert '<use href="#c" x="3" />' in made

    def test_copies_of_copies_are_left_out(self) -> None:
        nested = "".join(
            f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 10)
        )
        assert "<use" not in svg(f'<path id="a0" d="M0 0"/>{nested}')

    @pytest.mark.parametrize(
        "text",
        [
            '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("", "<text>&a;</text>"),
            '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("", "&a;"),
            SVG.format("", "<g>" * 60 + "</g>" * 60),
            SVG.format("", "<g/>" * 6_000),
            '<svg xmlns="http://www.w3.org/2000/svg"/>',
            '<svg viewBox="0 0 8 8"/>',
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90000 8"/>',
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">',
            '<?xml version="1.0" encoding="klingon"?>' + SVG.format("", ""),
            '<html><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/></html>',
        ],
        ids=range(10),
    )
    def test_one_that_asks_for_more_is_refused(self, text: str) -> None:
        assert inert(text.encode()) is None

    def test_a_document_type_without_definitions_does_no_harm(self) -> None:
        dtd = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
        assert inert((dtd + SVG.format("", "")).encode()) is not None

    def test_time_is_bounded(self) -> None:
        started = time.process_time()
        inert(SVG.format("", '<path class="a"/>' * 4_000 + "<style>" + ".a{" * 9_000).encode())
        inert(SVG.format("", "<style>" + ".a," * 50_000 + "</style>").encode())
        assert time.process_time() - started < 1


class TestMonograms:
    @pytest.mark.parametrize(
        ("label", "letters"),
        [
            ("AWS", "AWS"),
            ("Harbour Berths", "HB"),
            ("parcels", "Pa"),
            ("<b>", "B"),
            ("", "Co"),
            ("日本", "日本"),
        ],
    )
    def test_it_has_the_initials(self, label: str, letters: str) -> None:
        root = ElementTree.fromstring(monogram("core", label).data)
        assert root[1].text == letters

    def test_it_is_always_the_same_and_differs_between_packs(self) -> None:
        assert monogram("aws", "AWS") == monogram("aws", "AWS")
        tints = {monogram(f"pack{number}", "P").data for number in range(100)}
        assert len(tints) > 60

    def test_the_letters_can_be_read(self) -> None:
        for number in range(300):
            tile, text = ElementTree.fromstring(monogram(f"p{number}", "P").data)
            assert contrast(tile.attrib["fill"], text.attrib["fill"]) >= 4.5

    def test_a_pack_without_a_usable_icon_has_one(self, tmp_path: Path) -> None:
        (tmp_path / "pack-icon.svg").write_text("<html>")
        (tmp_path / "pack-icon.png").write_bytes(png(50_000, 50_000))
        assert pack_icon(walk(str(tmp_path)), "aws", "AWS") == monogram("aws", "AWS")
        (tmp_path / "pack-icon.jpg").write_bytes(jpeg(9, 9))
        assert pack_icon(walk(str(tmp_path)), "aws", "AWS").suffix == ".jpg"


class TestBadges:
    @pytest.mark.parametrize("tone", ["none", "ok", "warn", "bad", "info"])
    def test_one_can_be_read(self, tone: str) -> None:
        root = ElementTree.fromstring(badge("parcels", "3.2.0", tone))
        right = root.findall(".//{*}g/{*}rect")[1]
        assert contrast("#ffffff", right.attrib["fill"]) >= 4.5
        assert root.attrib["aria-label"] == "parcels: 3.2.0"

    def test_its_text_is_text(self) -> None:
        data = badge('"><script>', "]]>\x1b\ud800&" + "x" * 500, "ok")
        root = ElementTree.fromstring(data)
        assert b"<script" not in data
        assert int(root.attrib["width"]) < 500

    def test_the_width_follows_the_text(self) -> None:
        assert (
            text_pixels("iii") < text_pixels("aaa") < text_pixels("WWW") < text_pixels("日本語語")
        )
