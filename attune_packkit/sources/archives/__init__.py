"""Archives of packs: unpacked only if nothing about them is doubtful, and written reproducibly."""

from attune_packkit.sources.archives.packing import write_archive
from attune_packkit.sources.archives.refusal import ArchiveError
from attune_packkit.sources.archives.roots import pack_root
from attune_packkit.sources.archives.unpacking import extract

__all__ = ["ArchiveError", "extract", "pack_root", "write_archive"]
