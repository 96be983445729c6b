"""One fault, one diagnostic: what merely follows from another diagnostic is not told as well.

A misspelt `entry_point` is an unknown key, leaves an action without anything to run and a script
that nobody runs. Only the first leads to the line to mend. What stays takes over the highest
severity of what it stands for, so leaving something out never makes a pack pass.

The tables of `causes` say which diagnostic may explain which other one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from attune_packkit.checking import causes
from attune_packkit.checking.violations import MISSING_KEY, UNKNOWN_KEY
from attune_packkit.diagnostics import Diagnostic, Severity
from attune_packkit.model.kinds import MANIFEST

MOST_JUDGED = 500
"""If more diagnostics of one pack could be consequences, nothing is left out: it would be slow."""


def only_causes(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics without those that others of the same pack explain."""
    kept = list(found)
    codes = {each.code for each in kept}
    alike = len(codes) < 2 and codes.isdisjoint(causes.OF_ALL_SORTS)
    if alike or sum(map(_may_follow, kept)) > MOST_JUDGED:
        return kept
    explanations = _Explanations(kept)
    roots = {id(each): explanations.root(each) for each in filter(_may_follow, kept)}
    explained: dict[int, list[Diagnostic]] = {}
    told = []
    for each in kept:
        root = roots.get(id(each), each)
        if root is each or roots.get(id(root), root) is not root:
            told.append(each)  # of those that explain each other, none is left out
        else:
            explained.setdefault(id(root), []).append(each)
    return [_standing_for(each, explained.get(id(each), ())) for each in told]


def may_follow_from_info(found: Iterable[Diagnostic]) -> bool:
    """Tell whether an info may be what explains one of these."""
    return any(
        each.code in causes.REFERRING or (_tells_of_a_missing_key(each) and each.place.pointer)
        for each in found
    )


def _may_follow(told: Diagnostic) -> bool:
    return told.code in causes.CONSEQUENCES or _tells_of_a_missing_key(told)


def _tells_of_a_missing_key(told: Diagnostic) -> bool:
    return told.template.startswith(MISSING_KEY)


def _standing_for(cause: Diagnostic, explained: Iterable[Diagnostic]) -> Diagnostic:
    """Return a cause with the highest severity of what it explains.

    A component that has another name than others use for it gets their name as a hint.
    """
    severity = max((each.severity for each in explained), default=cause.severity)
    wanted = next((_ref(each) for each in explained if each.code in causes.REFERRING), "")
    if cause.code == causes.MISNAMED and wanted:
        cause = replace(cause, hint=f"did you mean '{wanted}'? others refer to it so")
    return cause if severity <= cause.severity else replace(cause, severity=severity)


class _Explanations:
    """The diagnostics of one pack, by where and what they are."""

    def __init__(self, found: Sequence[Diagnostic]) -> None:
        self._by_file: dict[str, list[Diagnostic]] = {}
        self._by_code: dict[str, list[Diagnostic]] = {}
        for each in found:
            self._by_file.setdefault(each.path, []).append(each)
            self._by_code.setdefault(each.code, []).append(each)

    def root(self, told: Diagnostic) -> Diagnostic:
        """Return what explains a diagnostic in the end; itself if nothing does."""
        seen = {id(told)}
        while True:
            cause = next((each for each in self._candidates(told) if id(each) not in seen), None)
            if cause is None:
                return told
            seen.add(id(cause))
            told = cause

    def _candidates(self, told: Diagnostic) -> Iterator[Diagnostic]:
        """Yield what may explain a diagnostic, the nearest first."""
        beside = self._by_file[told.path]
        yield from _at_its_place(told, beside)
        yield from _in_its_file(told, beside)
        yield from self._elsewhere_in_the_pack(told)
        yield from self._at_what_it_names(told)
        yield from self._of_another_name(told)

    def _all(self, codes: Iterable[str]) -> Iterator[Diagnostic]:
        """Yield the diagnostics of the pack that have one of these codes."""
        for code in sorted(codes):
            yield from self._by_code.get(code, ())

    def _elsewhere_in_the_pack(self, told: Diagnostic) -> Iterator[Diagnostic]:
        code = told.code
        for each in self._all(causes.IN_THE_SAME_FOLDER.get(code, ())):
            if _folder(each) == _folder(told):
                yield each
        yield from self._all(causes.IN_THE_PACK.get(code, ()))
        if code == causes.ORPHAN:
            for each in self._all(causes.SCRIPT_OF_ANOTHER):
                if dict(each.params)["own"] == told.path:
                    yield each
        yield from _coded(self._by_file.get(MANIFEST, ()), causes.IN_THE_MANIFEST.get(code))

    def _at_what_it_names(self, told: Diagnostic) -> Iterator[Diagnostic]:
        """Yield what is wrong with the field or the component that a diagnostic refers to."""
        if told.code in causes.READING:
            for each in self._all(causes.UNDECLARED):
                if f"'{_name(each)}'" in told.message:
                    yield each
        ref = _ref(told)
        if ref:
            for each in self._all(causes.AT_WHAT_IS_NAMED.get(told.code, ())):
                named = _stem(each) == ref.rpartition(".")[2] or _ref(each) == ref
                if named and _accounts_for(each, told):
                    yield each

    def _of_another_name(self, told: Diagnostic) -> Iterator[Diagnostic]:
        """Yield where script and YAML have different names for the same parameter.

        That is the script if its own lines use another name than its function takes; otherwise the
        YAML, since then script, and maybe others, agree on a name.
        """
        name, code = _name(told), told.code
        if not name:
            return
        if code in causes.UNBOUND:
            yield from (each for each in self._all(causes.ARGUMENT) if _suggested(each) == name)
        elif code in causes.ARGUMENT or code in causes.NAMING:
            yield from self._unused_but_wanted(name)
        elif code in causes.UNUSED and self._is_unbound(told):
            wanted = _suggested(told)
            yield from (
                each for each in self._all(causes.ARGUMENT) if not wanted or _name(each) == wanted
            )
            yield from (each for each in self._all(causes.UNBOUND) if _name(each) == name)
        elif code == causes.SIGNATURE:
            yield from (each for each in self._all(causes.ARGUMENT) if _name(each) == name)
            yield from self._unused_but_wanted(name)

    def _unused_but_wanted(self, name: str) -> Iterator[Diagnostic]:
        """Yield what tells of an unused parameter that the script knows by this name."""
        for each in self._all(causes.UNUSED):
            if _suggested(each) == name and not self._is_unbound(each):
                yield each

    def _is_unbound(self, unused: Diagnostic) -> bool:
        """Tell whether lines of the script use the name of a parameter that it does not take."""
        return any(_name(each) == _name(unused) for each in self._all(causes.UNBOUND))


def _accounts_for(cause: Diagnostic, told: Diagnostic) -> bool:
    """Tell whether a diagnostic of the named component is about what another one tells."""
    if cause.code in causes.READING:
        return _name(cause) == _name(told)
    if told.code in causes.OF_RESULTS:
        return cause.path == told.path and cause.hint.startswith(causes.ANOTHER_MEANT)
    return True


def _at_its_place(told: Diagnostic, beside: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what may explain a diagnostic and is about the same value, or a part of it."""
    code, pointer = told.code, told.place.pointer
    here = [each for each in beside if each.place.pointer == pointer]
    if _tells_of_a_missing_key(told) and pointer:
        inside = [each for each in beside if each.place.pointer[:-1] == pointer]
        if len(inside) == 1 == len(here) and inside[0].template.startswith(UNKNOWN_KEY):
            yield inside[0]  # the only unknown key is the one that is missing, under another name
        yield from _naming(inside, {_name(told)})
    if code in causes.MISSED_INSIDE:
        inside = [each for each in beside if each.place.pointer[:-1] == pointer]
        yield from _naming(inside, causes.MISSED_INSIDE[code])
    if code == causes.AMBIGUOUS:
        yield from (each for each in here if each.code != code and each.severity > Severity.INFO)
    yield from _coded(here, causes.AT_THE_SAME_PLACE.get(code))
    yield from _in_its_field(told, beside)


def _in_its_field(told: Diagnostic, beside: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the keywords inside a value, or with one beside it."""
    code, pointer = told.code, told.place.pointer
    cause, key = causes.BESIDE.get(code, ("", ""))
    yield from (
        each for each in beside if each.code == cause and each.place.pointer == (*pointer[:-1], key)
    )
    keywords = causes.MISSED_KEYWORDS.get(code, ())
    for each in _coded(beside, causes.INSIDE.get(code)):
        if each.place.pointer[: len(pointer)] == pointer and _is_about(each, keywords):
            yield each


def _is_about(told: Diagnostic, keywords: Collection[str]) -> bool:
    """Tell whether a diagnostic is about one of these keywords of a schema, or suggests it."""
    at = told.place.pointer[-1:]
    return not keywords or any(at == (word,) or f"'{word}" in told.hint for word in keywords)


def _in_its_file(told: Diagnostic, beside: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    code = told.code
    yield from _coded(beside, causes.IN_THE_SAME_FILE.get(code))
    is_missing = _tells_of_a_missing_key(told) and not told.place.pointer
    missed = {_name(told)} if is_missing else causes.MISSED_KEYS.get(code, frozenset())
    yield from _naming(beside, missed)


def _naming(found: Iterable[Diagnostic], missed: Collection[str]) -> Iterator[Diagnostic]:
    """Yield the unknown keys that stand, by their hint, for one of those that are missed."""
    for each in found:
        unknown = each.template.startswith(UNKNOWN_KEY)
        if unknown and any(f"'{name}'" in each.hint for name in missed):
            yield each


def _coded(found: Iterable[Diagnostic], codes: frozenset[str] | None) -> Iterator[Diagnostic]:
    return (each for each in found if each.code in codes) if codes else iter(())


def _folder(told: Diagnostic) -> str:
    return told.path.rpartition("/")[0]


def _stem(told: Diagnostic) -> str:
    return told.path.rpartition("/")[2].partition(".")[0]


def _ref(told: Diagnostic) -> str:
    """Return the ref of the component that a diagnostic is about."""
    named = dict(told.params)
    return str(named.get("ref") or named.get("action") or "").strip("'")


def _name(told: Diagnostic) -> str:
    """Return the parameter that a diagnostic is about."""
    named = dict(told.params)
    return str(named.get("given") or named.get("name") or named.get("argument") or "").strip("'")


def _suggested(told: Diagnostic) -> str:
    """Return the name that a diagnostic suggests; "" if its hint is another one."""
    if not told.hint.endswith("?"):
        return ""
    return told.hint.removeprefix("did you mean '").removesuffix("'?")
