"""Indexes of registries: read, made of packs, merged and checked.

`index` reads one, refusing entries that are not safe to use. An `entry` is made from the files of a
pack; `sourcing` says where the pack can be fetched, `assembling` makes an index of entries. `form`
and `between_entries` are what must hold of each and of all together; `auditing` tells of both.
There are three formats: the official one, the `extended` one, and that of `releases`.
"""
