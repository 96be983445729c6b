"""The parts of the manual that are made from code: pages of Markdown, and the page for `man`."""

from attune_packkit.manual.man_page import man_page
from attune_packkit.manual.pages import pages

__all__ = ["man_page", "pages"]
