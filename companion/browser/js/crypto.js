// AES-256-GCM and PBKDF2 by WebCrypto, Argon2id by hash-wasm, many parts in one call.
//
// A sealed part is: one format byte (1), a random nonce of 12 bytes, ciphertext and tag of 16 bytes. Associated
// data: the format byte and the part's place. Many parts come and go as one buffer: a count, the lengths (each 4
// bytes, little-endian), then the bytes one after the other.

const FORMAT = 1;
const NONCE = 12;
const TAG = 16;
const NOT_OPENED = 0xffffffff;

/** The bytes of what Python passed (copied: its memory may move), or of a Uint8Array. */
export function taken(bytes) {
  return bytes instanceof Uint8Array ? bytes : bytes.toJs();
}

function unpack(buffer) {
  const view = new DataView(buffer.buffer, buffer.byteOffset);
  const count = view.getUint32(0, true);
  let at = 4 + 4 * count;
  return Array.from({ length: count }, (_, n) => {
    const length = view.getUint32(4 + 4 * n, true);
    return buffer.subarray(at, (at += length));
  });
}

function pack(pieces) {
  const size = pieces.reduce((sum, piece) => sum + (piece?.length ?? 0), 4 + 4 * pieces.length);
  const buffer = new Uint8Array(size);
  const view = new DataView(buffer.buffer);
  view.setUint32(0, pieces.length, true);
  let at = 4 + 4 * pieces.length;
  pieces.forEach((piece, n) => {
    view.setUint32(4 + 4 * n, piece ? piece.length : NOT_OPENED, true);
    if (piece) buffer.set(piece, at);
    at += piece?.length ?? 0;
  });
  return buffer;
}

function associated(place) {
  const data = new Uint8Array(1 + place.length);
  data[0] = FORMAT;
  data.set(place, 1);
  return data;
}

/** Seal one part under a nonce of its own. */
export async function seal(key, data, place) {
  const sealed = new Uint8Array(1 + NONCE + data.length + TAG);
  sealed[0] = FORMAT;
  const iv = crypto.getRandomValues(sealed.subarray(1, 1 + NONCE));
  const algorithm = { name: "AES-GCM", iv, additionalData: associated(place) };
  sealed.set(new Uint8Array(await crypto.subtle.encrypt(algorithm, key, data)), 1 + NONCE);
  return sealed;
}

/** Open one part; null where it does not open. */
export async function open(key, sealed, place) {
  if (sealed.length < 1 + NONCE + TAG || sealed[0] !== FORMAT) return null;
  const algorithm = { name: "AES-GCM", iv: sealed.subarray(1, 1 + NONCE), additionalData: associated(place) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.subarray(1 + NONCE)));
  } catch {
    return null;
  }
}

/** Seals and opens under one key of 32 bytes, which is not kept as bytes. */
class Sealing {
  constructor(raw) {
    this.key = crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  /** Parts and their places, in turn, to sealed parts. */
  seal(packed) { return this.#each(seal, taken(packed)); }

  /** Sealed parts and their places, in turn, to parts. */
  open(packed) { return this.#each(open, taken(packed)); }

  async #each(work, buffer) {
    const key = await this.key;
    const pieces = unpack(buffer);
    const done = [];
    for (let at = 0; at < pieces.length; at += 2) done.push(work(key, pieces[at], pieces[at + 1]));
    return pack(await Promise.all(done));
  }
}

export function sealing(raw) {
  return new Sealing(taken(raw));
}

/** PBKDF2-HMAC-SHA256, 32 bytes. */
export async function stretch(secret, salt, rounds) {
  const [bytes, grain] = [taken(secret), taken(salt)];
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const algorithm = { name: "PBKDF2", hash: "SHA-256", salt: grain, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
}

/** Argon2id, one lane, 32 bytes; null where it cannot be computed. `memory` in KiB. */
export function argon2id(secret, salt, passes, memory) {
  const asked = { secret: taken(secret), salt: taken(salt), passes, memory };
  return new Promise((resolve) => {
    // A worker of its own: Python goes on, and the memory is given back when it ends.
    let worker;
    const done = (key) => { worker?.terminate(); resolve(key); };
    try {
      worker = new Worker(new URL("./argon2.js", import.meta.url), { type: "module" });
    } catch {
      done(null);
      return;
    }
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = (event) => { event.preventDefault(); done(null); };
    worker.postMessage(asked);
  });
}

const ringPlace = (journal) => new TextEncoder().encode(`companion data key\n${journal}`);

/** A ring of keys wrapped by a new key that never leaves the browser's keeping. */
export async function wrapRing(raw, journal) {
  const usages = ["encrypt", "decrypt"];
  const wrapping = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, usages);
  return rewrapRing(raw, { wrapping }, journal);
}

/** Another ring under the wrapping key that is held; under a new one where none is. */
export async function rewrapRing(raw, held, journal) {
  if (!held) return wrapRing(raw, journal);
  return { wrapping: held.wrapping, wrapped: await seal(held.wrapping, raw, ringPlace(journal)) };
}

/** The ring's bytes; null where the wrapping key is not its own. */
export function unwrapRing({ wrapping, wrapped }, journal) {
  return open(wrapping, wrapped, ringPlace(journal));
}
