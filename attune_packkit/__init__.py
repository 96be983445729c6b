"""packkit: validate Attune automation packs and publish them as a registry."""

__version__ = "0.1.0"
