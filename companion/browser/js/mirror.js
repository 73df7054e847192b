// The journal's second copy, in a place that does not share the fate of the first.
//
// A killed browser can lose every database of its default place at once, keys included. So the mirror lies in another
// place (places.js). It is written after the first place, never beside it: one kill can tear one log only. What fails
// here never fails the journal: it is told as `failure`. Another journal than its own is never overwritten.

import {
  beginJournal, copyJournal, isWhole, keepKey, readKey, readMeta, within, writeBatch,
} from "./database.js";
import { openPlace, removePlace } from "./places.js";

// A mirror that does not answer may not keep a person waiting for "Saved"; a long journal is copied for a while.
const PATIENCE_MS = 10_000;
const PATIENCE_WITH_A_COPY_MS = 120_000;
const OF_A_FILE = ["UnknownError", "NotReadableError", "DataError"];

export class Mirror {
  /** The browser's name for what keeps it behind; "" while it agrees with the first place. */
  failure = "";
  database = null;
  #hasOldKey = false;
  #closed = ""; // the name of a mirror that the browser has closed by itself

  static async open(name) {
    const mirror = new Mirror();
    await mirror.tried(() => mirror.#use(() => openPlace(name)));
    if (mirror.failure === "UnknownError") { // as openMain does
      mirror.failure = "";
      await mirror.tried(() => mirror.#use(() => openPlace(name)));
    }
    return mirror;
  }

  /**
   * Go on in a new place with what `main` holds: what lies in the old one cannot be read, and is left as it is. A new
   * one that cannot be filled is taken away again: an empty one would be found in the stead of the old.
   */
  async renew(open, main) {
    const { database: old, failure } = this;
    Object.assign(this, { database: null, failure: "" });
    await this.tried(() => this.#use(open));
    await this.catchUp(main);
    if (!this.failure) {
      old?.close();
      return;
    }
    if (this.database) await removePlace(this.database);
    Object.assign(this, { database: old, failure });
  }

  /** What a browser says of a file that it cannot open, or reads no further, tried twice. */
  get isUnread() {
    return OF_A_FILE.includes(this.failure);
  }

  async #use(open) {
    const before = this.failure, database = await open();
    if (this.failure !== before) { // it came after patience had ended: all goes on without it
      database.close();
      return;
    }
    database.onclose = () => { this.giveUp("Closed"); this.#closed = database.name; };
    database.onversionchange = () => this.giveUp("Busy");
    this.database = database;
  }

  /** What the browser closed by itself is opened again when it is needed, once; then it is behind, and is told so. */
  async #back() {
    const name = this.#closed;
    this.#closed = "";
    if (name) await this.tried(() => this.#use(() => openPlace(name)));
  }

  /** Do work on it; undefined where that fails, and `failure` says why. */
  async tried(work, patience = PATIENCE_MS) {
    try {
      return await within(patience, work());
    } catch (error) {
      this.failure = error.name ?? "Error";
      // It may still be at work: nothing more is begun on it.
      if (error.name === "Timeout") this.giveUp("Timeout");
      return undefined;
    }
  }

  /** Use it no more until the next start. */
  giveUp(why) {
    this.failure = why;
    this.close();
    this.database = null;
  }

  /** The journal's id and newest batch, null where there is none or it cannot be read. */
  async meta() {
    return (await this.#read(readMeta)) ?? null;
  }

  /** Whether a journal that lies here has all its rows; undefined where they cannot be read. */
  isWhole(meta) {
    return this.#read((database) => isWhole(database, meta));
  }

  async #read(work) {
    if (!this.database) return undefined;
    const before = this.failure, found = await this.tried(() => work(this.database));
    if (!this.database || !this.isUnread) return found;
    this.failure = before;
    return this.tried(() => work(this.database));
  }

  /** Keep a newer ring of keys; where that fails it comes with the next copy. */
  async keepKey(key, journal) {
    await this.#back();
    if (!this.database) return;
    this.#hasOldKey = !(await this.tried(async () => { await keepKey(this.database, key, journal); return true; }));
  }

  /** Begin an empty journal, with its wrapped ring of keys; where another one is, that is left whole. */
  async begin(journal, key) {
    if (this.database) await this.tried(() => beginJournal(this.database, journal, key));
  }

  /** Write a batch of this journal that follows batch `before`, or all that is missing since. */
  async write(batch, before, main, journal) {
    await this.#back();
    if (!this.database) return;
    const isWritten = !this.failure && await this.tried(async () => {
      await writeBatch(this.database, batch, before, { journal, checks: false });
      return true;
    });
    if (!isWritten) await this.catchUp(main);
  }

  /** Hold what `main` holds; in the stead of the journal `over`, which was set aside. */
  async catchUp(main, over) {
    if (!this.database) return;
    await this.tried(async () => {
      await copyJournal(main, this.database, { over });
      if (this.#hasOldKey) await keepKey(this.database, await readKey(main));
      this.#hasOldKey = false;
      this.failure = "";
    }, PATIENCE_WITH_A_COPY_MS);
  }

  close() {
    this.database?.close();
  }
}
