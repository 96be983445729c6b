"""workflow.undefined_cache."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Task, check, finding, is_template, very_near


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
    if iteration.get("owner_ref") not in (None, pack.ref):
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
