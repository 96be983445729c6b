"""Indexes of registries: read, made of packs, merged and checked."""
