// One writer for the journal among all tabs: a Web Lock that is held while the store is open.

import { named, plain } from "./database.js";

// After a reload the worker of before holds the lock until it has ended. It does not answer any more; a tab that is
// in use does, and is not waited for as long.
const PATIENCE_MS = 700, PATIENCE_WITH_THE_SILENT_MS = 6000;

/**
 * Take the lock; `steal` takes it away from whoever has it. Resolves to null where another tab keeps it, else to
 * `{lost, release}`: `lost` resolves when another tab has taken over; `release()` resolves when it is free.
 */
export async function takeLock(name, steal = false) {
  const channel = new BroadcastChannel(`${name}-lock`);
  // A free lock is had without a clock: on a busy phone, patience may end before the browser has answered.
  const taken = steal
    ? await requested(name, { steal })
    : (await requested(name, { ifAvailable: true })) ?? (await requested(name, { signal: patience(channel) }));
  if (!taken) {
    channel.close();
    return null;
  }
  channel.onmessage = ({ data }) => { if (data === "who") channel.postMessage("here"); };
  taken.lost.then(() => channel.close());
  return { lost: taken.lost, release: () => { channel.close(); return taken.release(); } };
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

/** Aborts when it is no use to wait any longer. */
function patience(channel) {
  const control = new AbortController();
  const began = Date.now();
  const abortAt = (milliseconds) => setTimeout(() => control.abort(), Math.max(0, began + milliseconds - Date.now()));
  abortAt(PATIENCE_WITH_THE_SILENT_MS);
  channel.onmessage = ({ data }) => { if (data === "here") abortAt(PATIENCE_MS); };
  channel.postMessage("who");
  return control.signal;
}
