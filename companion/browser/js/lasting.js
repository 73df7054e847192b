// A database that is opened again, quietly, where the browser closes it by itself: iOS does so in the background, any
// browser may when its storage process ends. What was asked of it in that moment is asked once more.

import { within } from "./database.js";
import { reopenPlace } from "./places.js";

const PATIENCE_MS = 10_000;
// A transaction of a closed database ends a moment before the browser says that it was closed.
const A_MOMENT_MS = 300;
// In a row, with nothing done in between: a browser that goes on closing it is not asked for ever.
const MOST_TIMES = 3;
const OF_CLOSED = ["AbortError", "InvalidStateError", "UnknownError", "Error"];
// Safari may say no more than this of a connection that is lost.
const WITHOUT_A_WORD = ["InvalidStateError", "UnknownError"];

export class LastingDatabase {
  current = null;
  #check;
  #giveUp;
  #again = Promise.resolve();
  #times = 0;

  /** `check(database)` rejects where what was opened again is not what was closed; `giveUp(why)` hears why it ends. */
  constructor(check, giveUp) {
    this.#check = check;
    this.#giveUp = giveUp;
  }

  use(database) {
    this.current = database;
    database.closed = new Promise((resolve) => {
      database.onclose = () => {
        if (database === this.current) this.#again = this.#open(database).catch((error) => this.#giveUp(error.name));
        resolve(true);
      };
    });
  }

  /** Do `work(isAgain)`; a second time where the database was closed meanwhile and could be opened again. */
  async run(work) {
    await this.#again;
    const database = this.current;
    try {
      const done = await work(false);
      this.#times = 0;
      return done;
    } catch (error) {
      if (!OF_CLOSED.includes(error.name)) throw error;
      const isClosed = await within(A_MOMENT_MS, database.closed).catch(() => false);
      if (!isClosed && !(WITHOUT_A_WORD.includes(error.name) && await this.#replaced(database))) throw error;
      await this.#again;
      return work(true);
    }
  }

  async #open(database) {
    this.#times += 1;
    if (this.#times > MOST_TIMES) throw Object.assign(new Error("closed"), { name: "InvalidStateError" });
    const fresh = await within(PATIENCE_MS, patiently(database));
    try {
      await this.#check(fresh);
    } catch (error) {
      fresh.close();
      throw error;
    }
    this.use(fresh);
  }

  /** A connection that fails without having been closed: whether another one could take its place. */
  async #replaced(database) {
    try {
      await this.#open(database);
    } catch {
      return false;
    }
    database.onclose = null;
    database.close();
    return true;
  }
}

/** While the browser is still busy with closing, or with deleting, it ends what is asked for. */
async function patiently(database) {
  for (let tries = 0; ; tries++) {
    try {
      return await reopenPlace(database);
    } catch (error) {
      if (error.name !== "AbortError" || tries >= MOST_TIMES) throw error;
      await new Promise((then) => setTimeout(then, A_MOMENT_MS));
    }
  }
}
