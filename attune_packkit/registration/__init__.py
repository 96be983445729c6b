"""What a registry keeps of a pack: `records` as it is registered, `entries` as it is given back."""
