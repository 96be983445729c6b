"""What a user names as a source: told apart by its form, refused for good reasons, never leaked."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from attune_packkit.errors import PackkitError, SourceError, UsageError, VerificationError
from attune_packkit.sources import git_refs
from attune_packkit.sources.git_refs import choose
from attune_packkit.sources.mirror import mirrored
from attune_packkit.sources.reference import Reference, detect, git_source, parse
from attune_packkit.sources.urls import masked, parse_url

SECRET = "t0psecret"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a pack, an archive, and a path that could be a pack's name."""
    monkeypatch.chdir(tmp_path)
    for name in ("packs/core", "aws"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("core-1.tar.gz", "odd#subdirectory=x.zip"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("core", Reference("core", "registry", "core")),
        ("core@1.2.3", Reference("core@1.2.3", "registry", "core", "1.2.3")),
        ("core@latest", Reference("core@latest", "registry", "core", "latest")),
        ("core@>=1, <2", Reference("core@>=1, <2", "registry", "core", ">=1, <2")),
        ("aws.ec2@^1", Reference("aws.ec2@^1", "registry", "aws.ec2", "^1")),
        ("https://h.org/x.git", Reference("https://h.org/x.git", "git", "https://h.org/x.git")),
        (
            "https://h.org/x.git@v1#subdirectory=a/b/",
            Reference(
                "https://h.org/x.git@v1#subdirectory=a/b/", "git", "https://h.org/x.git", "v1",
                "a/b",
            ),
        ),
        (
            "git+https://h.org/x@main",
            Reference("git+https://h.org/x@main", "git", "https://h.org/x", "main"),
        ),
        (
            "github:org/repo@v1.0.0",
            Reference("github:org/repo@v1.0.0", "git", "https://github.com/org/repo.git", "v1.0.0"),
        ),
        (
            "github:org/repo.git",
            Reference("github:org/repo.git", "git", "https://github.com/org/repo.git"),
        ),
        (
            "gitlab:group/sub/repo@feature/x",
            Reference(
                "gitlab:group/sub/repo@feature/x", "git", "https://gitlab.com/group/sub/repo.git",
                "feature/x",
            ),
        ),
        (
            "https://h.org/x.tar.gz#subdirectory=pack",
            Reference(
                "https://h.org/x.tar.gz#subdirectory=pack", "archive_url",
                "https://h.org/x.tar.gz", "", "pack",
            ),
        ),
        ("HTTPS://H.org:443/x", Reference("HTTPS://H.org:443/x", "archive_url", "https://h.org/x")),
        ("core-1.tar.gz", Reference("core-1.tar.gz", "archive_file", "core-1.tar.gz")),
        (
            "core-1.tar.gz#subdirectory=x",
            Reference("core-1.tar.gz#subdirectory=x", "archive_file", "core-1.tar.gz", "", "x"),
        ),
        (
            "odd#subdirectory=x.zip",
            Reference("odd#subdirectory=x.zip", "archive_file", "odd#subdirectory=x.zip"),
        ),
        ("./packs/core", Reference("./packs/core", "local", "./packs/core")),
        ("packs/core", Reference("packs/core", "local", "packs/core")),
    ],
)  # fmt: skip
def test_each_form_is_known(text: str, expected: Reference) -> None:
    assert parse(text) == expected


def test_ref_spec_is_for_git_sources_without_a_ref() -> None:
    assert parse("github:a/b", "main").wanted == "main"
    assert parse("github:a/b@v1", "main").wanted == "v1"
    assert parse("https://h.org/repo", "main").kind == "git"
    assert parse("core", "main") == parse("core")


def test_a_name_that_is_a_path_too_is_told_of() -> None:
    found = parse("aws")
    assert found.kind == "local"
    assert "aws@latest" in found.note
    assert parse("aws@latest").kind == "registry"
    assert parse("./aws").note == ""


@pytest.mark.parametrize(
    "text",
    ["", ".git", "core\n", "Core", "соre", "a/b", "a\\b", "%2e%2e", "a%00b", "a\0b", "core@",
     "core@1.0.0/../..", "core@1.0.0\x1b[2J", "core@١.٢.٣", "core@" + "1" * 10_000, "x" * 10_000,
     "bitbucket:a/b", "githb:a/b", "github:a", "github:a/b/c", "github:a/..", "github:../b",
     "github:-a/b", "github:a/b@", "s3://bucket/x", "oci://host/x", "https://", "https:///x",
     "https://h/x y", "https://h/x#y", "https://h:0/x", "https://h:99999/x", "https://h:x/y",
     "https://é.org/x", "https://h.org/x.git?y=z", "https://h.org/../x.git",
     "https://h.org/" + "x" * 3000, "https://h.org/x.zip#subdirectory=../x",
     "https://h.org/x.zip#subdirectory=/x", "https://h.org/x.zip#subdirectory=",
     "https://h.org/x.zip#subdirectory=a//b", "https://h.org/x.zip#subdirectory=a/.git",
     "https://h.org/x.zip#subdirectory=-x", "https://h.org/x.zip#subdirectory=a\\b"],
)  # fmt: skip
def test_n01_what_names_nothing_is_refused(text: str) -> None:
    with pytest.raises((UsageError, SourceError)):
        parse(text)


def test_a_shorthand_that_is_unknown_is_called_so() -> None:
    with pytest.raises(UsageError, match="unknown shorthand 'bitbucket:'"):
        parse("bitbucket:a/b")
    with pytest.raises(UsageError) as caught:
        parse("githb:a/b")
    assert caught.value.hint == "did you mean 'github'?"


@given(st.text())
@example("a:b@c://d@e::f#subdirectory=g")
@example("git+http://u:p@h/x@y@z")
@example("https://a.git@b/c.git@d")
@settings(max_examples=300)
def test_any_text_is_told_apart_or_refused(text: str) -> None:
    for ref_spec in ("", "main"):
        kind, found = detect(text, ref_spec), None
        with contextlib.suppress(PackkitError):
            found = parse(text, ref_spec)
        assert found is None or found.kind == kind


_TRICKY = st.text(alphabet="ab:/@.#?=&-+ git\\%", max_size=20)


@given(_TRICKY, _TRICKY, st.sampled_from(["https", "http", "git+https", "ssh", "git", "s3"]))
@settings(max_examples=300)
def test_g17_a_password_is_never_shown(before: str, after: str, scheme: str) -> None:
    user = before.translate(dict.fromkeys(map(ord, "/#?")))
    source = f"{scheme}://{user}:{SECRET}{after}@example.org/x"
    with pytest.raises(PackkitError) as caught:
        parse(source)
    assert SECRET not in caught.value.message + caught.value.hint
    assert SECRET not in masked(f"fatal: cannot read '{source}'")


def test_a_query_is_never_shown() -> None:
    url = f"https://h.org/x.zip?token={SECRET}&x=1"
    assert parse(url).text == "https://h.org/x.zip?***"
    assert parse(url).location == url
    with pytest.raises(VerificationError) as caught:
        parse(url.replace("h.org", f"u:{SECRET}@h.org"))
    assert SECRET not in caught.value.message


def test_an_origin_is_spelt_in_one_way() -> None:
    texts = ["https://Example.org", "https://example.org:443/x", "https://example.org./y"]
    assert {parse_url(text).origin for text in texts} == {"https://example.org:443"}
    assert parse_url("http://[::1]:80/").origin == "http://[::1]:80"


def test_a_git_source_keeps_its_kind_whatever_its_url() -> None:
    for url in ("https://h.org/x.git", "https://h.org/x", "https://h.org/x.zip"):
        found = parse(git_source(url, "v1", "a/b"), "main")
        assert (found.kind, found.location) == ("git", url)
        assert (found.wanted, found.subdirectory) == ("v1", "a/b")


_REF = st.text(alphabet="ab/.-@{}~^:?*[\\ \n\x7f\u00e9lock", min_size=1, max_size=12)


@given(st.lists(_REF, min_size=20, max_size=20))
@settings(max_examples=15)
def test_g02_what_we_take_for_a_ref_git_does_too(texts: list[str]) -> None:
    for text in texts:
        if not git_refs.fault(text):
            command = ["git", "check-ref-format", f"refs/heads/{text}"]
            assert subprocess.run(command, check=False).returncode == 0, text


REFS = {
    "HEAD": "a" * 40,
    "refs/heads/main": "a" * 40,
    "refs/heads/same": "b" * 40,
    "refs/tags/same": "b" * 40,
    "refs/heads/both": "c" * 40,
    "refs/tags/both": "d" * 40,
}


def test_a_ref_is_chosen_as_git_does() -> None:
    assert choose("", REFS).name == "HEAD"
    assert choose("main", REFS).name == "refs/heads/main"
    assert choose("refs/heads/main", REFS).name == "refs/heads/main"
    assert choose("tags/same", REFS).name == "refs/tags/same"
    assert choose("same", REFS).note == ""
    assert choose("both", REFS).commit == "d" * 40
    assert "both a tag and a branch" in choose("both", REFS).note
    with pytest.raises(SourceError) as caught:
        choose("mian", REFS)
    assert caught.value.hint == "did you mean 'main'?"
    with pytest.raises(SourceError, match="no default branch"):
        choose("", {})


MIRRORS = (
    ("https://h.org/", "/srv/all"),
    ("https://h.org/a/", "/srv/a/"),
    ("https://h.org/a/x.git", "/srv/x"),
    ("https://b.org", "https://mirror.org/b"),
)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://h.org/q", "/srv/all/q"),
        ("https://h.org/a/y.git", "/srv/a/y.git"),
        ("https://h.org/a/x.git", "/srv/x"),
        ("https://h.org/a/x.gitx", "/srv/a/x.gitx"),
        ("https://b.org/z", "https://mirror.org/b/z"),
        ("https://b.organic/z", "https://b.organic/z"),
    ],
)
def test_the_longest_mirror_counts(url: str, place: str) -> None:
    assert mirrored(url, MIRRORS) == place


def test_a_url_does_not_lead_out_of_a_mirror() -> None:
    with pytest.raises(SourceError):
        mirrored("https://h.org/../../etc/passwd", MIRRORS)


def test_every_source_of_the_documents_is_read() -> None:
    sources = ("core", "aws", "https://github.com/org/repo.git", "github:org/repo@tag", os.getcwd())
    kinds = ["registry", "local", "git", "git", "local"]
    assert [parse(source).kind for source in sources] == kinds
