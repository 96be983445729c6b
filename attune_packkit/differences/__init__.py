"""What changed between two versions of a pack for those who use it, and the version it asks for.

`packs` compares two packs, `components` and `schemas` what is in them; `types` says whether one
schema allows more than another. Each `difference` has an impact, and `verdict` sums them up.
"""
