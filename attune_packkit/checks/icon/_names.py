"""The files in which Attune looks for an icon, best first."""

ENDINGS = ("svg", "png", "jpg", "jpeg", "ico")
NAMES = tuple(f"pack-icon.{ending}" for ending in ENDINGS)
