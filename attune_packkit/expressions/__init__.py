"""The expression language of workflows and rules: parsed, typed, never rendered."""
