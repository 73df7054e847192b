// The journal's store: the database `companion`, its mirror (mirror.js), and a small entry in Cache Storage, a third
// place, that says that a journal exists: so a start without a database never begins a new one in silence.
//
// What to do at a start where these differ is decided in Python (companion/browser/reconcile.py).

import { rewrapRing, taken, unwrapRing, wrapRing } from "./crypto.js";
import {
  VERSION, beginJournal, copyJournal, emptyJournal, keepKey, named, openDatabase, readKey, readMeta, readRows, readWhole,
  writeBatch,
} from "./database.js";
import { takeLock } from "./lock.js";
import { Mirror } from "./mirror.js";

const MARK = "/journal-exists";
const NOTHING = { puts: [], deletes: [], expect: {} };

/**
 * Open or create both databases. `steal` takes the journal over from another tab.
 * Rejects with Busy, VersionError, Blocked, NoStorage, or what the browser says.
 */
export async function openStore(name = "companion", steal = false) {
  if (!globalThis.indexedDB || !navigator.locks) throw named("NoStorage");
  const lock = await takeLock(`${name}-journal`, steal);
  if (!lock) throw named("Busy");
  const mirror = Mirror.open(name);
  try {
    const main = await openMain(name);
    return new Store(name, lock, main, await mirror, steal);
  } catch (error) {
    (await mirror).close();
    await lock.release();
    throw await explained(error, name);
  }
}

/** Chromium answers the first call with UnknownError when it has just found its files damaged: ask once more. */
async function openMain(name) {
  try {
    return await openDatabase(indexedDB, name);
  } catch (error) {
    if (error.name !== "UnknownError") throw error;
    return openDatabase(indexedDB, name);
  }
}

/** The same error, with the version that was found where it is too new. */
async function explained(error, name) {
  if (error.name !== "VersionError") return error;
  const all = await indexedDB.databases().catch(() => []);
  const found = all.find((one) => one.name === name)?.version ?? VERSION + 1;
  return named("VersionError", { found, known: VERSION });
}

class Store {
  constructor(name, lock, main, mirror, isTakenOver) {
    Object.assign(this, { name, lock, mirror, isTakenOver });
    this.database = main;
    this.turn = Promise.resolve();
    this.batch = -1;
    this.refusal = "";
    /** Resolves to the reason when this tab may not use the journal any more. */
    this.lost = new Promise((resolve) => { this.refuse = (why) => { this.refusal ||= why; resolve(why); }; });
    lock.lost.then(() => this.refuse("Busy"));
    main.onversionchange = () => { this.refuse("Busy"); main.close(); };
    // The browser closed it by force: its data was erased or cannot be read any more.
    main.onclose = () => this.refuse("Erased");
  }

  get main() {
    if (this.refusal) throw named(this.refusal);
    return this.database;
  }

  #place(place) {
    if (place === "main") return this.main;
    if (!this.mirror.database) throw named("NoMirror");
    return this.mirror.database;
  }

  /** What keeps the mirror behind, "" while nothing does. */
  get mirrorFailure() {
    return this.mirror.failure;
  }

  /** What is there: JSON {main, mirror: {id, batch} or null; mirrorFailure: error name or ""; isMarked}. */
  async state() {
    const [main, mirror, isMarked] = await Promise.all([
      readMeta(this.main).then((meta) => meta ?? null), this.mirror.meta(), this.#isMarked(),
    ]);
    this.batch = main?.batch ?? -1;
    if (this.isTakenOver && main) await this.#claim(main, mirror);
    return JSON.stringify({ main, mirror, mirrorFailure: this.mirrorFailure, isMarked });
  }

  /** An empty batch: what the tab that lost the journal was still about to write no longer follows the newest. */
  async #claim(main, mirror) {
    const isEqual = mirror?.id === main.id && mirror.batch === main.batch;
    try {
      this.batch = await writeBatch(this.main, NOTHING, main.batch);
    } catch (error) {
      if (error.name !== "OtherWriter") return; // no space, say: reading goes on
      Object.assign(main, await readMeta(this.main));
      await this.#claim(main, mirror);
      return;
    }
    if (isEqual) await this.mirror.write(NOTHING, main.batch, this.main);
    if (isEqual && !this.mirrorFailure) mirror.batch = this.batch;
    main.batch = this.batch;
  }

  #isMarked() {
    return globalThis.caches ? caches.has(`${this.name}-marker`).catch(() => false) : false;
  }

  /** Say in a third place that a journal exists, where there is one. */
  async mark() {
    const cache = await globalThis.caches?.open(`${this.name}-marker`).catch(() => null);
    await cache?.put(MARK, new Response("")).catch(() => {});
  }

  /** Begin an empty journal with its ring of keys, in all places. */
  async begin(journal, raw) {
    const key = await wrapRing(taken(raw), journal);
    await beginJournal(this.main, journal, key);
    this.batch = 0;
    await this.mirror.begin(journal, key);
    await this.mark();
  }

  /** Make the database hold what the mirror holds; how many records were written. */
  async restore() {
    const count = await copyJournal(this.#place("mirror"), this.main);
    this.batch = (await readMeta(this.main)).batch;
    return count;
  }

  /** Bring the mirror up to date. */
  async catchUp() {
    await this.mirror.catchUp(this.main);
  }

  /** A place's ring of keys: {found, key}; `key` is null where the wrapping key does not open it. */
  async readKey(place, journal) {
    const held = await readKey(this.#place(place));
    return { found: Boolean(held), key: held ? await unwrapRing(held, journal) : null };
  }

  /** Give one place the wrapped ring of the other. */
  async copyKey(from, to) {
    await keepKey(this.#place(to), await readKey(this.#place(from)));
  }

  /** Replace the ring of keys in both places, the database first. Resolves once it is on the disk. */
  writeKey(raw, journal) {
    const ring = taken(raw);
    return this.#inTurn(async () => {
      const key = await rewrapRing(ring, await readKey(this.main), journal);
      await keepKey(this.main, key);
      await this.mirror.keepKey(key);
    });
  }

  /** Copy all of it, sealed, into a database named by the moment, then empty both places. */
  setAside(moment) {
    return this.#inTurn(async () => {
      const aside = await openDatabase(indexedDB, `${this.name}-aside-${moment}`);
      try {
        await copyJournal(this.main, aside);
      } finally {
        aside.close();
      }
      // The mirror goes first: a kill in between leaves the journal whole where it was.
      if (this.mirror.database) await emptyJournal(this.mirror.database);
      await emptyJournal(this.main);
      await globalThis.caches?.delete(`${this.name}-marker`).catch(() => false);
    });
  }

  /** All rows: {index: JSON [[id, revision, schema, length of header]], data: headers one after the other}. */
  async headers() {
    const rows = await readRows(this.main);
    const index = rows.map((row) => [row.id, row.revision, row.schema, row.header.length]);
    return { index: JSON.stringify(index), data: joined(rows.map((row) => row.header)) };
  }

  /** Rows of these ids (JSON), each index line with the body's length, too; data: header, body, header, body. */
  async bodies(ids) {
    const rows = await readWhole(this.main, JSON.parse(ids));
    const index = rows.map((row) => [row.id, row.revision, row.schema, row.header.length, row.body.length]);
    return { index: JSON.stringify(index), data: joined(rows.flatMap((row) => [row.header, row.body])) };
  }

  /**
   * Write a batch to both places, one batch after the other. `index`: JSON {puts: [[id, revision, schema, length of
   * header, length of body]], deletes, expect}; `data`: header, body, header, body.
   * Resolves once it is on the disk; `mirrorFailure` then says whether the mirror has it, too.
   */
  write(index, data) {
    const batch = unpacked(JSON.parse(index), taken(data));
    return this.#inTurn(async () => {
      const before = this.batch;
      this.batch = await writeBatch(this.main, batch, before);
      await this.mirror.write(batch, before, this.database);
    });
  }

  #inTurn(work) {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }

  /** Let go, after what is being written. */
  async close() {
    await this.turn;
    this.refuse("Closed");
    this.database.close();
    this.mirror.close();
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
