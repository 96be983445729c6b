"""Settings that remember where they come from."""

from attune_packkit.config.loading import load
from attune_packkit.config.options import BY_KEY, OPTIONS, Option
from attune_packkit.config.settings import Layer, Loaded, Origin, Settings

__all__ = ["BY_KEY", "OPTIONS", "Layer", "Loaded", "Option", "Origin", "Settings", "load"]
