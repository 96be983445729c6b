"""What a workflow means: its graph, what is known at each task, and what each name stands for.

- `graph` says what leads to what, `fates` on which outcomes; `flow` what has run and is set before
  each task; `arrivals`, `together`, `starting` and `exclusion` answer single questions about it.
- `names` are what there is to name in a workflow, `name_types` of which type each is. `sites` are
  the places with expressions; at each, `workflow_scope` says what a name means: what the workflow
  declares (`declared_names`, with `standing`), or what is built in. `rule_scopes` does the same
  for rules and queues.
- `meaning` does all of this once for a pack. What is wrong becomes `slips`; `causes` (with
  `loose_ends` and `renamed`) leaves out what only follows from others, and each is reported by the
  check that has its code. `uses` hands on what only all packs together can judge.
- `origins`, `spreading` and `carrying` follow values; `picture` and `drawing` show the graph.
"""
