"""Which names stand for secrets, and which texts are some."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_packkit.documents.reader import read
from attune_packkit.model.secrets import (
    credential_kind,
    credentials,
    is_secret_literal,
    is_secret_name,
    name_words,
)

SECRETS = """
password passwd passphrase pwd secret token db_password newPassword password2 client_secret
consumerSecret api_key apikey API_KEY x-api-key access_token accessToken auth_token bearer_token
bot_token refresh_token security_token session_token private_key ssh_private_key secret_key
secret_access_key aws_secret_access_key webhook_secret
"""
OTHERS = """
key keys key_id key_name key_prefix credential_key credential_key_ref api_key_ref issue_key
public_key ssh_key_name output_key access_key_id secret_id secret_name secret_path secret_arn
secret_version secrets token_type token_ttl token_count max_tokens tokens starting_token next_token
page_token continuation_token client_token client_request_token idempotency_token sync_token
upload_token cursor password_length password_policy password_file has_password use_password
reset_password require_secret image_pull_secret credentials passenger compass secretary tokenizer
author
"""

AWS = "AKIA3XW5PQ7RTYZ4MNBV"
GITHUB = "ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0iL3oR6"
PEM = "-----BEGIN {}PRIVATE KEY-----\nMIIEowIBAAKCAQEAuX0r2vR5Tq1Yb7Kc9ZfGhJ3mN8pL\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("api_key", ("api", "key")),
        ("apiKey", ("api", "key")),
        ("APIKey", ("api", "key")),
        ("db-password2", ("db", "password")),
        ("smtp.password_1", ("smtp", "password")),
        ("___", ()),
        ("12", ()),
    ],
)
def test_a_name_falls_into_words(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


@pytest.mark.parametrize("name", SECRETS.split())
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", OTHERS.split())
def test_names_of_something_else(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (AWS, "an AWS access key"),
        (f"login with {AWS}.", "an AWS access key"),
        (GITHUB, "a GitHub token"),
        (
            "github_pat_" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7c_F0iL3oR6aB3dE6gH9jK2mN5pQ8",
            "a GitHub token",
        ),
        ("glpat-aB3dE6gH9jK2mN5pQ8sT", "a GitLab token"),
        ("xoxb-123456789012-aB3dE6gH9jK2", "a Slack token"),
        ("sk_live_aB3dE6gH9jK2mN5pQ8sT1vW4", "a Stripe key"),
        (PEM.format(""), "a private key"),
        (PEM.format("RSA "), "a private key"),
        (PEM.format("OPENSSH ").replace("\n", "\\n"), "a private key"),
        (
            "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwYXJjZWxzIn0.aB3dE6gH9jK2mN5pQ8sT1vW4yZ7c",
            "a signed token",
        ),
    ],
)
def test_credentials_by_their_form(text: str, kind: str) -> None:
    assert credential_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "parcels.weigh",
        "AKIAIOSFODNN7EXAMPLE",
        "AKIAXXXXXXXXXXXXXXXX",
        AWS.lower(),
        AWS + "MORE",
        "ghp_" + "x" * 36,
        "ghp_" + "a" * 36,
        "ghp_your_token_here",
        "xoxb-your-token-here-please",
        "Keys start with -----BEGIN RSA PRIVATE KEY----- and end with -----END",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n(PEM text)",
        "-----BEGIN PUBLIC KEY-----\nMIIEowIBAAKCAQEAuX0r2vR5Tq1Yb7Kc9ZfGhJ3mN8pL",
        "-----BEGIN CERTIFICATE-----\nMIIEowIBAAKCAQEAuX0r2vR5Tq1Yb7Kc9ZfGhJ3mN8pL",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.aB3dE6gH9jK2mN5pQ8sT1vW4",
    ],
)
def test_what_is_no_credential(text: str) -> None:
    assert credential_kind(text) == ""


@pytest.mark.parametrize("text", ["hunter2", "changeme", "4711", " a ", "p@ss:word", GITHUB])
def test_texts_that_can_be_secrets_themselves(text: str) -> None:
    assert is_secret_literal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "{{ keystore.x }}",
        "parcels.api_key",
        "aws.credentials",
        "keystore:postage",
        "null",
        "vault://secret/x",
        "env:API_KEY",
        "$API_KEY",
        "${API_KEY}",
        "%API_KEY%",
        "<your key>",
        "***",
        "your-key",
        "xxxxxxxx",
        "sk-...",
        "REDACTED",
    ],
)
def test_what_only_stands_for_a_secret(text: str) -> None:
    assert not is_secret_literal(text)


def test_credentials_of_a_document() -> None:
    document = read("pack.yaml", f"a: {{b: [x, {GITHUB}]}}\nc: {AWS}\n".encode())
    assert list(credentials(document)) == [
        (("a", "b", 1), "a GitHub token"),
        (("c",), "an AWS access key"),
    ]


@given(st.text(max_size=300))
def test_any_text_is_fine(text: str) -> None:
    is_secret_name(text)
    is_secret_literal(text)
    credential_kind(text)


@pytest.mark.parametrize(
    "text",
    [
        "eyJ",
        "eyJ" + "a" * 20 + ".",
        "-----BEGIN PRIVATE KEY-----\n",
        "xoxb-1",
        "AKIA",
        "A: \n",
        "<",
    ],
)
def test_looking_takes_time_in_proportion(text: str) -> None:
    started = time.process_time()
    credential_kind("-----BEGIN PRIVATE KEY-----\n" + text * (500_000 // len(text)))
    is_secret_literal(text * 10_000)
    is_secret_name(text * 10_000)
    assert time.process_time() - started < 1
