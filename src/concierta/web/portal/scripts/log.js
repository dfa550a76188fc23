// Reads and checks a published log with nothing but the browser: C2SP signed-note, tlog-checkpoint, tlog-tiles and
// tlog-cosignature; hashes and proofs of RFC 9162 (the same as RFC 6962). Nothing read is believed before it is checked.

export class Failure extends Error {
  // `code` names one sentence of the page; `facts` fill its gaps.
  constructor(code, facts = {}) { super(code); this.code = code; this.facts = facts; }
}

const ED25519 = 1, COSIGNATURE = 4; // signature types, signed-note
const CHECKED = new Set([ED25519, COSIGNATURE]);
const WIDTH = 256; // hashes in a tile, tlog-tiles
const bytesOf = (text) => new TextEncoder().encode(text);
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const join = (...parts) => new Uint8Array(parts.flatMap((part) => Array.from(part)));
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const same = (one, other) => hex(one) === hex(other);
export const base64 = (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (btoa(String.fromCharCode(...bytes)) !== text) throw new Error("base64");
  return bytes;
};

// RFC 9162 §2.1.1: a leaf and a node begin with different bytes, so that neither passes for the other.
export const leafHash = (entry) => sha256(join([0], entry));
export const nodeHash = (left, right) => sha256(join([1], left, right));

// signed-note, "Signatures": name+key id+base64(algorithm ‖ key). The key id is SHA-256(name ‖ LF ‖ algorithm ‖ key)[:4].
export async function parseKey(text) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  let material;
  try { material = base64(encoded); } catch { throw new Failure("key"); }
  const expected = hex((await sha256(join(bytesOf(`${name}\n`), material))).slice(0, 4)), algorithm = material[0];
  // The key id of ECDSA (0x02) is made otherwise; every other type's is this one.
  if (material.length < 2 || (expected !== id && algorithm !== 2)) throw new Failure("key");
  // A type that is not checked here (0x06 is ML-DSA-44): whoever reads sets it aside and says so.
  if (!CHECKED.has(algorithm)) throw new Failure("algorithm", { name, algorithm });
  if (material.length !== 33) throw new Failure("key");
  return { text, name, id, algorithm, key: material.slice(1) };
}

// signed-note, "Format", and tlog-checkpoint, "Note text": origin, size and root, one a line.
export function parseCheckpoint(note) {
  const cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const [origin, size, root] = text.split("\n");
  try {
    if (cut < 0 || !/^(0|[1-9]\d{0,15})$/.test(size) || base64(root).length !== 32) throw new Error("lines");
    const signatures = note.slice(cut + 2).trimEnd().split("\n").map((line) => {
      const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line);
      const data = base64(encoded);
      return { name, id: hex(data.slice(0, 4)), signature: data.slice(4) };
    });
    return { text, origin, size: Number(size), root: base64(root), signatures };
  } catch { throw new Failure("checkpoint"); }
}

async function holds(key, signature, message) {
  const imported = await crypto.subtle.importKey("raw", key.key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, signature, message);
}

// Whether `key` signed: true, false for a false signature, null for none. Throws where the browser lacks Ed25519.
export async function signedBy(checkpoint, key) {
  const found = checkpoint.signatures.find(({ name, id }) => name === key.name && id === key.id);
  if (key.algorithm !== ED25519) throw new Failure("algorithm", { name: key.name, algorithm: key.algorithm });
  return found ? holds(key, found.signature, bytesOf(checkpoint.text)) : null;
}

// tlog-cosignature: eight bytes of POSIX time, then the signature on "cosignature/v1", "time …" and the checkpoint.
// The time, false for a false signature, null for none; time zero says nothing of when, and counts as none.
export async function seenBy(checkpoint, key) {
  const found = checkpoint.signatures.find(({ name, id }) => name === key.name && id === key.id);
  if (!found || key.algorithm !== COSIGNATURE) return null;
  if (found.signature.length !== 72) return false;
  const time = new DataView(found.signature.buffer).getBigUint64(0);
  const message = bytesOf(`cosignature/v1\ntime ${time}\n${checkpoint.text}`);
  return (await holds(key, found.signature.slice(8), message)) ? Number(time) || null : false;
}

// tlog-tiles, "Merkle Tree": 1234067 is x001/x234/067; a partial tile has its width in its name.
export function tilePath(level, index, width) {
  const groups = [String(index % 1000).padStart(3, "0")];
  for (let rest = Math.floor(index / 1000); rest; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  }
  return `tile/${level}/${groups.join("/")}${width < WIDTH ? `.p/${width}` : ""}`;
}

const widthOf = (size, level, index) => Math.min(WIDTH, Math.floor(size / WIDTH ** level) - index * WIDTH);

// A log of `size` leaves. `read(path)` gives the bytes of a file, null where there is none.
export class Tiles {
  constructor(read, size) { this.read = read; this.size = size; this.tiles = new Map(); }

  // A partial tile may be gone once the full one is there (tlog-tiles, "Partial Tiles").
  async file(level, index) {
    const width = widthOf(this.size, level === "entries" ? 0 : level, index);
    for (const path of [tilePath(level, index, width), tilePath(level, index, WIDTH)]) {
      const data = await this.read(path);
      if (data) return { path, width, data };
    }
    throw new Failure("missing", { path: tilePath(level, index, width) });
  }

  // The hashes of a tile, each 32 bytes.
  async tile(level, index) {
    const name = `${level}/${index}`;
    if (!this.tiles.has(name)) {
      const { path, width, data } = await this.file(level, index);
      if (data.length % 32 || data.length < width * 32) throw new Failure("length", { path });
      const hashes = Array.from({ length: width }, (_, at) => data.slice(at * 32, at * 32 + 32));
      this.tiles.set(name, { path, hashes });
    }
    return this.tiles.get(name);
  }

  // tlog-tiles, "Log entries": each entry behind its length, 16 bits, big-endian.
  async entry(index) {
    const { path, width, data } = await this.file("entries", Math.floor(index / WIDTH));
    const entries = [];
    for (let at = 0; at < data.length && entries.length < width;) {
      const end = at + 2 + data[at] * 256 + data[at + 1];
      if (!(end <= data.length)) throw new Failure("bundle", { path });
      entries.push(data.slice(at + 2, end));
      at = end;
    }
    if (entries.length < width) throw new Failure("bundle", { path });
    return { path, entry: entries[index % WIDTH] };
  }

  // The root of the complete subtree over the 2**level leaves from index · 2**level on.
  async subtree(level, index) {
    const height = level % 8, first = index * 2 ** height;
    const { hashes } = await this.tile(Math.floor(level / 8), Math.floor(first / WIDTH));
    return fold(hashes.slice(first % WIDTH, first % WIDTH + 2 ** height));
  }

  // MTH(D[start:end]), RFC 9162 §2.1.1: `start` is a multiple of the widest complete subtree inside.
  async range(start, end) {
    const level = Math.floor(Math.log2(end - start)), width = 2 ** level;
    const left = await this.subtree(level, start / width);
    return start + width === end ? left : nodeHash(left, await this.range(start + width, end));
  }

  // PATH(index, D[size]), RFC 9162 §2.1.3.1: from the leaf's sibling up to the root's child.
  async proof(index) {
    const path = [];
    for (let start = 0, end = this.size; end - start > 1;) {
      const middle = start + 2 ** Math.ceil(Math.log2(end - start) - 1);
      if (index < middle) { path.unshift(await this.range(middle, end)); end = middle; }
      else { path.unshift(await this.range(start, middle)); start = middle; }
    }
    return path;
  }

  // After a root that does not match: which file disagrees with the one above it. Null where they all agree.
  async disagreement(index) {
    for (let level = 0, at = index; widthOf(this.size, level, Math.floor(at / WIDTH)) === WIDTH; level += 1) {
      at = Math.floor(at / WIDTH);
      const below = await this.tile(level, at), above = await this.tile(level + 1, Math.floor(at / WIDTH));
      if (!same(await fold(below.hashes), above.hashes[at % WIDTH])) return { path: below.path, above: above.path };
    }
    return null;
  }
}

// The root over neighbours whose number is a power of two.
async function fold(hashes) {
  while (hashes.length > 1) {
    hashes = await Promise.all(hashes.flatMap((left, at) => (at % 2 ? [] : [nodeHash(left, hashes[at + 1])])));
  }
  return hashes[0];
}

// RFC 9162 §2.1.3.2, step by step: the root that a leaf and its proof lead to.
export async function rootOf(leaf, index, size, proof) {
  if (![index, size].every(Number.isSafeInteger) || index < 0 || index >= size) throw new Failure("proof");
  let at = index, last = size - 1, root = leaf;
  for (const sibling of proof) {
    if (last === 0) throw new Failure("proof");
    if (at % 2 || at === last) {
      root = await nodeHash(sibling, root);
      while (at && at % 2 === 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else root = await nodeHash(root, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new Failure("proof");
  return root;
}

// What is at `index`, proved up to `checkpoint`; a Failure says which file does not fit.
export async function proveEntry(tiles, checkpoint, index) {
  const { path, entry } = await tiles.entry(index);
  const leaf = await leafHash(entry);
  const tile = await tiles.tile(0, Math.floor(index / WIDTH));
  const proof = await tiles.proof(index);
  const reached = async (from) => same(await rootOf(from, index, checkpoint.size, proof), checkpoint.root);
  if (await reached(leaf)) return { path, entry, leaf, proof };
  const written = tile.hashes[index % WIDTH];
  if (await reached(written)) throw new Failure("entry", { path, tile: tile.path });
  const wrong = await tiles.disagreement(index);
  if (wrong) throw new Failure("tile", wrong);
  throw new Failure("root", { computed: hex(await rootOf(leaf, index, checkpoint.size, proof)), signed: hex(checkpoint.root) });
}

// The root that the first `size` leaves have: what an earlier checkpoint of the same log must say.
export async function rootAt(tiles, size) {
  return size ? tiles.range(0, size) : sha256(new Uint8Array());
}
