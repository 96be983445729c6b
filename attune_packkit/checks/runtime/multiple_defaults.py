"""runtime.multiple_defaults."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding


@check("runtime.multiple_defaults", severity="error", layer="references", since="0.1")
def multiple_defaults(runtime: Component) -> Iterator[Finding]:
    """A runtime has more than one default version.

    The default is what an action gets that asks for no version. Attune refuses a runtime with two.

    Bad:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        versions:
          - {version: "3.11", is_default: true}
          - {version: "3.12", is_default: true}
        ```

    Good:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        versions:
          - {version: "3.11"}
          - {version: "3.12", is_default: true}
        ```
    """
    versions = runtime.get("versions")
    defaults = [
        index
        for index, entry in enumerate(versions if isinstance(versions, list) else ())
        if isinstance(entry, dict) and entry.get("is_default") is True
    ]
    for index in defaults[1:]:
        yield finding(
            runtime.at("versions", index, "is_default"),
            "'versions[{first}]' is the default already",
            hint="leave one default",
            first=defaults[0],
        )
