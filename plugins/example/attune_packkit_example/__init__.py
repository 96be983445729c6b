"""An example of a packkit plugin: packs by owning team."""
