// What the pages can do beyond being read. Everything works without it, less conveniently.
// Text of packs is only ever set as text, never as markup.
"use strict";

const root = document.documentElement.dataset.root || "";

/** Make an element with attributes and children; strings become text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Remember a choice; where storage is forbidden, until the page is left. */
const memory = {
  get(name) {
    try {
      return localStorage.getItem(`packkit-${name}`) || "";
    } catch {
      return "";
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`packkit-${name}`, value);
    } catch {
      // Nothing to remember it with.
    }
  },
};

/** Say something to people who listen to the page. */
const say = (() => {
  const region = make("p", { class: "unseen", role: "status" });
  document.body.append(region);
  return (text) => {
    region.textContent = text;
  };
})();

// Theme ---------------------------------------------------------------------------------------

const THEMES = { "": "Auto", light: "Light", dark: "Dark" };

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  const order = Object.keys(THEMES);
  const show = () => {
    const theme = document.documentElement.dataset.theme || "";
    button.textContent = THEMES[theme];
    button.setAttribute("aria-label", `Theme: ${THEMES[theme]}`);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme || "";
    const next = order[(order.indexOf(now) + 1) % order.length];
    if (next) document.documentElement.dataset.theme = next;
    else delete document.documentElement.dataset.theme;
    memory.set("theme", next);
    show();
  });
  show();
}

// Copy ----------------------------------------------------------------------------------------

/** Return the text of an element; of a listing without its line numbers. */
function textOf(element) {
  return element.textContent.replace(/\n$/, "");
}

async function copy(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Forbidden here, as in some frames: try the old way.
    }
  }
  const area = make("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const target = document.querySelector(button.dataset.copy);
  if (!target) continue;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(textOf(target));
    button.focus();
    button.textContent = done ? "Copied" : "Select and copy";
    say(done ? "Copied" : "Copying is not allowed here");
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}

// Tabs ----------------------------------------------------------------------------------------

document.querySelectorAll("[data-tabs]").forEach((group, at) => {
  const panels = [...group.querySelectorAll(":scope > [data-tab]")];
  if (panels.length < 2) return;
  const list = make("div", { role: "tablist", class: "tablist" });
  const tabs = panels.map((panel, index) => {
    panel.id = panel.id || `tab-${at}-${index}`;
    panel.setAttribute("role", "tabpanel");
    panel.querySelector("h3")?.setAttribute("hidden", "");
    const tab = make(
      "button",
      { type: "button", role: "tab", id: `${panel.id}-tab`, "aria-controls": panel.id },
      panel.dataset.tab,
    );
    panel.setAttribute("aria-labelledby", tab.id);
    panel.removeAttribute("aria-label");
    tab.addEventListener("click", () => choose(index, true));
    return tab;
  });
  const choose = (index, chosen) => {
    tabs.forEach((tab, other) => {
      tab.setAttribute("aria-selected", String(other === index));
      tab.tabIndex = other === index ? 0 : -1;
      panels[other].hidden = other !== index;
    });
    if (chosen) memory.set("tab", panels[index].dataset.tab);
  };
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const now = tabs.indexOf(document.activeElement);
    let next = step ? (now + step + tabs.length) % tabs.length : -1;
    if (event.key === "Home") next = 0;
    if (event.key === "End") next = tabs.length - 1;
    if (next < 0) return;
    event.preventDefault();
    choose(next, true);
    tabs[next].focus();
  });
  list.append(...tabs);
  group.prepend(list);
  group.classList.add("active");
  const known = panels.findIndex((panel) => panel.dataset.tab === memory.get("tab"));
  choose(Math.max(known, 0), false);
});

// Navigation beside the page --------------------------------------------------------------------

const FILTER_FROM = 12;

for (const field of document.querySelectorAll("[data-filter-for]")) {
  const list = document.getElementById(field.dataset.filterFor);
  const items = [...list.querySelectorAll("li")];
  field.hidden = items.length < FILTER_FROM;
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    for (const group of list.querySelectorAll("ul")) {
      group.hidden = !group.querySelector("li:not([hidden])");
      group.previousElementSibling.hidden = group.hidden;
    }
  });
}

for (const folded of document.querySelectorAll("[data-open-from]")) {
  const wide = matchMedia(`(min-width: ${folded.dataset.openFrom})`);
  const fit = () => {
    folded.open = wide.matches;
  };
  wide.addEventListener("change", fit);
  fit();
}

// Lists that can be sorted and filtered ----------------------------------------------------------

const SORTS = {
  name: ["Name", (a, b) => a.dataset.name.localeCompare(b.dataset.name)],
  newest: ["Newest", (a, b) => b.dataset.newest.localeCompare(a.dataset.newest)],
  size: ["Size", (a, b) => Number(b.dataset.size) - Number(a.dataset.size)],
};
const FILTERS = { category: "Category", runtime: "Runtime", license: "Licence" };

for (const list of document.querySelectorAll("[data-filter-list]")) {
  const items = [...list.children];
  if (items.length < 2) continue;
  const bar = make("div", { class: "sorting" });
  const count = make("p", { class: "note", role: "status" });
  const selects = {};
  const apply = () => {
    const chosen = Object.entries(selects).filter(([, select]) => select.value);
    let shown = 0;
    for (const item of items) {
      const fits = chosen.every(([name, select]) => {
        const value = item.dataset[name] || "";
        return name === "runtime" ? value.split(" ").includes(select.value) : value === select.value;
      });
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = shown === items.length ? "" : `${shown} of ${items.length} packs`;
  };
  const select = (name, label, options, changed) => {
    const field = make("select", { id: `by-${name}` });
    for (const [value, text] of options) field.append(make("option", { value }, text));
    field.addEventListener("change", changed);
    bar.append(make("label", {}, label, field));
    return field;
  };
  const sort = select(
    "order",
    "Sort by",
    Object.entries(SORTS).map(([name, [text]]) => [name, text]),
    () => list.append(...items.sort(SORTS[sort.value][1])),
  );
  for (const [name, label] of Object.entries(FILTERS)) {
    const values = new Set(
      items.flatMap((item) => {
        const value = item.dataset[name] || "";
        return name === "runtime" ? value.split(" ") : [value];
      }),
    );
    values.delete("");
    if (values.size < 2) continue;
    const options = [["", "All"], ...[...values].sort().map((value) => [value, value])];
    selects[name] = select(name, label, options, apply);
  }
  sort.value = list.dataset.filterList;
  list.before(bar, count);
}

// Graphs ----------------------------------------------------------------------------------------
// One that is wider than its page shows first where it begins.

for (const region of document.querySelectorAll(".wf-scroll")) {
  const entry = region.querySelector(".wf-entry");
  if (!entry || region.scrollWidth <= region.clientWidth) continue;
  const box = entry.getBoundingClientRect();
  region.scrollLeft += (box.left + box.right) / 2 - region.getBoundingClientRect().left - region.clientWidth / 2;
}

// Search ----------------------------------------------------------------------------------------
// Its script is fetched when somebody turns to it.

const loadSearch = (() => {
  let script = null;
  return () => {
    if (script) return;
    script = make("script", { src: `${root}assets/search.js?${document.documentElement.dataset.stamp}` });
    document.head.append(script);
  };
})();

const searchFields = [...document.querySelectorAll("form[data-search] input[type=search]")];
for (const field of searchFields) field.addEventListener("focus", loadSearch, { once: true });
if (document.querySelector("[data-search-page]")) loadSearch();
if (searchFields.includes(document.activeElement)) {
  // What the page shows comes first.
  document.activeElement.addEventListener("input", loadSearch, { once: true });
  window.addEventListener("load", loadSearch);
}

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = searchFields.find((each) => each.getClientRects().length);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
