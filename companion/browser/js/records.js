// The journal's store: the database `companion`, and its mirror, which does not share its fate.
//
// A killed browser can lose every database of its default place at once, keys included. So each batch also goes to
// a mirror: in a Storage Bucket of its own where there are buckets (Chromium keeps a LevelDB for each), else in a
// second database (in Safari and Firefox each database is a file of its own). A small entry in Cache Storage, a
// third place, says that a journal exists: so a start without a database never begins a new one in silence.
//
// What to do at a start where the two differ is decided in Python (companion/browser/reconcile.py).

import { taken, unwrapDataKey, wrapDataKey } from "./crypto.js";
import {
  VERSION, asked, copyJournal, named, openDatabase, reading, readMeta, readRows, readWhole, writeBatch, writing,
} from "./database.js";
import { takeLock } from "./lock.js";

const MARK = "/journal-exists";

// A bucket that nothing refers to is collected, and its database's transactions then never end (seen in Chromium).
const keptBuckets = [];

async function mirrorFactory(name) {
  if (!navigator.storageBuckets) return indexedDB;
  const bucket = await navigator.storageBuckets.open(`${name}-mirror`, { persisted: true, durability: "strict" });
  keptBuckets.push(bucket);
  return bucket.indexedDB;
}

async function openMirror(name) {
  return openDatabase(await mirrorFactory(name), `${name}-mirror`);
}

/** The same error, with the version that was found where it is too new. */
async function explained(error, name) {
  if (error.name !== "VersionError") return error;
  const all = await indexedDB.databases().catch(() => []);
  const found = all.find((one) => one.name === name)?.version ?? VERSION + 1;
  return named("VersionError", { found, known: VERSION });
}

/**
 * Open or create both databases. `steal` takes the journal over from another tab.
 * Rejects with Busy, VersionError, Blocked, NoStorage, or what the browser says.
 */
export async function openStore(name = "companion", steal = false) {
  if (!globalThis.indexedDB || !navigator.locks) throw named("NoStorage");
  const lock = await takeLock(`${name}-journal`, steal);
  if (!lock) throw named("Busy");
  const [main, mirror] = await Promise.allSettled([openDatabase(indexedDB, name), openMirror(name)]);
  if (main.status === "fulfilled") return new Store(name, lock, main.value, mirror, steal);
  mirror.value?.close();
  await lock.release();
  throw await explained(main.reason, name);
}

class Store {
  constructor(name, lock, main, mirror, isTakenOver) {
    this.name = name;
    this.isTakenOver = isTakenOver;
    this.lock = lock;
    this.main = main;
    this.mirror = mirror.value ?? null;
    this.mirrorFailure = mirror.reason?.name ?? "";
    this.turn = Promise.resolve();
    this.batch = -1;
    this.refusal = "";
    this.lost = new Promise((resolve) => { this.refuse = (why) => { this.refusal ||= why; resolve(why); }; });
    lock.lost.then(() => this.refuse("Busy"));
    for (const database of [main, this.mirror].filter(Boolean)) this.#watch(database);
  }

  #watch(database) {
    database.onversionchange = () => { this.refuse("Busy"); database.close(); };
    // The browser closed it by force: its data was erased or cannot be read any more.
    database.onclose = () => this.refuse("Erased");
  }

  #database(place) {
    if (this.refusal) throw named(this.refusal);
    return place === "mirror" ? this.mirror : this.main;
  }

  /** What is there: JSON {main, mirror: {id, batch} or null; mirrorFailure: error name or ""; isMarked}. */
  async state() {
    const mirrored = this.mirror ? readMeta(this.mirror).catch((error) => this.#mirrorFailed(error)) : null;
    const [main, mirror, isMarked] = await Promise.all([readMeta(this.#database()), mirrored, this.#isMarked()]);
    this.batch = main?.batch ?? -1;
    if (this.isTakenOver && main) await this.#claim(main, mirror);
    return JSON.stringify({ main: main ?? null, mirror: mirror ?? null, mirrorFailure: this.mirrorFailure, isMarked });
  }

  /** An empty batch: what the tab that lost the journal was still about to write no longer follows the newest. */
  async #claim(main, mirror) {
    const nothing = { puts: [], deletes: [], expect: {} };
    for (let tries = 0; tries < 3; tries += 1) {
      try {
        this.batch = await writeBatch(this.main, nothing, main.batch);
        break;
      } catch (error) {
        if (error.name !== "OtherWriter") return; // no space, say: reading goes on
        Object.assign(main, await readMeta(this.main));
      }
    }
    if (mirror?.id === main.id) await writeBatch(this.mirror, nothing, main.batch).then(() => { mirror.batch = this.batch; }, () => {});
    main.batch = this.batch;
  }

  #mirrorFailed(error) {
    this.mirrorFailure = error.name || "Error";
    return null;
  }

  #isMarked() {
    return globalThis.caches ? caches.has(`${this.name}-marker`).catch(() => false) : false;
  }

  /** Say in a third place that a journal exists; whether it could be said. */
  async mark() {
    if (!globalThis.caches) return false;
    try {
      const cache = await caches.open(`${this.name}-marker`);
      await cache.put(MARK, new Response(""));
      return true;
    } catch {
      return false;
    }
  }

  /** Begin an empty journal in one place, with its wrapped key, in one transaction. */
  async begin(place, journal, raw) {
    const database = this.#database(place);
    const wrapped = await wrapDataKey(taken(raw), journal);
    await writing(database, ["keys", "meta"], async (store) => {
      store("keys").put(wrapped, "data");
      store("meta").put({ id: journal, batch: 0 }, "journal");
    });
    if (place === "main") this.batch = 0;
  }

  /** Make one place hold what the other holds, keys aside; how many records were written. */
  async copy(from, to) {
    const count = await copyJournal(this.#database(from), this.#database(to));
    this.batch = (await readMeta(this.main)).batch;
    return count;
  }

  /** A place's data key: {found, key}; `key` is null where the wrapping key does not open it. */
  async readKey(place, journal) {
    const database = this.#database(place);
    const held = await reading(database, ["keys"], (store) => asked(store("keys").get("data")));
    return { found: Boolean(held), key: held ? await unwrapDataKey(held, journal) : null };
  }

  /** Keep the data key in one place, wrapped by a new key of that place. */
  async keepKey(place, journal, raw) {
    const database = this.#database(place);
    const wrapped = await wrapDataKey(taken(raw), journal);
    await writing(database, ["keys"], async (store) => { store("keys").put(wrapped, "data"); });
  }

  /** All rows: {index: JSON [[id, revision, schema, length of header]], data: headers one after the other}. */
  async headers() {
    const rows = await readRows(this.#database());
    const index = rows.map(([id, row]) => [id, row.revision, row.schema, row.header.length]);
    return { index: JSON.stringify(index), data: joined(rows.map(([, row]) => row.header)) };
  }

  /** Rows of these ids (JSON), each index line with the body's length, too; data: header, body, header, body. */
  async bodies(ids) {
    const rows = await readWhole(this.#database(), JSON.parse(ids));
    const index = rows.map(([id, row, body]) => [id, row.revision, row.schema, row.header.length, body.length]);
    return { index: JSON.stringify(index), data: joined(rows.flatMap(([, row, body]) => [row.header, body])) };
  }

  /**
   * Write a batch to both places, one batch after the other. `index`: JSON {puts: [[id, revision, schema, length of
   * header, length of body]], deletes, expect}; `data`: header, body, header, body.
   * Resolves once it is on the disk: to "", or to the name of the error that keeps the mirror behind.
   */
  write(index, data) {
    const batch = unpacked(JSON.parse(index), taken(data));
    const done = this.turn.then(() => this.#write(batch));
    this.turn = done.catch(() => {});
    return done;
  }

  async #write(batch) {
    this.batch = await writeBatch(this.#database(), batch, this.batch);
    this.mirrorFailure = this.mirror ? await this.#mirrored(batch) : this.mirrorFailure || "NoMirror";
    return this.mirrorFailure;
  }

  async #mirrored(batch) {
    try {
      if (this.mirrorFailure) throw named("OtherWriter");
      await writeBatch(this.mirror, batch, this.batch - 1, false);
      return "";
    } catch (error) {
      return error.name === "OtherWriter" ? this.#caughtUp() : error.name;
    }
  }

  /** Bring a mirror that missed batches up to date; "" or the name of what hinders it. */
  async #caughtUp() {
    try {
      await copyJournal(this.#database(), this.mirror);
      return "";
    } catch (error) {
      return error.name;
    }
  }

  /** Let go, after what is being written. */
  async close() {
    await this.turn;
    this.refuse("Closed");
    this.main.close();
    this.mirror?.close();
    await this.lock.release();
  }
}

function joined(pieces) {
  const data = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { data.set(piece, at); at += piece.length; }
  return data;
}

function unpacked({ puts, deletes, expect }, data) {
  let at = 0;
  // Copies, not views: the browser stores the whole buffer behind a view.
  const next = (length) => data.slice(at, (at += length));
  const records = puts.map(([id, revision, schema, header, body]) => (
    { id, revision, schema, header: next(header), body: next(body) }
  ));
  return { puts: records, deletes, expect };
}
