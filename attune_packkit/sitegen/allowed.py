"""The HTML that a text of a pack may contain once its Markdown is rendered."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

_TAGS = (
    "a b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6"
    " hr i img input ins kbd li mark ol p pre q rp rt ruby s samp section small span strike strong"
    " sub summary sup table tbody td tfoot th thead tr tt u ul var wbr"
)
TAGS = frozenset(_TAGS.split())

_DROPPED_WHOLE = (
    "audio canvas embed iframe math noembed noframes noscript object plaintext script select style"
    " svg template textarea title video xmp"
)
"""Tags whose content is no text to be read; of all others only the tag itself goes."""

_ATTRIBUTES = {
    "a": {"href", "title", "id", "name"},
    "code": {"class"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "input": {"type", "checked"},
    "li": {"id"},
    "ol": {"start"},
    "section": {"class"},
}

_ALIGN = {"align": {"left", "center", "right"}}
_SPAN = {name: {str(number) for number in range(1, 51)} for name in ("colspan", "rowspan")}
_VALUES = {
    **dict.fromkeys(("p", "div", "h1", "h2", "h3", "h4", "h5", "h6"), _ALIGN),
    **dict.fromkeys(("td", "th"), _ALIGN | _SPAN),
}

SCHEMES = frozenset({"http", "https", "mailto"})


@cache
def cleaner() -> nh3.Cleaner:
    """Return what lets through the tags, attributes and schemes above and nothing else."""
    import nh3

    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=set(_DROPPED_WHOLE.split()),
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
