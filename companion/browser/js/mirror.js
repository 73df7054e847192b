// The journal's second copy, in a place that does not share the fate of the first.
//
// A killed browser can lose every database of its default place at once, keys included. So the mirror lies in another
// place (places.js). It is written after the first place, never beside it: one kill can tear one log only. What fails
// here never fails the journal: it is told as `failure`. Another journal than its own is never overwritten.

import { beginJournal, copyJournal, keepKey, readKey, readMeta, within, writeBatch } from "./database.js";
import { openPlace } from "./places.js";

// A mirror that does not answer may not keep a person waiting for "Saved"; a long journal is copied for a while.
const PATIENCE_MS = 10_000;
const PATIENCE_WITH_A_COPY_MS = 120_000;

export class Mirror {
  /** The browser's name for what keeps it behind; "" while it agrees with the first place. */
  failure = "";
  database = null;
  #hasOldKey = false;
  #closed = ""; // the name of a mirror that the browser has closed by itself

  static async open(name) {
    const mirror = new Mirror();
    await mirror.tried(() => mirror.#use(name));
    return mirror;
  }

  async #use(name) {
    const before = this.failure, database = await openPlace(name);
    if (this.failure !== before) { // it came after patience had ended: all goes on without it
      database.close();
      return;
    }
    database.onclose = () => { this.giveUp("Closed"); this.#closed = name; };
    database.onversionchange = () => this.giveUp("Busy");
    this.database = database;
  }

  /** What the browser closed by itself is opened again when it is needed, once; then it is behind, and is told so. */
  async #back() {
    const name = this.#closed;
    this.#closed = "";
    if (name) await this.tried(() => this.#use(name));
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
    return (this.database && await this.tried(() => readMeta(this.database))) ?? null;
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
