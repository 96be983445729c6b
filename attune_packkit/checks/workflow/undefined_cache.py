"""workflow.undefined_cache."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import (
    Finding,
    Pack,
    Task,
    Value,
    check,
    finding,
    is_template,
    very_near,
)


def _misspelt_owner(task: Task, owner: Value, pack: Pack) -> Iterator[Finding]:
    """Judge an owner that is called nearly as this pack."""
    if isinstance(owner, str) and very_near(owner, [pack.ref]):
        yield finding(
            task.at("iterate_cache", "owner_ref"),
            "this pack is not called '{owner}'",
            hint=f"did you mean '{pack.ref}'?",
            owner=owner,
        )


@check("workflow.undefined_cache", severity="warning", layer="references", since="0.1")
def undefined_cache(task: Task, pack: Pack) -> Iterator[Finding]:
    """A task goes through a cache that the pack does not have, and has one called nearly the same.

    A cache that nobody has filled makes the task fail. Caches may also be made by other means, so
    a namespace like no other is taken for one of those.

    Bad:
        ```yaml caches/arrivals.yaml
        ref: parcels.arrivals
        namespace: arrivals
        owner_type: pack
        owner_ref: parcels
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh_all
            action: parcels.weigh
            iterate_cache:
              namespace: arivals
        ```

    Good:
        ```yaml caches/arrivals.yaml
        ref: parcels.arrivals
        namespace: arrivals
        owner_type: pack
        owner_ref: parcels
        ```

        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh_all
            action: parcels.weigh
            iterate_cache:
              namespace: arrivals
        ```
    """
    iteration = task.value.get("iterate_cache")
    namespace = iteration.get("namespace") if isinstance(iteration, dict) else None
    if not isinstance(iteration, dict) or not isinstance(namespace, str) or is_template(namespace):
        return
    owner = iteration.get("owner_ref")
    if owner not in (None, pack.ref):
        yield from _misspelt_owner(task, owner, pack)
        return
    known = [cache.text("namespace") for cache in pack.of("cache")]
    meant = "" if namespace in known else very_near(namespace, known)
    if meant:
        yield finding(
            task.at("iterate_cache", "namespace"),
            "the pack has no cache '{namespace}'",
            hint=f"did you mean '{meant}'?",
            namespace=namespace,
        )
