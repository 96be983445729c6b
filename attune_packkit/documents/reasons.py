"""Say in words why a document cannot be used, where no check is there to report it."""

from __future__ import annotations

from attune_packkit.documents.document import Document

_WORDS = {
    "limits.file_size": "it is too large",
    "metadata.not_a_file": "it is not a regular file",
    "metadata.unreadable": "it cannot be opened",
    "yaml.alias_bomb": "its aliases stand for too much",
    "yaml.encoding": "it is not UTF-8 text",
    "yaml.recursive_alias": "an alias in it stands for itself",
    "yaml.too_deep": "it is nested too deeply",
}


def reason(document: Document) -> str:
    """Return why a document is not readable or no mapping, with the line if there is one."""
    if document.readable or not document.faults:
        return "it is empty" if document.value is None else "it is a list or one value"
    fault = document.faults[-1]
    problem = dict(fault.params).get("problem") or _WORDS.get(fault.code, fault.code)
    read = fault.place.span if document.data else None
    line = f"line {read.line}: " if read else ""
    return f"{line}{problem}"
