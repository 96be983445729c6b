"""Play through what a rule or a workflow would do, without running anything."""
