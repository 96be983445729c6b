"""Checks: the record, their inputs, the engine that runs them, and the choice of what to report.

A `check` names its `inputs` as parameters; `plan` works out from the names which check runs on
which subjects, and `engine` runs them: once for each pack, once over the summaries of all packs.
What they find goes through `selection` (codes, severities), `ignoring` (comments), `baseline` and
`consequences` (what another diagnostic explains, by the tables of `causes`); `locating` finds the
lines; `result` is what reporters get. `static` finds the built-in checks without importing them,
`violations` are the findings of the JSON Schemas, and `own` holds the checks that report on the run
itself. `containment` guards against the checks of plugins.
"""
