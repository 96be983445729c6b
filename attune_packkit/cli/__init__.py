"""The command line: one file a command, the only place that prints and exits.

`app` finds a command in the list of `commands` and runs it. Commands share the options in `common`;
`paths` says what the paths that they are given stand for, `console` where their output goes,
`reports` which reports a validation writes. `tables`, `paging` and `progress` are for people.
"""
