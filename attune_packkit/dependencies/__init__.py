"""What packs need: of each other, of the platform, and of Python and Node.js.

`constraints` reads version ranges, `analysis` says what packs need and what of it is missing, and
`resolution` chooses a version of everything. `environment`, `requirements` and `node_packages` are
for the packages that scripts import. `cycles` finds what depends on itself,
`workflow_circles` the workflows that run each other in a circle.
"""
