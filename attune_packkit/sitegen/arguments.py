"""Names with the values that a rule or a workflow gives them, as pages list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attune_packkit.api import Value
from attune_packkit.sitegen import highlighting, writing_yaml
from attune_packkit.sitegen.models import Argument

MAX_ARGUMENTS = 200
MAX_VALUE = 4_000
"""Characters of one value as YAML."""


def arguments(given: Mapping[str, Value]) -> Iterator[Argument]:
    """Yield names with their values as YAML."""
    for name, value in list(given.items())[:MAX_ARGUMENTS]:
        nested = isinstance(value, (dict, list)) and value
        text = writing_yaml.dump(value) if nested else writing_yaml.scalar(value)
        yield Argument(name, highlighting.yaml(text[:MAX_VALUE]))
