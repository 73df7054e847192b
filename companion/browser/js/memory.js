// The memory snapshot as the site has it: only what differs from the memory that Pyodide's wasm begins with.
//
// Pyodide's own snapshot is the whole memory. Most of it is zeros, or constants that the wasm brings as well. Here the
// pages that differ are stored, each by XOR with what stood there at the beginning. Pyodide asks for the memory by
// `subarray` of what it got as its snapshot: that is the moment in which it is put in place. What is never used is
// never touched and takes no room. `companion/site/snapshot.mjs` packs, and stops the build where Pyodide asks in
// another way.
const PAGE = 4096, WORDS = 5, MAGIC = 0x31504d43, FIRST_BYTES = 16;
/** Bytes for what stands before the memory in Pyodide's snapshot, kept free before it is known. */
export const HEAD = 1 << 16;

const subarray = Uint8Array.prototype.subarray;

/** What differs between Pyodide's snapshot and `base`, the memory right after the wasm was instantiated. */
export function packed(snapshot, base) {
  const head = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 2)[1];
  if (head % 4 || head + FIRST_BYTES > HEAD) throw new Error(`the snapshot's head has ${head} bytes`);
  const memory = snapshot.subarray(head), begin = base.subarray(0, wholePages(base)), end = wholePages(memory);
  const runs = [], parts = [];
  for (let at = 0; at < end; at += PAGE) {
    const page = memory.slice(at, at + PAGE);
    if (at < begin.length) mixIn(page, begin.subarray(at, at + PAGE));
    if (isEmpty(page)) continue;
    if (runs.length && runs.at(-2) + runs.at(-1) === at) runs[runs.length - 1] += PAGE;
    else runs.push(at, PAGE);
    parts.push(page);
  }
  const words = Uint32Array.of(MAGIC, head, runs.length, end, begin.length, ...runs);
  return joined([new Uint8Array(words.buffer), snapshot.subarray(0, head), ...parts]);
}

/** What Pyodide gets as its snapshot while the real one arrives. */
export function promised() { return new Uint8Array(HEAD); }

/**
 * Fill what was promised, and put the memory in its place when Pyodide asks for it. Nothing of it is kept after that.
 *
 * memory: of the wasm, right after it was instantiated; it is grown to what the snapshot needs.
 */
export function keep(promise, file, memory) {
  const [magic, head, count, end, length] = new Uint32Array(file.buffer, file.byteOffset, WORDS);
  if (magic !== MAGIC) throw new Error("this is no snapshot");
  const missing = end - memory.buffer.byteLength, bytes = file.subarray(4 * (WORDS + count));
  let parts = {
    begin: new Uint8Array(memory.buffer).slice(0, length),
    runs: new Uint32Array(file.buffer, file.byteOffset + 4 * WORDS, count),
    bytes: bytes.subarray(head),
  };
  if (missing > 0) grow(memory, missing);
  promise.set(bytes.subarray(0, head));
  promise.subarray = (from, to) => {
    if (to !== undefined) return subarray.call(promise, from, to);
    const whole = new Uint8Array(memory.buffer);
    putInPlace(whole, parts);
    parts = null;
    delete promise.subarray;
    promise.set(whole.subarray(0, FIRST_BYTES), from); // Pyodide puts these in place itself
    return promise.subarray(from, from + FIRST_BYTES);
  };
}

// A phone may not have so much memory: the error says that it was this.
function grow(memory, missing) {
  try {
    memory.grow(Math.ceil(missing / 65536));
  } catch (error) {
    throw Object.assign(error, { reason: "memory" });
  }
}

// What ran since the wasm was instantiated left traces: all that is not of the snapshot becomes as it was.
function putInPlace(memory, { begin, runs, bytes }) {
  let done = 0, taken = 0;
  const asItWas = (from, to) => {
    const own = Math.min(to, begin.length);
    if (from < own) memory.set(begin.subarray(from, own), from);
    for (let at = Math.max(from, own); at < to; at += PAGE) {
      const page = memory.subarray(at, at + PAGE);
      if (!isEmpty(page)) page.fill(0); // the others stay without room of their own
    }
  };
  for (let n = 0; n < runs.length; n += 2) {
    const from = runs[n], to = from + runs[n + 1];
    asItWas(done, from);
    memory.set(bytes.subarray(taken, taken + runs[n + 1]), from);
    if (from < begin.length) mixIn(memory.subarray(from, to), begin.subarray(from, to));
    taken += runs[n + 1];
    done = to;
  }
  asItWas(done, memory.length);
}

function mixIn(into, other) {
  const ours = inWords(into), theirs = inWords(other);
  for (let at = 0; at < theirs.length; at++) ours[at] ^= theirs[at];
}

function isEmpty(bytes) {
  const words = inWords(bytes);
  for (let at = 0; at < words.length; at++) if (words[at]) return false;
  return true;
}

function inWords(bytes) { return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4); }

// The length in whole pages, without the zeros at the end.
function wholePages(bytes) {
  let end = bytes.length;
  while (end && !bytes[end - 1]) end--;
  return Math.min(Math.ceil(end / PAGE) * PAGE, bytes.length);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of parts) { whole.set(one, at); at += one.length; }
  return whole;
}
