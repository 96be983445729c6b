"""packkit: validate Attune automation packs and publish them as a registry.

The way of a pack, and the packages in which each step is told:

- `sources` finds or fetches its folder, `tree` lists the files, `documents` parses them;
- `model` makes typed components of the documents, `expressions` and `workflows` say what the
  templates and workflows in them mean;
- `checking` runs the checks in `checks` over that and chooses what is reported, `reporters` write;
- `dependencies`, `environments` and `packtests` do for an installation what its name says,
  `registration` and `registrars` keep what is installed;
- `registry` makes and reads indexes, `sitegen` pages.

`session` puts checking together, `pipeline` all the rest; `cli` turns both into commands. What
plugins may import is `api`, and all that they can add is in `hookspec`. A module imports only from
those that stand before it in `tests/architecture/test_layers.py`.
"""

__version__ = "0.1.0"
