"""rule.payload_in_command."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Call, Catalog, Finding, Severity, check, finding, shown

_COMMANDS = frozenset({"cmd", "command", "commands", "script", "shell_command"})


@check("rule.payload_in_command", severity="warning", layer="expressions", since="0.1")
def payload_in_command(call: Call, catalog: Catalog) -> Iterator[Finding]:
    """A rule puts what an event brought into a command line.

    Whoever can send the event, such as the caller of a webhook, then decides which commands run.
    Of an action that no shell runs, or that is not known, it is an info.

    Bad:
        ```yaml actions/run.yaml
        ref: parcels.run
        runner_type: shell
        entry_point: run.sh
        parameters:
          cmd: {type: string, description: Command line to run}
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml rules/label_arrivals.yaml
        ref: parcels.label_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.run
        action_params:
          cmd: "print-label {{ event.payload.receiver }}"
        ```

    Good:
        ```yaml actions/label.yaml
        ref: parcels.label
        runner_type: shell
        entry_point: label.sh
        parameters:
          receiver: {type: string, description: Who gets the parcel}
        ```
        ```yaml triggers/arrived.yaml
        ref: parcels.arrived
        ```
        ```yaml rules/label_arrivals.yaml
        ref: parcels.label_arrivals
        trigger_ref: parcels.arrived
        action_ref: parcels.label
        action_params:
          receiver: "{{ event.payload.receiver }}"
        ```
    """
    found = [each for each in call.carried if each.what == "event" and each.name in _COMMANDS]
    if not found:
        return
    defined = catalog.find("action", call.target.ref)
    shell = defined is not None and defined.runner == "core.shell"
    for carried in found:
        yield finding(
            carried.place,
            "'{path}' becomes part of a command line of '{ref}', so whoever sends the event"
            " decides what runs",
            hint="pass it in a parameter of its own, which the script quotes",
            severity=None if shell else Severity.INFO,
            path=carried.path,
            name=shown(carried.name),
            ref=call.target.ref,
        )
