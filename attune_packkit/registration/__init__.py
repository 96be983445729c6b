"""What a registry keeps of a pack: the documents' records, and how they are shown."""
