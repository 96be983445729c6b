"""The pack's settings as expressions read them: `config.x`, `pack.config.x`."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Place
from attune_packkit.expressions.types import ANY, Type
from attune_packkit.model.arguments import names_every_field
from attune_packkit.model.component import Component
from attune_packkit.suggest import near
from attune_packkit.workflows.nullable import field_type
from attune_packkit.workflows.paths import Step
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import inside, slip


class Settings:
    """What `conf_schema` and `config` of the manifest declare."""

    def __init__(self, manifest: Component) -> None:
        schema = manifest.schema("conf_schema")
        values = manifest.get("config")
        self._schema = schema
        self._closed = schema is not None and names_every_field(schema)
        self._known = {*(schema.fields if schema else ()), *_keys(values)}

    def read(self, place: Place, step: Step) -> Iterator[Slip]:
        """Yield a slip if no setting has this name."""
        if not self._closed or step.name in self._known:
            return
        meant = near(step.name, self._known)
        yield slip(
            "config.undefined_key",
            inside(place, step.start, step.end),
            "the pack has no setting '{name}'",
            hint=f"did you mean '{meant}'?" if meant else "declare it in conf_schema of pack.yaml",
            name=step.name,
        )

    def knows(self, name: str) -> bool:
        """Tell whether a setting of this name is declared or set."""
        return name in self._known

    def type_of(self, name: str) -> Type:
        """Return the type of a setting."""
        field = self._schema.fields.get(name) if self._schema else None
        return field_type(field) if field else ANY


def _keys(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, dict) else ()
