"""Workflows as pictures: a layered layout of our own, written as SVG when the site is built.

`drawing` is the way in. `scene` lays out a whole picture: `cards` set the text of each task,
`groups` the boxes within one box, `sheet` holds cards and lines with their places.

`arrange` lays out what hangs together, by the method of Sugiyama; `geometry` names what goes in
and out. `layers` turns the lines round that lead back, `ranks` makes room for bends and labels,
`crossings` orders each rank. `positions`, `alignment` and `ports` say where its items stand from
left to right, `heights` says where from top to bottom. `strokes` draws lines that go down,
`returns` those that go back up.

`svg` writes it all down, with `boxes`, `paths` and `markup`.
"""
