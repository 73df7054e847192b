// The journal's store: the database `companion`, its mirror (mirror.js), and a small entry in Cache Storage, a third
// place, that says that a journal exists: so a start without a database never begins a new one in silence.
// What to do at a start where these differ is decided in Python (companion/browser/reconcile.py).

import { rewrapRing, taken, unwrapRing, wrapRing } from "./crypto.js";
import {
  UNREAD, beginJournal, copyJournal, emptyJournal, explained, holdsBatch, isWhole, keepKey, named, openMain, readKey,
  readMeta, readRows, readWhole, undoing, within, writeBatch,
} from "./database.js";
import { LastingDatabase } from "./lasting.js";
import { takeLock } from "./lock.js";
import { Mirror } from "./mirror.js";
import { joined, unpacked } from "./packing.js";
import { newest, openPlace, placesThere, removePlace } from "./places.js";

const MARK = "/journal-exists";
const NOTHING = { puts: [], deletes: [], expect: {} };
// "Not saved" is said after this: a browser that never answers may not keep a person waiting without a word.
const PATIENCE_MS = 20_000;

/**
 * Open or create both databases. `steal` takes the journal over from another tab; `anew` makes the database anew in
 * another place: from then on it lies there.
 * Rejects with Busy, VersionError, Blocked, NoStorage, FirstUnread (the database cannot be read, the mirror can), or
 * what the browser says.
 */
export async function openStore(name = "companion", steal = false, anew = false) {
  if (!globalThis.indexedDB || !navigator.locks) throw named("NoStorage");
  const lock = await takeLock(`${name}-journal`, steal);
  if (!lock) throw named("Busy");
  const there = await placesThere();
  const mirror = Mirror.open(`${name}-mirror`);
  const mirrorWasThere = there?.has(`${name}-mirror`) ?? true;
  const number = newest(there, `${name}-anew`) + anew;
  try {
    const main = await (number ? openPlace(`${name}-anew-${number}`) : openMain(name));
    return new Store({ name, lock, mirror: await mirror, number, isTakenOver: steal, mirrorWasThere }, main);
  } catch (error) {
    const canGoOn = UNREAD.includes(error.name) && await (await mirror).meta();
    (await mirror).close();
    await lock.release();
    throw canGoOn ? named("FirstUnread") : await explained(error, name);
  }
}

class Store {
  constructor(opened, main) {
    Object.assign(this, opened);
    this.turn = Promise.resolve();
    this.late = null;
    this.batch = -1;
    this.journal = "";
    this.refusal = "";
    /** Resolves to the reason when this tab may not use the journal any more. */
    this.lost = new Promise((resolve) => { this.refuse = (why) => { this.refusal ||= why; resolve(why); }; });
    this.lock.lost.then(() => this.refuse("Busy"));
    this.lasting = new LastingDatabase((opened) => this.#isSame(opened), (why) => this.refuse(why));
    this.#use(main);
  }

  #use(main) {
    this.#giveWay(main);
    this.lasting.use(main);
  }

  #giveWay = (main) => { main.onversionchange = () => { this.refuse("Busy"); main.close(); }; };
  get database() { return this.lasting.current; }

  get main() {
    if (this.refusal) throw named(this.refusal);
    return this.database;
  }

  /** Rejects where what was opened again is not this journal with all that was saved. */
  async #isSame(main) {
    this.#giveWay(main);
    const meta = await readMeta(main);
    if (this.journal && meta?.id !== this.journal) throw named("Erased");
    if ((meta?.batch ?? -1) < this.batch) throw named("Unsure");
  }

  /** Do `work(main, isAgain)`, once more where the browser closed the database meanwhile. */
  #run(work) {
    return this.lasting.run((isAgain) => work(this.main, isAgain));
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

  /**
   * What is there: JSON {main, mirror: {id, batch, isWhole} or null; mirrorFailure: error name or ""; mirrorWasThere:
   * false where the browser says that there was none; isMarked}.
   */
  async state() {
    const [main, mirror, isMarked] = await Promise.all([
      readMeta(this.main).then((meta) => meta ?? null), this.mirror.meta(), this.#isMarked(),
    ]);
    this.#know(main);
    if (this.isTakenOver && main) await this.#claim(main, mirror);
    const { mirrorFailure, mirrorWasThere } = this;
    // Only where one may replace the other is it worth the look.
    const isEqual = main && mirror?.id === main.id && mirror.batch === main.batch;
    if (main) main.isWhole = isEqual || await isWhole(this.main, main);
    if (mirror) mirror.isWhole = isEqual || await isWhole(this.#place("mirror"), mirror);
    return JSON.stringify({ main, mirror, mirrorFailure, mirrorWasThere, isMarked });
  }

  #know(meta) {
    this.batch = meta?.batch ?? -1;
    this.journal = meta?.id ?? "";
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
    if (isEqual) await this.mirror.write(NOTHING, main.batch, this.main, main.id);
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
    this.#know({ id: journal, batch: 0 });
    await this.mirror.begin(journal, key);
    await this.mark();
  }

  /** Make the database hold what the mirror holds; how many records were written. `asItIs`, `over`: see copyJournal. */
  async restore(asItIs = false, over = "") {
    const count = await copyJournal(this.#place("mirror"), this.main, { asItIs, over });
    this.#know(await readMeta(this.main));
    return count;
  }

  /**
   * The same in a new place, after which the old one is deleted. Chromium goes on writing behind the torn end of a log,
   * and finds it damaged at the next start: what lost its newest batches will be lost whole.
   */
  async remake() {
    if (!navigator.storageBuckets) return this.restore(); // only Chromium has such logs
    const old = this.main, fresh = await openPlace(`${this.name}-anew-${this.number + 1}`);
    const count = await copyJournal(this.#place("mirror"), fresh);
    const key = await readKey(old).catch(() => null); // both places' keys are there still, to be compared
    if (key) await keepKey(fresh, key);
    this.number += 1;
    this.#use(fresh);
    this.#know(await readMeta(fresh));
    old.onclose = old.onversionchange = null;
    await removePlace(old);
    return count;
  }

  /** Bring the mirror up to date; in the stead of the journal `over`, which was kept aside. */
  async catchUp(over = "") {
    await this.mirror.catchUp(this.main, over);
  }

  /** Copy what a place holds, sealed as it is, into a place of its own, from which nothing is ever taken. */
  async keepAside(place) {
    const source = this.#place(place);
    const { id, batch } = await readMeta(source);
    const aside = await openPlace(`${this.name}-aside-${id}-${batch}`);
    try {
      await copyJournal(source, aside, { asItIs: true });
      const [rows, kept] = [await readRows(source), await readRows(aside)];
      if (rows.length !== kept.length) throw named("RowsMissing");
    } finally {
      aside.close();
    }
  }

  /** A place's ring of keys: {found, key}; `key` is null where the wrapping key does not open it. */
  async readKey(place, journal) {
    const held = place === "main" ? await this.#run(readKey) : await readKey(this.#place(place));
    return { found: Boolean(held), key: held ? await unwrapRing(held, journal) : null };
  }

  /** Give one place the wrapped ring of the other. */
  async copyKey(from, to) {
    await keepKey(this.#place(to), await readKey(this.#place(from)), this.journal);
  }

  /** Replace the ring of keys in both places, the database first. Resolves once it is on the disk. */
  writeKey(raw, journal) {
    const ring = taken(raw);
    return this.#inTurn(async () => {
      const key = await rewrapRing(ring, await this.#run(readKey), journal);
      await this.#run((main) => keepKey(main, key, journal));
      await this.mirror.keepKey(key, journal);
    });
  }

  /** Copy all of it, sealed, into a database named by the moment, then empty both places. */
  setAside(moment) {
    return this.#inTurn(async () => {
      const aside = await openPlace(`${this.name}-aside-${moment.toLowerCase()}`); // a bucket has no capitals
      try {
        await copyJournal(this.main, aside, { asItIs: true });
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
    const rows = await this.#run(readRows);
    const index = rows.map((row) => [row.id, row.revision, row.schema, row.header.length]);
    return { index: JSON.stringify(index), data: joined(rows.map((row) => row.header)) };
  }

  /** Rows of these ids (JSON), each index line with the body's length, too; data: header, body, header, body. */
  async bodies(ids) {
    const rows = await this.#run((main) => readWhole(main, JSON.parse(ids)));
    const index = rows.map((row) => [row.id, row.revision, row.schema, row.header.length, row.body.length]);
    return { index: JSON.stringify(index), data: joined(rows.flatMap((row) => [row.header, row.body])) };
  }

  /**
   * Write a batch to both places, one batch after the other. `index`: JSON {puts: [[id, revision, schema, length of
   * header, length of body]], deletes, expect}; `data`: header, body, header, body.
   * Resolves once it is on the disk; `mirrorFailure` then says whether the mirror has it, too. Rejects with Timeout or
   * Unsure where the browser does not answer: then it is as if the batch had never been asked for.
   */
  write(index, data) {
    const batch = unpacked(JSON.parse(index), taken(data));
    return this.#inTurn(async () => {
      if (this.late) await within(PATIENCE_MS, this.late);
      const before = this.batch, { journal } = this, old = [];
      try {
        this.batch = await this.#run(async (main, isAgain) => {
          if (isAgain && await holdsBatch(main, batch, before + 1)) return before + 1; // only the answer was lost
          old.length = 0;
          return writeBatch(main, batch, before, { journal, old, patience: PATIENCE_MS });
        });
      } catch (error) {
        if (error.outcome) this.late = error.outcome.then((isWritten) => isWritten && this.#undo(old, before + 1));
        throw error;
      }
      await this.mirror.write(batch, before, this.database, journal);
    });
  }

  #inTurn(work) {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }

  /** What was written after "not saved" was said is taken back: Python's index knows nothing of it. */
  async #undo(old, number) {
    try {
      this.batch = await writeBatch(this.main, undoing(old), number, { journal: this.journal, checks: false });
      await this.mirror.catchUp(this.database);
    } catch {
      this.refuse("Unsure"); // opened anew, the journal is read as it is
    }
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
