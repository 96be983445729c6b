"""Built-in ways to run one piece of work over many packs."""
