"""Documents to frozen, typed components. Dialect differences live here and nowhere else.

- `pack` reads a whole pack: a `component` for each metadata file, after the `kinds`; `workflow` and
  `transitions` bring every spelling of a workflow into one form.
- `schema` holds a parameter schema of either dialect, `json_schema` turns it into JSON Schema,
  `validation` holds values against it within the bounds of `workload`, `wording` says what is
  wrong. `held_values` does so for the values in a schema, such as defaults, `schema_refs` for its
  references.
- `python` reads scripts: `python_facts` says what they do, as far as that is beyond doubt.
- A `summary` is what other packs may know of a pack, `summarizing` draws it up; a `catalog` looks
  refs up in the summaries of all, `arguments` compares calls with what they call.
"""
