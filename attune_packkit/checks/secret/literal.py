"""secret.literal."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Document, Finding, Place, check, credentials, finding


@check("secret.literal", severity="warning", layer="schema", since="0.1")
def literal(document: Document) -> Iterator[Finding]:
    """A text looks like a real credential.

    Private keys and access tokens of well-known services are told by their form. Whoever can read
    the pack can use them, and removing them later does not take them out of the repository's
    history. Samples from documentation are not reported.

    Bad:
        ```yaml actions/post.yaml
        ref: parcels.post
        description: Log in with AKIA3XW5PQ7RTYZ4MNBV
        runner_type: native
        entry_point: post
        ```

    Good:
        ```yaml actions/post.yaml
        ref: parcels.post
        description: Log in with the keystore key 'parcels.postage'
        runner_type: native
        entry_point: post
        ```
    """
    for pointer, kind in credentials(document):
        yield finding(
            Place(document.path, pointer).hide(),
            "this looks like {kind}",
            hint="take it back where it was issued, and keep its successor in the keystore",
            kind=kind,
        )
