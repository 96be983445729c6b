"""Settings that remember where they come from.

`settings` holds the record, `options` how each of them is written, and `loading` puts the layers
together: defaults, the `files`, the environment, the command line.
"""

from attune_packkit.config.loading import load
from attune_packkit.config.options import BY_KEY, OPTIONS, Option
from attune_packkit.config.settings import Layer, Loaded, Origin, Settings

__all__ = ["BY_KEY", "OPTIONS", "Layer", "Loaded", "Option", "Origin", "Settings", "load"]
