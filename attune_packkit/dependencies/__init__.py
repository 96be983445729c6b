"""What packs need of each other: version constraints, and the graph of packs."""
