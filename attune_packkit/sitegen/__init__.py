"""The registry as a static site: page models, templates, and what turns one into the other.

`cards` hold what the whole site needs of each pack, `registry` all cards; `sources` hold what pages
of one pack are made from. `building` makes the files: `packs`, `components`, `lists` and their like
fill the `models` of pages (and `component_models`, `list_models`), `templating` renders them,
`addresses` says where they lie and `output` writes them. Text of strangers goes through `markdown`
and `sanitising`, pictures through `vector` and `rasters`. Workflows are drawn in `graph`; `search`
is the index for the search box.
"""
