"""From what a user names to folders that hold packs, with nothing on the way trusted.

`local` finds packs on this machine; `reference` tells the kinds of sources apart, and a `request`
is what a resolver gets to fetch one. `access` gives it bytes by URL (`network`, within `policy` and
`addresses`), `git` repositories, `archives` files unpacked. `placing` puts a finished folder in its
place in one step, `exclusive` keeps others away meanwhile, and `checksums` tell packs apart.
"""
