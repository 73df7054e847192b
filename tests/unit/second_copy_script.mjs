// What the store does where its files are damaged or its browser has cut it off, in Node: node SCRIPT FOLDER
import path from "node:path";
import { pathToFileURL } from "node:url";
import { tinyIndexedDB } from "./tiny_indexeddb.mjs";

const { openStore } = await import(pathToFileURL(path.join(process.argv[2], "records.js")).href);
/** A journal with a batch in both places, closed; what is in `late` came while the mirror could not be written. */
async function journal(late = 0) {
  const tiny = globalThis.indexedDB = tinyIndexedDB();
  const store = await openStore();
  await store.begin("j", new Uint8Array(32));
  await write(store, "a");
  if (late) {
    tiny.damage("companion-mirror", "headers.put");
    await write(store, "b");
    tiny.mend();
  }
  await store.close();
  return tiny;
}

const write = (store, id) => (
  store.write(JSON.stringify({ puts: [[id, 1, 1, 1, 1]], deletes: [], expect: {} }), Uint8Array.of(1, 2))
);
const rows = (tiny, name) => [...(tiny.files.get(name)?.get("headers").keys() ?? [])].sort();

/** A start with this damage: what is found, what Python asks for then, and what lies where afterwards. */
async function start(tiny, what, { buckets, name = "companion-mirror", ask } = {}) {
  tiny.damage(name, ...what);
  if (buckets) {
    navigator.storageBuckets = { keys: async () => ["companion-mirror"], open: async (name) => ({ name, indexedDB: tiny }) };
  }
  let store;
  try {
    store = await openStore();
    const state = JSON.parse(await store.state());
    if (ask) await store[ask](); else if (state.canRenew) await store.renewMirror();
    const { mirrorFailure } = store;
    return { state, mirrorFailure, places: [...tiny.files.keys()], rows: rows(tiny, "companion-mirror-anew-1") };
  } catch (error) {
    return error.name;
  } finally {
    await store?.close();
    delete navigator.storageBuckets;
  }
}

const found = {};
found.opens = await start(await journal(), ["meta.get"]);
found.behind = await start(await journal(1), ["headers.count"]);
found.copied = await start(await journal(1), ["headers.put"], { ask: "catchUp" });
const unfilled = await journal(1);
unfilled.damage("companion-mirror-anew-1", "headers.put");
found.unfilled = await start(unfilled, ["meta.get"]);
found.chromium = await start(await journal(), ["meta.get"], { buckets: true });
const more = await journal(1);
more.files.set("companion-mirror", new Map(more.files.get("companion")));
more.files.get("companion-mirror").set("meta", new Map([["journal", { id: "j", batch: 9, rows: 9 }]]));
found.newer = await start(more, ["headers.count"]);
found.main = await start(await journal(1), ["headers.count"], { name: "companion" });
console.log(JSON.stringify(found));
