"""The way of a pack from its source to a registry: what commands are made of."""
