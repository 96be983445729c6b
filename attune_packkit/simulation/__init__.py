"""Play through what a rule or a workflow would do, without running anything.

`rule` and `workflow` are the two plays. A workflow goes task by task: `inputs` fills in what a task
is given, `performing` decides how it ends, `branches` what follows. What expressions see is the
`world`; what packs say about it is `declared`. What nobody can know before a run stays unknown, and
secrets are, too (`secrecy`).
"""
