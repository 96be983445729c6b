"""The built-in reporters, one per file: pure functions from a run's result to text.

`text` is for people, with `excerpt` and `summary` as its parts and `terminal` for what a terminal
makes of text; the others are for programs. `plain` makes text of packs fit to show, `places` and
`wording` are shared by several reporters.
"""
