// Search: the field that every page has, and the page of results. Fetched by site.js.
// The format of the index is described in attune_packkit/sitegen/search/__init__.py.
"use strict";

const KIND_UNIT = 256;
const KINDS_OF_A_KEY = 16;
const WEIGHTS = [8, 5, 3, 1, 4, 1, 2, 0]; // name, label, tag, text, pack, parameter, first, whole
const KIND_WEIGHTS = { pack: 1.2, action: 1.1, workflow: 1.1, trigger: 1.05 };
const OF_PACKKIT = ["manual", "check"];
const TAG_FIELD = 4;
const TOLD_FIELDS = 15; // name, label, tag, text
const WHOLE_FIELD = 128;
const WHOLE_NAME = 40;
const OF_KIND = 6;
const ONE_WORD = 1e6;
const STEM = 0.8;
const GUESS = 0.5;
const ALIKE = 0.6;
const LONGEST_WORD = 40;
const MOST_WORDS = 8;
const MOST_PARTS = 4;
const MOST_GUESSES = 3;
const MOST_SAID = 80;
const LISTED = 8;
const PAGE = 50;

/** Words that people use for the same thing; asked for where the word itself finds little. */
const ALIKE_WORDS = [
  "delete remove destroy drop erase terminate",
  "restart reboot",
  "create add new make provision",
  "update edit modify change set",
  "get show read describe retrieve fetch",
  "list search find query",
  "start launch boot",
  "stop halt shutdown",
  "run execute invoke call",
  "send notify post",
  "email mail",
  "ticket issue incident",
  "vm machine instance server",
  "host server node",
  "alert alarm notification",
  "mute silence",
  "upload put attach",
  "file object document",
  "folder directory",
  "disk volume",
  "snapshot backup checkpoint",
  "restore revert rollback",
  "copy clone duplicate",
  "user account",
  "database db",
  "password secret",
  "role permission",
].map((group) => group.split(" "));

const index = {
  parts: new Map(),
  version: "",

  /** Load a part of the index once; a script, since a page on a file system may load nothing else. */
  load(name, file = `${name}.js`) {
    if (!this.parts.has(name)) {
      const part = {};
      part.ready = new Promise((resolve) => {
        part.resolve = resolve;
      });
      this.parts.set(name, part);
      const script = make("script", { src: `${root}search/${file}${this.version}` });
      script.addEventListener("error", () => part.resolve(null));
      document.head.append(script);
    }
    return this.parts.get(name).ready;
  },

  /** Load the part that says what the others are; these are then fetched in the version it names. */
  async manifest() {
    const manifest = await this.load("manifest");
    if (manifest) this.version = `?${manifest.stamp}`;
    return manifest;
  },

  shard(name) {
    const safe = [...name].map((c) => (/[a-z0-9]/.test(c) ? c : `~${c.codePointAt(0).toString(16)}`));
    return this.load(`s-${name}`, `s-${safe.join("")}.js`);
  },

  /** Return the names of the shards that may hold words that begin so, or this word alone. */
  async shardsOf(word) {
    const { shards } = await this.manifest();
    const within = shards.filter((name) => name.startsWith(word));
    const around = shards.filter((name) => word.startsWith(name) && name !== word);
    const longest = around.sort((a, b) => b.length - a.length).slice(0, 1);
    return within.length ? within.slice(0, MOST_PARTS) : longest;
  },

  /** Return what is shown of a page: kind, ref, label, description, address. */
  async page(number) {
    const { chunk } = await this.manifest();
    const pages = await this.load(`d-${Math.floor(number / chunk)}`);
    return pages ? pages[number % chunk] : null;
  },

  /** Return the runs of pages of one pack and one kind. */
  async runs() {
    const runs = [];
    for (const [ref, start, ...counts] of (await this.load("packs")) || []) {
      let first = start;
      for (let at = 0; at < counts.length; at += 2) {
        const end = first + counts[at + 1];
        runs.push({ ref, kind: counts[at], first, end });
        first = end;
      }
    }
    return runs;
  },
};

globalThis.packkit = {
  search(name, data) {
    index.parts.get(name)?.resolve(data);
  },
};

// Words -----------------------------------------------------------------------------------------

/** Take text apart as attune_packkit/sitegen/search/words.py does. */
function wordsOf(text) {
  const compared = text
    .replace(/([a-z0-9])(?=[A-Z])/g, "$1 ")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/g, " $& ");
  const words = compared.match(/[\p{L}\p{N}\p{M}]+/gu) || [];
  return words.map((word) => [...word].slice(0, LONGEST_WORD).join(""));
}

/** Take a query apart: words to find, and what `pack:`, `kind:` and `tag:` demand. */
function parse(text) {
  const asked = { words: [], pack: [], kind: [], tag: [] };
  for (const part of text.match(/(?:[^\s"]|"[^"]*"?)+/g) || []) {
    const field = /^(pack|kind|tag):(.*)$/is.exec(part);
    const value = (field?.[2] || "").replaceAll('"', "").trim().toLowerCase();
    if (!field) asked.words.push(...wordsOf(part));
    else if (value) asked[field[1].toLowerCase()].push(value);
  }
  asked.words = asked.words.slice(0, MOST_WORDS);
  return asked;
}

/** Return what a word may be a form of: parcels, parcel; stopping, stop. */
function stems(word) {
  const ends = { ies: 4, ing: 4, es: 4, ed: 4, s: 3 };
  const found = Object.entries(ends)
    .filter(([end, least]) => word.endsWith(end) && word.length - end.length >= least)
    .map(([end]) => word.slice(0, -end.length));
  return found.flatMap((stem) => (/([^aeiou])\1$/.test(stem) ? [stem, stem.slice(0, -1)] : [stem]));
}

/** Return the least number of edits from one word to another; more than `most` is `most + 1`. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[other.length];
}

/** Return those of `known` that a misspelt word may mean, the likeliest first. */
function nearest(word, known) {
  const found = [];
  for (const each of known) {
    // Two edits leave little of a word of six letters: its begin must agree, and no letter be lost.
    const near = each.length >= word.length && each.startsWith(word.slice(0, 2));
    const most = word.length > 6 || (word.length === 6 && near) ? 2 : 1;
    const whole = distance(word, each, most);
    const start = each.length > word.length ? distance(word, each.slice(0, word.length), 1) + 0.5 : 9;
    const edits = Math.min(whole, start);
    if (edits <= most) found.push([edits + (each[0] === word[0] ? 0 : 0.25), each]);
  }
  found.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
  return found
    .filter(([edits]) => edits <= found[0][0] + 0.25)
    .slice(0, MOST_GUESSES)
    .map(([, each]) => each);
}

// Finding ---------------------------------------------------------------------------------------
// A key is page * 16 + kind. What is found is a map from keys to scores.

function weight(fields) {
  return WEIGHTS.reduce((sum, each, bit) => sum + (fields & (1 << bit) ? each : 0), 0);
}

/** Add what was found elsewhere; a page keeps the better of two scores. */
function merge(found, other, factor = 1) {
  for (const [key, score] of other) {
    if (score * factor > (found.get(key) || 0)) found.set(key, score * factor);
  }
}

/** Return how much a word counts that begins with what was asked for: most if that is all of it. */
function nearness(word, known) {
  if (known === word) return 2;
  return known === `${word}s` ? 1.6 : word.length / known.length;
}

/** Return the pages with words that begin with `word`. */
async function beginning(word, { field = 0, whole = false } = {}) {
  const found = new Map();
  const names = await index.shardsOf([...word].slice(0, 6).join(""));
  for (const shard of await Promise.all(names.map((name) => index.shard(name)))) {
    for (const [known, steps] of Object.entries(shard || {})) {
      if (!known.startsWith(word) || (whole && known !== word)) continue;
      const factor = nearness(word, known);
      let posting = 0;
      for (const step of steps) {
        posting += step;
        const fields = posting % KIND_UNIT;
        if (field && !(fields & field)) continue;
        const key = Math.floor(posting / KIND_UNIT);
        const score = weight(fields) * factor;
        if (score > (found.get(key) || 0)) found.set(key, score);
      }
    }
  }
  return found;
}

/** Return the pages with a word, in any of its forms. */
async function matches(word, field = 0) {
  const found = await beginning(word, { field });
  for (const stem of stems(word)) merge(found, await beginning(stem, { field }), STEM);
  return found;
}

/** Return other words for the same thing. */
function alike(word) {
  const forms = [word, ...stems(word)];
  const groups = ALIKE_WORDS.filter((group) => forms.some((form) => group.includes(form)));
  return [...new Set(groups.flat())].filter((other) => !forms.includes(other));
}

/** Return the pages with one of the words of a query, also where a page joins it to the next one. */
async function matchesAt(words, at) {
  const found = await matches(words[at]);
  const pairs = [words.slice(at - 1, at + 1), words.slice(at, at + 2)].filter((pair) => pair.length > 1);
  for (const pair of pairs) merge(found, await beginning(pair.join("")));
  for (const name of [words[at], ...pairs.map((pair) => pair.join("_"))]) merge(found, await ofKind(name));
  return found;
}

/** Return every page of the kind that is called so, if one is. */
async function ofKind(name) {
  const { kinds } = await index.manifest();
  const called = kindsCalled(name, kinds, false);
  const runs = called.length ? await index.runs() : [];
  return new Map(everyPage(runs.filter((run) => called.includes(run.kind))).map((key) => [key, OF_KIND]));
}

/** Return the pages that have every one of several words, of which those that are `free` may miss. */
function every(results, free = []) {
  const needed = results.filter((_, at) => !free[at]);
  const [first, ...others] = [...(needed.length ? needed : results)].sort((a, b) => a.size - b.size);
  const found = new Map();
  for (const key of first.keys()) {
    if (others.every((other) => other.has(key))) {
      found.set(key, results.reduce((sum, result) => sum + (result.get(key) || 0), 0));
    }
  }
  return found;
}

/** Return the pages that have some of several words; more words first, then rarer ones. */
function some(results, pages) {
  const found = new Map();
  for (const result of results) {
    const rarity = Math.log2(1 + pages / (result.size || 1)) ** 2;
    for (const [key, score] of result) found.set(key, (found.get(key) || 0) + ONE_WORD + score * rarity);
  }
  return found;
}

/** Return the pages with the words of a query, and how they were found. */
async function withWords(words, tags, pages) {
  const { stop, common, kinds } = await index.manifest();
  const telling = words.map((_, at) => at).filter((at) => !stop.includes(words[at]));
  const places = telling.length || tags.length ? telling : [...words.keys()];
  const tagged = tags.flatMap(wordsOf);
  const results = await Promise.all([
    ...places.map((at) => matchesAt(words, at)),
    ...tagged.map((word) => matches(word, TAG_FIELD)),
  ]);
  const free = places.map((at) => common.includes(words[at]));
  let found = every(results, free);
  const asked = places.map((at) => words[at]);
  let others = [];
  if (found.size < LISTED) {
    others = await addAlike(results, asked, kinds);
    found = every(results, free);
  }
  const more = free.length > 0 && free.every(Boolean);
  if (found.size) return { ...(await withNames(found, words)), others, more, guessed: [], partly: false };
  const guessed = await addGuesses(results, asked, tagged);
  found = every(results, free);
  if (found.size) return { found, others, more, guessed, partly: false };
  const partly = results.length > 1;
  return { found: some(results.slice(0, places.length), pages), others, more, guessed, partly };
}

/** Add to the results of words what has other words for the same thing; return those words. */
async function addAlike(results, words, kinds) {
  const others = words.flatMap((word, at) => alike(word).map((other) => [at, other]));
  const found = await Promise.all(others.map(([, other]) => beginning(other, { field: TOLD_FIELDS })));
  others.forEach(([at], number) => merge(results[at], ofPacks(found[number], kinds), ALIKE));
  return others.filter((_, number) => found[number].size).map(([, other]) => other);
}

/** Add to the results of words and tags what has near ones; return the near ones of unknown words. */
async function addGuesses(results, words, tagged) {
  const guessed = [];
  const all = ((await index.load("words")) || "").split(" ");
  for (const [at, word] of [...words, ...tagged].entries()) {
    if (word.length < 3) continue;
    const better = nearest(word, all).filter((each) => each !== word);
    for (const each of better) {
      merge(results[at], await matches(each, at < words.length ? 0 : TAG_FIELD), GUESS);
    }
    if (!(await beginning(word)).size) guessed.push(...better);
  }
  return guessed;
}

/** Let pages gain whose name is all that was asked for, these are `whole`, or its end. */
async function withNames(found, words) {
  const whole = new Set();
  for (const at of words.keys()) {
    const name = [...words.slice(at).join("")].slice(0, LONGEST_WORD).join("");
    for (const [key] of await beginning(name, { field: WHOLE_FIELD, whole: true })) {
      if (!found.has(key)) continue;
      found.set(key, found.get(key) + WHOLE_NAME);
      if (!at) whole.add(key);
    }
  }
  return { found, whole };
}

/** Return the numbers of the kinds that somebody may call so; also shortly, unless that is too free. */
function kindsCalled(name, kinds, shortly = true) {
  const plain = name.replaceAll("-", "_").replace(/ies$/, "y");
  const same = (kind) => kind === plain || `${kind}s` === plain;
  const chosen = kinds.some(same) ? same : (kind) => shortly && kind.startsWith(plain);
  return kinds.map((kind, at) => (chosen(kind) ? at : -1)).filter((at) => at >= 0);
}

/** Return the refs of the packs that somebody may call so: this one, those that begin so, or near ones. */
function packsCalled(name, refs) {
  if (refs.includes(name)) return [name];
  const longer = refs.filter((ref) => ref.toLowerCase().startsWith(name));
  return longer.length ? longer : nearest(name, refs);
}

/**
 * Find pages: `found` are keys, the best first; `guessed` the words that were taken for misspelt
 * ones and `others` those for the same thing; `partly` whether no page has all words; `more` whether
 * some pages are not listed; `failed` whether there is no index.
 */
async function find(text) {
  const asked = parse(text);
  const manifest = await index.manifest();
  if (!manifest) return { found: [], guessed: [], partly: false, failed: true };
  const kinds = asked.kind.flatMap((name) => kindsCalled(name, manifest.kinds));
  let runs = asked.pack.length || asked.kind.length ? await index.runs() : [];
  if (asked.kind.length) runs = runs.filter((run) => kinds.includes(run.kind));
  if (asked.pack.length) {
    const refs = [...new Set(runs.map((run) => run.ref))].filter(Boolean);
    const wanted = asked.pack.flatMap((name) => packsCalled(name, refs));
    runs = runs.filter((run) => wanted.includes(run.ref));
  }
  if (!asked.words.length && !asked.tag.length) {
    const limited = asked.pack.length + asked.kind.length > 0;
    return { found: limited ? everyPage(runs) : [], guessed: [], partly: false };
  }
  const made = await withWords(asked.words, asked.tag, manifest.pages);
  const within = ([key]) => {
    const number = Math.floor(key / KINDS_OF_A_KEY);
    if (asked.kind.length && !kinds.includes(key % KINDS_OF_A_KEY)) return false;
    return !asked.pack.length || runs.some(({ first, end }) => first <= number && number < end);
  };
  const factors = manifest.kinds.map((kind) => KIND_WEIGHTS[kind] || 1);
  const ranked = [...made.found]
    .filter(within)
    .map(([key, score]) => {
      const fine = score % ONE_WORD;
      return [key, score - fine + fine * factors[key % KINDS_OF_A_KEY]];
    })
    .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return { ...made, found: packsFirst(ranked, manifest.kinds, made.whole || new Set()) };
}

/** Return what was found without the pages of packkit itself. */
function ofPacks(found, kinds) {
  return [...found].filter(([key]) => !OF_PACKKIT.includes(kinds[key % KINDS_OF_A_KEY]));
}

/** Return the keys of ranked pages, last those of packkit itself unless all of their name is asked. */
function packsFirst(ranked, kinds, whole) {
  const own = OF_PACKKIT.map((kind) => kinds.indexOf(kind));
  const isLast = (key) => own.includes(key % KINDS_OF_A_KEY) && !whole.has(key);
  const keys = ranked.map(([key]) => key);
  return [...keys.filter((key) => !isLast(key)), ...keys.filter(isLast)];
}

function everyPage(runs) {
  return runs.flatMap(({ kind, first, end }) =>
    Array.from({ length: end - first }, (_, at) => (first + at) * KINDS_OF_A_KEY + kind),
  );
}

/** Return what is shown of the pages with these keys. */
async function pagesOf(keys) {
  const pages = await Promise.all(keys.map((key) => index.page(Math.floor(key / KINDS_OF_A_KEY))));
  return pages.filter(Boolean);
}

// Showing ---------------------------------------------------------------------------------------

/** Return text in which the words that were asked for are marked. */
function marked(text, words) {
  const parts = text.split(/([\p{L}\p{N}\p{M}]+)/u);
  return parts.map((part, at) => {
    const fits = at % 2 && wordsOf(part).some((each) => words.some((word) => each.startsWith(word)));
    return fits ? make("mark", {}, part) : part;
  });
}

/** Return what a result shows: label, kind, ref and the first words of its description. */
function shown(kinds, page, words) {
  const [kind, ref, label, description] = page;
  const result = make("span", { class: "result" });
  result.append(make("strong", {}, ...marked(label, words)), " ");
  result.append(make("span", { class: "kind" }, kinds[kind].replace("_", " ")), " ");
  result.append(make("code", {}, ...marked(ref, words)));
  if (description) result.append(" ", make("span", { class: "note" }, ...marked(description, words)));
  return result;
}

/** Return the beginning of a long text. */
function brief(text) {
  const chars = [...text];
  return chars.length > MOST_SAID ? `${chars.slice(0, MOST_SAID).join("")}…` : text;
}

/** Say in words what was found. */
function summary({ found, guessed, partly, failed, more }, text) {
  if (failed) return "The search index could not be loaded.";
  if (!found.length) return `Nothing found for “${brief(text)}”.`;
  const count = found.length.toLocaleString("en");
  const number = `${more ? "More than " : ""}${count} ${found.length === 1 ? "result" : "results"}`;
  const instead = guessed.length ? ` for ${[...new Set(guessed)].map((word) => `“${word}”`).join(", ")}` : "";
  return partly ? `No page has all of these words. ${number} with some of them` : number + instead;
}

function wordsAsked(text, { guessed, others = [] }) {
  return [...new Set([...parse(text).words, ...guessed, ...others])];
}

/** Say what to try where nothing was found. */
function advice() {
  return make("p", { class: "note" }, "Try fewer or other words, or look through ",
    make("a", { href: `${root}a-z/index.html` }, "the index of names"), " and ",
    make("a", { href: `${root}tags/index.html` }, "the tags"), ".");
}

// The field: a combobox whose list leads to the pages.

for (const field of searchFields) {
  const { form } = field;
  const list = make("ul", { role: "listbox", id: `${field.id}-results`, "aria-label": "Results" });
  const told = make("p", { class: "note" });
  const popup = make("div", { class: "results", hidden: true }, told, list);
  form.append(popup);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let active = -1;
  let latest = 0;

  const close = () => {
    latest++;
    popup.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    const options = [...list.children];
    active = (next + options.length + 1) % (options.length + 1);
    if (active === options.length) active = -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  };
  const option = (href, content, at) =>
    make("li", { role: "option", id: `${list.id}-${at}`, "aria-selected": "false" },
      make("a", { href, tabindex: "-1" }, content));
  const show = async () => {
    const text = field.value.trim();
    const turn = ++latest;
    if (!text) {
      close();
      return;
    }
    const answer = await find(text);
    const pages = await pagesOf(answer.found.slice(0, LISTED));
    const manifest = await index.manifest();
    if (turn !== latest) return;
    const words = wordsAsked(text, answer);
    const options = pages.map((page, at) => option(root + page[4], shown(manifest.kinds, page, words), at));
    if (answer.found.length > LISTED) {
      const all = `${form.getAttribute("action")}?q=${encodeURIComponent(text)}`;
      options.push(option(all, `All ${answer.found.length.toLocaleString("en")} results`, LISTED));
    }
    list.replaceChildren(...options);
    list.hidden = !options.length;
    active = -1;
    field.removeAttribute("aria-activedescendant");
    told.textContent = summary(answer, text);
    told.hidden = Boolean(options.length) && !answer.guessed.length && !answer.partly;
    popup.hidden = false;
    field.setAttribute("aria-expanded", String(!list.hidden));
    say(told.textContent);
  };

  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    const open = !popup.hidden;
    if (event.key === "ArrowDown" && open) mark(active + 1);
    else if (event.key === "ArrowDown" && field.value.trim()) show();
    else if (event.key === "ArrowUp" && open) mark(active < 0 ? list.children.length - 1 : active - 1);
    else if (event.key === "Escape" && open) close();
    else if (event.key === "Enter" && active >= 0) list.children[active].querySelector("a").click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  if (document.activeElement === field) {
    index.manifest();
    show();
  }
}

// The page of results.

for (const place of document.querySelectorAll("[data-search-page]")) {
  const asked = (new URLSearchParams(location.search).get("q") || "").trim();
  for (const field of searchFields) field.value = asked;
  const answer = async () => {
    const found = await find(asked);
    const manifest = await index.manifest();
    const words = wordsAsked(asked, found);
    const list = make("ul", { class: "found" });
    const more = make("button", { type: "button", class: "more" }, "More results");
    const add = async () => {
      const start = list.children.length;
      const pages = await pagesOf(found.found.slice(start, start + PAGE));
      list.append(...pages.map((page) =>
        make("li", {}, make("a", { href: root + page[4] }, shown(manifest.kinds, page, words)))));
      more.hidden = list.children.length >= found.found.length;
      if (start) list.children[start]?.querySelector("a").focus();
    };
    more.addEventListener("click", add);
    await add();
    const lead = make("p", { class: "lead" }, summary(found, asked));
    place.replaceChildren(lead, ...(found.found.length ? [list, more] : [advice()]));
    say(lead.textContent);
    document.title = `${brief(asked)} · ${document.title}`;
  };
  if (asked) answer();
  else {
    place.replaceChildren(
      make("p", { class: "lead" }, "Names, labels, tags, parameters and descriptions are searched."),
      make("p", {}, "Narrow a search with ", make("code", {}, "pack:"), ", ",
        make("code", {}, "kind:"), " or ", make("code", {}, "tag:"), ", as in ",
        make("code", {}, "kind:workflow release"), "."),
    );
  }
}
