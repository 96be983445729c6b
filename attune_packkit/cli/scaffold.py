"""New packs and components, from the templates in `templates/new/<kind>/`.

A template's path is the path of what it makes: `NAME` stands for the component's name, and the
suffix `.j2` falls away. A file without it is copied as it is. In templates `[[ ]]` and `[% %]` mark
what is filled in, since `{{ }}` belongs to Attune.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

from msgspec import Struct

from attune_packkit import resources, schemas, tree
from attune_packkit.documents.scalars import resolve
from attune_packkit.errors import UsageError
from attune_packkit.files import usage_errors
from attune_packkit.model import pack as packs
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack
from attune_packkit.model.refs import identifier_fault, ref_fault
from attune_packkit.suggest import did_you_mean

KINDS = ("pack", "action", "trigger", "sensor", "rule", "workflow")

_SUFFIX = ".j2"
_NAME = "NAME"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_. -]*[A-Za-z0-9_]|[A-Za-z]")


class Required(Struct, frozen=True):
    """A parameter that whoever runs an action must give."""

    name: str
    type: str
    description: str


class Used(Struct, frozen=True):
    """A component that a new one names."""

    ref: str
    required: tuple[Required, ...] = ()
    output: tuple[str, ...] = ()


def new_pack(ref: str, directory: str) -> list[str]:
    """Make the folder of a pack below `directory`, all at once; return the paths written."""
    fault = ref_fault(ref)
    if fault:
        raise UsageError(f"this cannot be a pack's ref: {fault}")
    folder = os.path.normpath(os.path.join(directory, ref))
    if os.path.lexists(folder):
        raise UsageError(f"'{folder}' exists already")
    files = render("pack", "", {"pack": Used(ref), "label": _label(ref.rpartition(".")[2])})
    with usage_errors(folder):
        aside = os.path.join(directory, f".{ref}-{os.getpid()}")
        os.mkdir(aside)
        try:
            _write(aside, files)
            os.rename(aside, folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    return [os.path.join(folder, path) for path in files]


def new_component(kind: str, ref: str, directory: str) -> list[str]:
    """Add a component to the pack that `directory` lies in; return the paths written."""
    pack = _pack_at(directory)
    fault = ref_fault(pack.ref)
    if fault:
        raise UsageError(f"the pack here has no ref that a component could have: {fault}")
    name = _name(pack, ref)
    values = {
        "pack": Used(pack.ref),
        "ref": f"{pack.ref}.{name}",
        "label": _label(name),
        **_used(kind, pack),
    }
    files = render(kind, name, values)
    if kind == "sensor" and not pack.tree.is_file(f"triggers/{name}.yaml"):
        files |= render("trigger", name, values)
    root = os.path.relpath(pack.tree.root)
    paths = [os.path.normpath(os.path.join(root, path)) for path in files]
    for path in paths:
        if os.path.lexists(path):
            raise UsageError(f"'{path}' exists already")
    with usage_errors(root):
        _write(root, files)
    return paths


def render(kind: str, name: str, values: dict[str, Any]) -> dict[str, str]:
    """Return the files of a new component by path, sorted."""
    import jinja2

    folder = resources.data("templates") / "new" / kind
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - it makes YAML, Python and Markdown, no HTML
        keep_trailing_newline=True,
        trim_blocks=True,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
    )
    environment.filters["quoted"] = _quoted
    environment.globals["schema"] = lambda of: schemas.load(of)["$id"]
    values = {**values, "name": name}
    return {
        path.replace(_NAME, name).removesuffix(_SUFFIX): (
            environment.get_template(path).render(values)
            if path.endswith(_SUFFIX)
            else (folder / path).read_text("utf-8")
        )
        for path in _templates(folder)
    }


def _templates(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _quoted(text: str) -> str:
    """Write text as a YAML scalar, in quotes unless every reader takes it for text without."""
    plain = resolve(text)
    safe = _PLAIN.fullmatch(text) and isinstance(plain.value, str) and not plain.other_reading
    return text if safe else json.dumps(text)


def _label(name: str) -> str:
    return " ".join(word.capitalize() for word in name.replace("-", "_").split("_") if word)


def _pack_at(directory: str) -> Pack:
    """Return the pack that a folder lies in. Raises `UsageError` if there is none."""
    folder = os.path.realpath(directory)
    while not os.path.isfile(os.path.join(folder, MANIFEST)):
        parent = os.path.dirname(folder)
        if parent == folder:
            raise UsageError(
                f"'{directory}' lies in no pack",
                hint="make one with packkit new pack REF, and go there or name it with --directory",
            )
        folder = parent
    return packs.load(tree.walk(folder))


def _name(pack: Pack, ref: str) -> str:
    """Return the component's name in its pack. Raises `UsageError` if it cannot be one."""
    name = ref if "." not in ref else ref.removeprefix(pack.ref + ".")
    if "." in name and not ref_fault(ref):
        plain = name.rpartition(".")[2] if name == ref else name.replace(".", "_")
        meant = did_you_mean(ref.rpartition(".")[0], [pack.ref]) if name == ref else ""
        raise UsageError(
            f"'{ref}' does not belong to the pack '{pack.ref}' here",
            hint=meant or f"call it '{pack.ref}.{plain}'",
        )
    fault = identifier_fault(name)
    if fault:
        raise UsageError(f"this cannot be a component's name: {fault}")
    return name


def _used(kind: str, pack: Pack) -> dict[str, Used]:
    """Return what a new component is to name: the first fitting ones of its pack."""
    if kind not in ("rule", "workflow"):
        return {}
    actions = _usable(pack, "action")
    if not actions:
        raise UsageError(
            f"a {kind} needs an action to run, and this pack has none",
            hint=f"packkit new action {pack.ref}.NAME makes one",
        )
    triggers = _usable(pack, "trigger") or [Used("core.alert")]
    return {"action": actions[0], "trigger": triggers[0]}


def _usable(pack: Pack, kind: str) -> list[Used]:
    """Return the components whose names can stand in a new file as they are."""
    found = map(_used_component, pack.of(kind))
    return [
        each
        for each in found
        if not ref_fault(each.ref) and all(field.name.isidentifier() for field in each.required)
    ]


def _used_component(component: Component) -> Used:
    parameters, output = component.schema("parameters"), component.schema("output")
    fields = parameters.fields if parameters else {}
    return Used(
        component.ref,
        tuple(
            Required(
                name,
                (fields[name].types or ("any",))[0],
                str(fields[name].raw.get("description") or name),
            )
            for name in (parameters.required if parameters else ())
        ),
        tuple(output.fields) if output else (),
    )


def _write(root: str, files: dict[str, str]) -> None:
    """Write new files; none if one of them cannot be written."""
    written: list[str] = []
    try:
        for path, text in files.items():
            target = os.path.join(root, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "x", encoding="utf-8", newline="\n") as file:
                written.append(target)
                file.write(text)
    except BaseException:
        for target in written:
            os.unlink(target)
        raise
