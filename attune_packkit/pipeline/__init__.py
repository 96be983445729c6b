"""The way of a pack from its source to a registry: what commands are made of.

An installation has five steps, each a command of its own and `installing` all in a row:

1. `downloading` fetches packs (`downloads` are its records, `resolving` chooses who fetches);
2. `dependencies` says what they need, from `manifests` alone;
3. `environments` builds what they need beside themselves;
4. `pack_tests` runs their tests;
5. `registering` puts them into an `installation`, by `placement` of a finished copy.

`syncing` and `uninstalling` change an installation later; `locking` and `bundling` fix what is to
be installed. For registries, `index_files` changes an index, `indexing` makes one of packs,
`releasing` makes one with several versions, and `publishing` makes a site, with the package `site`.
"""
