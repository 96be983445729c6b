"""Keys that stand, by their name, for one that a mapping lacks: misspelt, or of another tool.

What such a key holds is not lost on its author, so nobody is told that it is missing as well.
"""

from __future__ import annotations

from attune_packkit.documents.document import Value
from attune_packkit.suggest import very_near

_ALSO_CALLED: dict[str, frozenset[str]] = {
    "input": frozenset({"params", "parameters", "arguments", "args", "with", "inputs"}),
    "action_params": frozenset(
        {"parameters", "params", "input", "inputs", "arguments", "action_parameters"}
    ),
    "trigger_params": frozenset({"trigger_parameters", "trigger_config"}),
    "with_items": frozenset({"foreach", "for_each", "loop", "items", "with_list", "repeat"}),
    "vars": frozenset({"var", "context", "state", "globals"}),
    "properties": frozenset({"property", "propertys", "props", "fields"}),
    "parameters": frozenset({"input", "inputs", "params", "arguments"}),
}


def stand_ins(holder: dict[str, Value], name: str) -> list[str]:
    """Return the keys of a mapping that surely mean `name`, which it lacks."""
    if holder.get(name) is not None:
        return []
    also = _ALSO_CALLED.get(name, ())
    return [key for key in holder if key != name and (key in also or _is_slip(key, name))]


def _is_slip(key: str, name: str) -> bool:
    if abs(len(key) - len(name)) > 2:
        return False
    return _plain(key) == _plain(name) or bool(very_near(key, (name,)))


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
