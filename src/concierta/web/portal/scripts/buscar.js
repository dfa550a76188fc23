// Looks through the index of the corte in the reader's own browser. Every sentence is in the page: this file has none.
const page = document.querySelector("[data-index]");
const field = page.querySelector("input"), list = page.querySelector("[data-found]");
const status = page.querySelector("[data-said]");
const texts = new Map();
for (const text of page.querySelector("template").content.querySelectorAll("[data-text]")) {
  texts.set(text.dataset.text, text.textContent);
}
const SHOWN = 50;
const ORDER = ["entity", "project", "indicator", "clause", "pledge"];

const say = (code, facts = {}) => texts.get(code).replace(/\{(\w+)\}/g, (gap, name) => facts[name] ?? gap);
// Accents and case tell nothing apart: "educacion" finds "Educación".
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// Lower is nearer: the code itself, its beginning, the name's beginning, a word's, anywhere; -1 for what lacks a word.
function distance(entry, terms) {
  let total = 0;
  for (const term of terms) {
    if (entry.code === term) continue;
    if (entry.code.startsWith(term)) total += 1;
    else if (entry.name.startsWith(term)) total += 2;
    else if (entry.name.includes(` ${term}`)) total += 3;
    else if (entry.name.includes(term) || entry.code.includes(term)) total += 4;
    else return -1;
  }
  return total;
}

function find(entries, words) {
  const terms = plain(words).split(/\s+/).filter(Boolean);
  if (!terms.length) return null;
  return entries
    .map((entry, place) => ({ entry, place, far: distance(entry, terms) }))
    .filter(({ far }) => far >= 0)
    .sort((a, b) => a.far - b.far || a.entry.kind - b.entry.kind || a.place - b.place)
    .map(({ entry }) => entry);
}

function line(entry) {
  const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
  link.href = page.dataset.root + entry.folder;
  link.textContent = entry.words;
  if (entry.spanish && !document.documentElement.lang.startsWith("es")) link.lang = "es";
  note.className = "small quiet";
  note.textContent = `${[texts.get(ORDER[entry.kind]), entry.shown].filter(Boolean).join(" ")}`;
  item.append(link, note);
  return item;
}

function show(entries) {
  const found = find(entries, field.value);
  list.replaceChildren(...(found ?? []).slice(0, SHOWN).map(line));
  const n = found?.length ?? 0;
  const code = n > SHOWN ? "many" : n > 1 ? "some" : n ? "one" : "none";
  status.textContent = found ? say(code, { n, shown: SHOWN }) : "";
}

async function begin() {
  page.hidden = false;
  field.value = new URLSearchParams(location.hash.slice(1)).get("que") ?? "";
  let rows;
  try {
    const answer = await fetch(page.dataset.index);
    if (!answer.ok) throw new Error(answer.status);
    rows = await answer.json();
  } catch { status.textContent = say("unread"); return; }
  const entries = rows.map(([kind, code, words, folder, spanish]) =>
    ({ kind: ORDER.indexOf(kind), code: plain(code), shown: code, name: plain(words), words, folder, spanish }));
  field.addEventListener("input", () => show(entries));
  // The words stay in the address after the "#", which is never sent: going back finds them again.
  field.addEventListener("change", () => {
    history.replaceState(null, "", `#${new URLSearchParams({ que: field.value })}`);
  });
  if (field.value) show(entries);
}

begin();
