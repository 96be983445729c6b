"""What a workflow means: its graph, what is known at each task, and what each name stands for.

- `graph` says what leads to what, `fates` on which outcomes; `flow` what has run and is set before
  each task; `arrivals`, `together`, `starting` and `exclusion` answer single questions about it.
- `sites` are the places with expressions. At each, `reading` (with `naming` and `standing`) says
  what a name means, `names` what there is to mean; `rule_scopes` does both for rules and queues.
- `meaning` does all of this once for a pack. What is wrong becomes `slips`; `causes` (with
  `loose_ends` and `renamed`) leaves out what only follows from others, and each is reported by the
  check that has its code. `uses` hands on what only all packs together can judge.
- `origins`, `spreading` and `carrying` follow values; `picture` and `drawing` show the graph.
"""
