"""From what a user names to folders that hold packs."""
