"""What changed between two versions of a pack for those who use it, and the version it asks for."""
