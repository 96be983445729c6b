"""Secrets never enter a simulation: what stands in their place is unknown, and shown as stars."""

from __future__ import annotations

from collections.abc import Callable

from attune_packkit.expressions.values import Data, Unknown
from attune_packkit.model.schema import Schema
from attune_packkit.model.secrets import is_secret_name


def without_secrets(value: Data, schema: Schema | None, origin: str) -> Data:
    """Return a value with every secret in it taken out; a schema tells which fields are some.

    Fields that the schema does not know are secrets if their names say so.
    """
    return _guarded(value, origin, _secrecy(schema))


def _secrecy(schema: Schema | None) -> Callable[[str], bool]:
    if schema is None:
        return is_secret_name
    known = {node.field for node in schema.nodes if node.field}
    secret = {node.field for node in schema.nodes if node.field and node.secret}
    secret.update(node.field for node in schema.secrets)
    return lambda name: name in secret or (name not in known and is_secret_name(name))


def _guarded(value: Data, origin: str, is_secret: Callable[[str], bool]) -> Data:
    if isinstance(value, list):
        return [_guarded(item, f"{origin}.{index}", is_secret) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {
            name: _hidden(f"{origin}.{name}")
            if is_secret(name) and item is not None
            else _guarded(item, f"{origin}.{name}", is_secret)
            for name, item in value.items()
        }
    return value


def _hidden(origin: str) -> Unknown:
    return Unknown((origin,), secret=True)
