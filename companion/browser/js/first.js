// The first of the two databases: opened or made anew, and what is said where it cannot be.

import { UNREAD, explained, named, openMain } from "./database.js";
import { newest, openFresh, openPlace, opensAny } from "./places.js";

/** The database, or a new one after it, and the number of its place. */
export async function openFirst(name, there, anew) {
  const number = await newest(there, `${name}-anew`);
  if (anew) return openFresh(`${name}-anew`, number);
  return { number, database: await (number ? openPlace(`${name}-anew-${number}`) : openMain(name)) };
}

/** What to say of a database that fails: which of the two copies can be read, or that no file is to blame. */
export async function whyUnread(error, mirror, name) {
  if (UNREAD.includes(error.name)) {
    if (await mirror.meta()) return named("FirstUnread");
    if (await opensAny(`${name}-trial`)) return named("BothUnread");
  }
  return explained(error, name);
}
