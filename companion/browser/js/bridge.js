// What the worker registers for Python: `pyodide.registerJsModule("companion_bridge", bridge)`.

import { argon2id, sealing, stretch } from "./crypto.js";
import { fetched } from "./net.js";
import { openStore } from "./records.js";

/** What the browser says of its storage: JSON {persisted, usage, quota}, sizes in bytes, null where unknown. */
async function storage() {
  const manager = navigator.storage;
  const [persisted, { usage = null, quota = null } = {}] = await Promise.all([
    manager?.persisted?.().catch(() => null), manager?.estimate?.().catch(() => ({})),
  ]);
  return JSON.stringify({ persisted: persisted ?? null, usage, quota });
}

export const bridge = {
  openStore,
  sealing,
  stretch,
  argon2id,
  storage,
  fetched,
  /** The person's time zone at this moment, "" where the browser does not know it. */
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
  /** Minutes east of UTC there, at a moment in milliseconds since 1970. */
  offset: (milliseconds) => -new Date(milliseconds).getTimezoneOffset(),
};
