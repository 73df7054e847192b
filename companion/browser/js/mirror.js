// The journal's second copy, in a place that does not share the fate of the first.
//
// A killed browser can lose every database of its default place at once, keys included. So the mirror lies in a
// Storage Bucket of its own where there are buckets (Chromium keeps a LevelDB for each), else in a second database
// (in Safari and Firefox each database is a file of its own). It is written after the first place, never beside
// it: one kill can tear one log only. What fails here never fails the journal: it is told as `failure`.

import {
  beginJournal, copyJournal, keepKey, named, openDatabase, readKey, readMeta, writeBatch,
} from "./database.js";

// A mirror that does not answer may not keep a person waiting for "Saved"; a long journal is copied for a while.
const PATIENCE_MS = 10_000;
const PATIENCE_WITH_A_COPY_MS = 120_000;

function within(milliseconds, work) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(named("Timeout")), milliseconds); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export class Mirror {
  /** The browser's name for what keeps it behind; "" while it agrees with the first place. */
  failure = "";
  database = null;
  #hasOldKey = false;

  static async open(name) {
    const mirror = new Mirror();
    await mirror.tried(async () => {
      const options = { persisted: true, durability: "strict" };
      // Held as long as the database: once a bucket is collected, transactions in it never end.
      mirror.bucket = await navigator.storageBuckets?.open(`${name}-mirror`, options);
      const database = await openDatabase(mirror.bucket?.indexedDB ?? indexedDB, `${name}-mirror`);
      database.onclose = () => mirror.giveUp("Erased");
      database.onversionchange = () => mirror.giveUp("Busy");
      mirror.database = database;
    });
    return mirror;
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
  async keepKey(key) {
    if (!this.database) return;
    this.#hasOldKey = !(await this.tried(async () => { await keepKey(this.database, key); return true; }));
  }

  /** Begin an empty journal, with its wrapped ring of keys. */
  async begin(journal, key) {
    if (this.database) await this.tried(() => beginJournal(this.database, journal, key));
  }

  /** Write a batch that follows batch `before`, or all that is missing since. */
  async write(batch, before, main) {
    if (!this.database) return;
    const isWritten = !this.failure && await this.tried(async () => {
      await writeBatch(this.database, batch, before, false);
      return true;
    });
    if (!isWritten) await this.catchUp(main);
  }

  /** Hold what `main` holds. */
  async catchUp(main) {
    if (!this.database) return;
    await this.tried(async () => {
      await copyJournal(main, this.database);
      if (this.#hasOldKey) await keepKey(this.database, await readKey(main));
      this.#hasOldKey = false;
      this.failure = "";
    }, PATIENCE_WITH_A_COPY_MS);
  }

  close() {
    this.database?.close();
  }
}
