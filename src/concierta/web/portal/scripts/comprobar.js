// Checks, in the reader's own browser, that a figure is in the signed log. Every sentence is in the page: this file has
// none. A step that the page does not show is done and not told.
import { Failure, Tiles, hex, leafHash, parseCheckpoint, parseKey, proveEntry, rootAt, seenBy, signedBy } from "./log.js";
import { comparison } from "./figure.js";

const page = document.querySelector("[data-log]");
// Dates as the rest of the site writes them: 30 June 2025.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const base = new URL(page.dataset.log, location.href);
const MARKS = { good: "✓", bad: "✕", unknown: "?" };
const texts = new Map();
for (const text of page.querySelector("template").content.querySelectorAll("[data-text]")) {
  texts.set(text.dataset.text, text.textContent);
}

// The sentence `code` with its gaps filled; texts of the log are only ever text, never markup.
const say = (code, facts = {}) =>
  (texts.get(code) ?? code).replace(/\{(\w+)\}/g, (gap, name) => facts[name] ?? gap);
// What an act is called; one that this page does not know yet is shown as the log writes it.
const kind = (act) => texts.get(`kind.${act.kind}`) ?? act.kind;
const number = (value) => (/^-?\d+(\.\d+)?$/.test(value)
  ? new Intl.NumberFormat(language, { maximumFractionDigits: 9, useGrouping: "always" }).format(value) : String(value));
const written = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
// A time that no calendar reaches is shown as its number: no witness can stop the page with one.
const moment = (milliseconds) =>
  (Math.abs(milliseconds) <= 8.64e15 ? written.format(milliseconds) : String(milliseconds));

async function read(path) {
  let answer;
  try { answer = await fetch(new URL(path, base), { cache: "no-cache" }); } catch { throw new Failure("unreachable", { path }); }
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Failure("unreachable", { path });
  return new Uint8Array(await answer.arrayBuffer());
}

async function readText(path) {
  const found = await read(path);
  if (!found) throw new Failure("missing", { path });
  return new TextDecoder().decode(found);
}

function show(place, state, text) {
  place.dataset.state = state;
  const mark = place.querySelector("[data-mark]"), found = place.querySelector("[data-found]");
  mark.textContent = MARKS[state];
  place.querySelector("[data-word]").textContent = say(`word.${state}`);
  found.textContent = text;
  found.hidden = false;
}

function check() {
  const failed = [], states = {};
  // `act` gives [state, sentence, value]; what it throws is told in the step that asked for it.
  return {
    failed, states,
    async step(name, needs, act) {
      const place = page.querySelector(`[data-step="${name}"]`);
      let state, text, value;
      if (needs.some((need) => need === undefined)) [state, text] = ["unknown", say("skipped")];
      else {
        try { [state, text, value] = await act(); } catch (error) {
          const known = error instanceof Failure;
          // An old browser has no Ed25519 (NotSupportedError): that says nothing about the log.
          state = error.name === "NotSupportedError" ? "unknown" : "bad";
          text = known ? say(error.code, error.facts) : say(state === "bad" ? "unexpected" : "old", { error });
        }
      }
      states[name] = state;
      if (place) {
        show(place, state, text);
        if (state === "bad") failed.push(place.querySelector("[data-title]").textContent);
      }
      return value;
    },
  };
}

// Signatures: the log's own, with the key that the site shows, and those of the witnesses it names.
const signature = async (checkpoint) => {
  const key = await parseKey((await readText("vkey")).trim());
  const signed = await signedBy(checkpoint, key);
  if (signed === null) throw new Failure("unsigned", { key: key.text });
  if (!signed) throw new Failure("forged", { key: key.text });
  if (key.name !== checkpoint.origin) throw new Failure("origin", { name: key.name, origin: checkpoint.origin });
  return ["good", say("signed", { key: key.text }), key];
};

const witnesses = async (checkpoint) => {
  const seen = [], unread = [];
  const lines = new TextDecoder().decode((await read("witnesses")) ?? new Uint8Array()).split("\n").filter(Boolean);
  for (const line of lines) {
    let key;
    try { key = await parseKey(line); } catch (error) {
      if (error.code !== "algorithm") throw error;
      unread.push(say("unread", error.facts));
      continue;
    }
    const time = await seenBy(checkpoint, key);
    if (time === false) throw new Failure("cosignature", { name: key.name });
    if (time !== null) seen.push(say("seen", { name: key.name, moment: moment(time * 1000) }));
  }
  return [seen.length ? "good" : "unknown", [...(seen.length ? seen : [say("alone")]), ...unread].join("; ")];
};

// What this browser saw before must be the beginning of what it sees now (RFC 9162 §2.1.4, from the tiles themselves).
const memory = async (checkpoint, tiles) => {
  const shelf = `concierta-log ${checkpoint.origin}`, now = { size: checkpoint.size, root: hex(checkpoint.root) };
  let before = null;
  try { before = JSON.parse(localStorage.getItem(shelf)); } catch { /* nothing kept, or a private window */ }
  if (before) {
    const facts = { size: number(before.size), found: number(now.size), moment: moment(before.at) };
    if (before.size > now.size) throw new Failure("shrank", facts);
    if (hex(await rootAt(tiles, before.size)) !== before.root) throw new Failure("rewritten", facts);
    return ["good", say("remembered", facts), now];
  }
  return ["unknown", say("first"), now];
};

const element = (name, ...content) => {
  const made = document.createElement(name);
  made.append(...content);
  return made;
};

function tell(rows) {
  const table = page.querySelector("[data-comparison]");
  table.querySelector("tbody").replaceChildren(...rows.map(({ name, said, found, verdict }) => {
    // A hash that is the same is told by its beginning; one that is not, whole.
    const shown = (value) => (/^(reported|verified)$/.test(name) ? number(value) : name === "outcome" ? say(`outcome.${value}`)
      : said === found && /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 16)}…` : value);
    const head = element("th", say(`row.${name}`), element("span", `${MARKS[verdict]} ${say(`compared.${verdict}`)}`));
    head.scope = "row";
    head.dataset.state = verdict;
    return element("tr", head, element("td", shown(said)), element("td", shown(found)));
  }));
  table.hidden = rows.length === 0;
}

async function run() {
  const claim = new URLSearchParams(location.hash.slice(1));
  const index = /^\d{1,15}$/.test(claim.get("acto") ?? "") ? Number(claim.get("acto")) : null;
  const about = claim.get("reporte");
  for (const part of page.querySelectorAll("[data-for]")) {
    const wanted = { act: index !== null, figure: index !== null && about, none: index === null };
    part.hidden = !wanted[part.dataset.for];
  }
  const name = page.querySelector("[data-name]");
  if (name) name.textContent = about ? say("figure.name", { report: about }) : say("act.name", { index: number(index ?? 0) });
  const verdict = page.querySelector("[data-verdict]");
  if (!globalThis.crypto?.subtle) return show(verdict, "unknown", say("insecure"));

  const { step, failed, states } = check();
  const checkpoint = await step("checkpoint", [], async () => {
    const read = parseCheckpoint(await readText("checkpoint"));
    return ["good", say("checkpoint.read", { origin: read.origin, size: number(read.size), root: hex(read.root) }), read];
  });
  await step("signature", [checkpoint], () => signature(checkpoint));
  const tiles = checkpoint && new Tiles(read, checkpoint.size);
  let entry;
  if (index !== null && page.querySelector('[data-step="leaf"]')) {
    entry = await step("leaf", [checkpoint], async () => {
      if (index >= checkpoint.size) throw new Failure("later", { index: number(index), size: number(checkpoint.size) });
      const found = await tiles.entry(index), leaf = hex(await leafHash(found.entry)), facts = { ...found, leaf, said: claim.get("hoja") };
      if (facts.said && facts.said !== leaf) throw new Failure("leaf", facts);
      return ["good", say("leaf.read", facts), found.entry];
    });
    await step("inclusion", [checkpoint, index < checkpoint?.size || undefined], async () => {
      const proved = await proveEntry(tiles, checkpoint, index);
      return ["good", say("included", { index: number(index), steps: number(proved.proof.length), root: hex(checkpoint.root) })];
    });
    await step("figure", [entry], async () => {
      const act = JSON.parse(new TextDecoder().decode(entry));
      const rows = about ? comparison(claim, act, say) : [];
      tell(rows);
      page.querySelector("[data-entry]").textContent = JSON.stringify(act, null, 2);
      const wrong = rows.filter((row) => row.verdict === "bad").map((row) => say(`row.${row.name}`));
      if (wrong.length) throw new Failure("differs", { rows: wrong.join(", ") });
      const facts = { moment: moment(Date.parse(act.at)), entity: act.entity ?? "—", kind: kind(act) };
      return act.kind === "matrix.imported" && about ? ["good", say("imported", facts)] : ["good", say("agrees", facts)];
    });
  }
  if (page.querySelector('[data-step="last"]')) {
    await step("last", [checkpoint, checkpoint?.size || undefined], async () => {
      const { entry: last } = await proveEntry(tiles, checkpoint, checkpoint.size - 1);
      const act = JSON.parse(new TextDecoder().decode(last));
      return ["good", say("last.read", { index: number(checkpoint.size - 1), moment: moment(Date.parse(act.at)), kind: kind(act) })];
    });
  }
  const now = await step("memory", [checkpoint], () => memory(checkpoint, tiles));
  await step("witnesses", [checkpoint], () => witnesses(checkpoint));
  if (failed.length) return show(verdict, "bad", say("verdict.bad", { steps: failed.join("; ") }));
  if (states.signature !== "good") return show(verdict, "unknown", say("verdict.unknown"));
  try { localStorage.setItem(`concierta-log ${checkpoint.origin}`, JSON.stringify({ ...now, at: Date.now() })); } catch { /* private */ }
  return show(verdict, "good", say(index === null ? "verdict.log" : about ? "verdict.good" : "verdict.act"));
}

page.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
addEventListener("hashchange", run);
run();
