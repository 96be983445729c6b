"""Workflows as pictures: a layered layout of our own, written as SVG when the site is built."""
