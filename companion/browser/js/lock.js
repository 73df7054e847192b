// One writer for the journal among all tabs: a Web Lock that is held while the store is open.

// After a reload the worker of before holds the lock until it has ended. It does not answer any more; a tab that is
// in use does, and is not waited for as long.
const PATIENCE_MS = 700, PATIENCE_WITH_THE_SILENT_MS = 6000;

/**
 * Take the lock; `steal` takes it away from whoever has it. Resolves to null where another tab keeps it, else to
 * `{lost, release}`: `lost` resolves when another tab has taken over; `release()` resolves when it is free.
 */
export async function takeLock(name, steal = false) {
  let held;
  const isHeld = new Promise((resolve) => { held = resolve; });
  let end;
  const until = new Promise((resolve) => { end = resolve; });
  const channel = new BroadcastChannel(`${name}-lock`);
  const options = steal ? { steal } : { signal: patience(channel) };
  const ended = navigator.locks.request(name, options, () => { held(true); return until; });
  const lost = new Promise((resolve) => { ended.catch(() => resolve(true)); });
  lost.then(() => channel.close());
  if (!(await Promise.race([isHeld, lost.then(() => false)]))) return null;
  channel.onmessage = ({ data }) => { if (data === "who") channel.postMessage("here"); };
  return { lost, release: () => { channel.close(); end(); return ended.catch(() => {}); } };
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
