"""rule.payload_in_command."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import COMMANDS, Call, Finding, Relays, Severity, check, finding, shown


@check("rule.payload_in_command", severity="warning", layer="expressions", since="0.1")
def payload_in_command(call: Call, relays: Relays) -> Iterator[Finding]:
    """A rule puts what an event brought into a command line.

    Whoever can send the event, such as the caller of a webhook, then decides which commands run.
    That holds as well where a workflow hands its parameter on to a command line. Of an action that
    no shell runs, or that is not known, it is an info.

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
    for carried in call.carried:
        if carried.what != "event":
            continue
        target = call.target.ref
        shell = relays.shell(target, carried.name)
        if shell and shell != target:
            yield finding(
                carried.place,
                "'{path}' becomes part of a command line of '{shell}', to which '{ref}' hands it"
                " on, so whoever sends the event decides what runs",
                hint="pass it in a parameter of its own, which the script quotes",
                path=carried.path,
                name=shown(carried.name),
                shell=shell,
                ref=target,
            )
        elif carried.name in COMMANDS:
            yield finding(
                carried.place,
                "'{path}' becomes part of a command line of '{ref}', so whoever sends the event"
                " decides what runs",
                hint="pass it in a parameter of its own, which the script quotes",
                severity=None if shell else Severity.INFO,
                path=carried.path,
                name=shown(carried.name),
                ref=target,
            )
