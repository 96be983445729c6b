"""Bytes to values with positions on demand. Nothing here raises for what a file holds.

`reader` reads a file: with `quick` if nothing about it can be worth reporting, else with
`composing`, which knows faults, with `syntax_errors` for files that are no YAML. Either gives a
`document`, without positions; `events` finds those in the text when something is to be shown there.
"""
