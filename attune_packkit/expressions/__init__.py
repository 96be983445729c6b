"""The expression language of workflows and rules: parsed, typed, never rendered.

`template` splits text at `{{` and `}}`, `parser` makes `nodes` of what is between. `typer` works
out the `types` of nodes, for the checks; `evaluator` works out `values`, for simulations. The
signatures of functions and filters are in `functions`; what they do is in `library` for today's
engine and in `filters` for the classic one. `operators` tells which binds tighter, `operations`
what they do.
"""
