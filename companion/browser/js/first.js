// The first of the two databases: opened or made anew, and what is said where it cannot be.

import { UNREAD, explained, named, openMain } from "./database.js";
import { newest, openFresh, openPlace, opensAny } from "./places.js";

// This document, or another tab in this moment, may use the storage: what fails after that was not refused.
let isAllowed = false;

/** Another tab has the journal. */
export function allowed() { isAllowed = true; }

/** The database, or a new one after it, and the number of its place. */
export async function openFirst(name, there, anew) {
  const number = await newest(there, `${name}-anew`);
  const opened = anew
    ? await openFresh(`${name}-anew`, number)
    : { number, database: await (number ? openPlace(`${name}-anew-${number}`) : openMain(name)) };
  allowed();
  return opened;
}

/**
 * What to say of a database that fails: which of the two copies can be read, or that no file is to blame.
 * Once WebKit's storage process has ended, a document opens no database any more: Disconnected, where one could.
 */
export async function whyUnread(error, mirror, name) {
  if (UNREAD.includes(error.name)) {
    if (await mirror.meta()) return named("FirstUnread");
    if (await opensAny(`${name}-trial`)) return named("BothUnread");
    if (isAllowed && error.name === "UnknownError") return named("Disconnected");
  }
  return explained(error, name);
}
