"""The parts of `attune_packkit.testing`, from which their names are to be imported.

`cases` reads packs and expectations from Markdown. The other modules hold what objects of plugins
must hold to, as classes of tests.
"""
