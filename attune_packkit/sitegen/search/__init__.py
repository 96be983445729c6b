"""The search index of a site: small files, of which a query fetches two or three.

`packkit.search(name, data)` in each file hands its data to the page, since a page on a file system
may load scripts and nothing else. `search.js` reads what is written here; the formats are:

- `manifest.js`: `{"chunk": pages in a chunk, "common": [words on so many pages that only some
  are listed], "kinds": [...], "pages": how many, "shards": [...], "stamp": a digest of all other
  files, which are fetched with it so that those of two builds never mix, "stop": [words that tell
  nothing]}`
- `s-<shard>.js`: `{word: [first, step, step, ...]}`: each number is the one before it and the
  step, and is page * 4096 + kind * 256 + fields. A shard holds the words that begin with its name;
  one that would be too large is split by one more letter.
- `d-<n>.js`: pages `n * chunk` and up: `[kind, ref, label, description, address]`
- `words.js`: every word, with blanks between, to find what a misspelt one may mean.
- `packs.js`: `[[ref, first page, kind, pages, kind, pages, ...], ...]`: the pages of a pack follow
  each other, those of one kind together; the last ref is "", for pages of no pack.
"""
