// One writer for the journal among all tabs: a Web Lock that is held while the store is open.

import { named, plain } from "./database.js";

// After a reload the worker of before may hold the lock for a moment.
const PATIENCE_MS = 700;

/**
 * Take the lock; `steal` takes it away from whoever has it. Resolves to null where another tab keeps it, else to
 * `{lost, release}`: `lost` resolves when another tab has taken over; `release()` resolves when it is free.
 */
export async function takeLock(name, steal = false) {
  // A free lock is had without a clock: on a busy phone, patience may end before the browser has answered.
  const free = { ifAvailable: true };
  if (!steal) return (await requested(name, free)) ?? requested(name, { signal: AbortSignal.timeout(PATIENCE_MS) });
  return requested(name, { steal });
}

async function requested(name, options) {
  let held;
  const isHeld = new Promise((resolve) => { held = resolve; });
  let end;
  const until = new Promise((resolve) => { end = resolve; });
  const ended = navigator.locks.request(name, options, (lock) => {
    held(lock ? null : named("Busy"));
    return lock ? until : null;
  });
  const lost = new Promise((resolve) => { ended.catch(resolve); });
  const failure = await Promise.race([isHeld, lost]);
  if (failure === null) return { lost, release: () => { end(); return ended.catch(() => {}); } };
  if (["Busy", "TimeoutError", "AbortError"].includes(failure.name)) return null;
  throw plain(failure);
}
