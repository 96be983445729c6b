"""Keys that stand for another key, which their mapping lacks: misspelt, or of another tool.

The author knows what such a key holds, so it is not also reported as missing.
"""

from __future__ import annotations

from attune_packkit.documents.document import Value
from attune_packkit.suggest import very_near

_ALSO_CALLED: dict[str, tuple[str, ...]] = {
    own: tuple(words.split())
    for own, words in (
        ("input", "params parameters arguments args with inputs kwargs opkwargs"),
        ("action_params", "parameters params input inputs arguments actionparameters"),
        ("trigger_params", "triggerparameters triggerconfig"),
        (
            "with_items",
            "foreach loop items withlist withdict withparam withsequence repeat for iterate"
            " itemspath",
        ),
        ("vars", "var context state globals"),
        ("properties", "property propertys props fields"),
        ("parameters", "input inputs params arguments"),
        ("name", "id taskid taskname stepid stepname"),
    )
}
"""Without `_` and `-`, in small letters."""


def also_called(*names: str) -> dict[str, str]:
    """Return the words of other tools for these keys, each with the key it stands for."""
    return {word: name for name in names for word in _ALSO_CALLED[name]}


def stand_ins(holder: dict[str, Value], name: str) -> list[str]:
    """Return the keys of a mapping that surely mean `name`, which it lacks."""
    if holder.get(name) is not None:
        return []
    return [key for key in holder if key != name and _means(key, holder[key], name)]


def lists_items(key: str, value: Value) -> bool:
    """Tell whether a key of a task is the `with` of tools that write there what to go through."""
    return plain_key(key) == "with" and not (isinstance(value, dict) and "items" not in value)


def plain_key(key: str) -> str:
    """Return a key as it is whatever the style: in small letters, without `_`, `-` and spaces."""
    return key.lower().replace("_", "").replace("-", "").replace(" ", "")


def _means(key: str, value: Value, name: str) -> bool:
    if lists_items(key, value):
        return name == "with_items"
    return plain_key(key) in _ALSO_CALLED.get(name, ()) or _is_slip(key, name)


def _is_slip(key: str, name: str) -> bool:
    if abs(len(key) - len(name)) > 2:
        return False
    return plain_key(key) == plain_key(name) or bool(very_near(key, (name,)))
