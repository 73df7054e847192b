// node memory_script.mjs MEMORY_JS UNPACK_JS: packs invented memories, restores them as Pyodide does, and unpacks a zip from
// the standard input. Prints what came out, as JSON.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [memoryScript, unpackScript] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const { keep, packed, promised } = await import(memoryScript);
const { unpack } = await import(unpackScript);
const PAGE = 4096, HEAD = 48;
let drawn = 7;
const chance = (below) => (drawn = (Math.imul(drawn, 1664525) + 1013904223) >>> 0) % below;
const scribble = (bytes, times) => { for (let n = 0; n < times; n++) bytes[chance(bytes.length)] = chance(256); };

// As Pyodide lays it out: a head that knows its own length, then the memory.
function snapshotOf(memory) {
  const whole = new Uint8Array(HEAD + memory.length);
  for (let at = 0; at < HEAD; at++) whole[at] = at;
  new Uint32Array(whole.buffer)[1] = HEAD;
  whole.set(memory, HEAD);
  return whole;
}

// As Pyodide asks: the head, then everything after it, which it puts at the beginning of the memory.
function restored(file, base, size) {
  const memory = new WebAssembly.Memory({ initial: base.length / 65536 }), promise = promised();
  new Uint8Array(memory.buffer).set(base);
  keep(promise, file, memory);
  scribble(new Uint8Array(memory.buffer), 500); // what runs before Pyodide asks
  const head = promise.subarray(32, HEAD).slice();
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(promise.subarray(HEAD));
  return { head, bytes, isAlone: !Object.hasOwn(promise, "subarray") };
}

const faults = [];
let smallest = 1;
for (let round = 0; round < 40; round++) {
  const base = new Uint8Array(65536 * (1 + chance(6))), size = Math.max(base.length, 65536 * (1 + chance(12)));
  scribble(base.subarray(0, 1 + chance(base.length - 1)), chance(4000));
  const memory = new Uint8Array(size);
  memory.set(base);
  for (let n = chance(8); n > 0; n--) scribble(memory.subarray(chance(size / PAGE) * PAGE), chance(200));
  if (chance(4) === 0) memory.fill(0, chance(size));
  const whole = snapshotOf(memory), file = packed(whole, base), found = restored(file, base, size);
  smallest = Math.min(smallest, file.length / whole.length);
  const meant = new Uint8Array(found.bytes.length);
  meant.set(memory.subarray(0, meant.length));
  if (memory.subarray(meant.length).some(Boolean)) faults.push(`${round}: the end is missing`);
  if (Buffer.compare(found.bytes, meant)) faults.push(`${round}: other bytes`);
  if (Buffer.compare(found.head, whole.subarray(32, HEAD))) faults.push(`${round}: another head`);
  if (!found.isAlone) faults.push(`${round}: the snapshot stays in memory`);
}
function refused(work) {
  try { work(); return ""; } catch (error) { return error.message; }
}
const zip = new Uint8Array(fs.readFileSync(0)), files = {};
unpack(zip, (name, bytes) => { files[name] = Buffer.from(bytes).toString("base64"); });
const cut = zip.slice(0, zip.length - 1), other = new Uint8Array(1 << 16), squeezed = zip.slice();
squeezed[squeezed.findIndex((_, at) => at > 0 && zip[at] === 0x50 && zip[at + 1] === 0x4b && zip[at + 2] === 1) + 10] = 8;
console.log(JSON.stringify({
  faults, smallest, files,
  refused: [
    refused(() => unpack(cut, () => 0)), refused(() => unpack(squeezed, () => 0)), refused(() => unpack(new Uint8Array(3), () => 0)),
    refused(() => keep(promised(), other, new WebAssembly.Memory({ initial: 1 }))),
  ],
}));
