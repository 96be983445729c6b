"""What objects of plugins must hold to, as tests. Import it from `attune_packkit.testing`."""
