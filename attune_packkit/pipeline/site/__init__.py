"""Building the registry's site: packs gathered, pages written, and what the next build may keep.

`gathering` reads each pack once and makes a small card of it; `versions` sorts them, after
`history` has found older ones. `writing` writes the files, with `rendering` for the pages of packs,
and `remembering` lets the next build leave alone what would be the same. `keeping` holds the last
good version of a pack, `preview` serves the site while its packs change.
"""
