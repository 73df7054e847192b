// Where a second database lies: in a Storage Bucket of its own where there are buckets (Chromium keeps a LevelDB for
// each, and evicts each by itself), else beside the first (in Safari and Firefox each database is a file of its own).

import { named, openDatabase, reopenDatabase, within } from "./database.js";

const PATIENCE_MS = 10_000;

/** The names of the places that exist in this browser; null where it does not say. Opening one creates it. */
export async function placesThere() {
  try {
    const { storageBuckets } = navigator;
    const listed = storageBuckets ? storageBuckets.keys() : indexedDB.databases();
    return new Set((await within(PATIENCE_MS, listed)).map((one) => one.name ?? one));
  } catch {
    return null;
  }
}

/** The number of the newest place of this kind ("NAME-3" has 3); 0 where there is none. */
export function newest(there, name) {
  const numbers = [...there ?? []].filter((one) => one.startsWith(`${name}-`)).map((one) => +one.slice(name.length + 1));
  return Math.max(0, ...numbers.filter(Number.isInteger));
}

/** Open a place or create it. */
export async function openPlace(name) {
  const bucket = await navigator.storageBuckets?.open(name, { persisted: true, durability: "strict" });
  const database = await openDatabase(bucket?.indexedDB ?? indexedDB, name);
  // Held as long as the database: once a bucket is collected, transactions in it never end.
  return Object.assign(database, { bucket });
}

/** Open the place of a database anew that the browser has closed by itself. Rejects with Erased where it is no more. */
export async function reopenPlace({ bucket, name }) {
  if (!bucket) return reopenDatabase(indexedDB, name);
  if (!(await navigator.storageBuckets.keys()).includes(bucket.name)) throw named("Erased");
  const again = await navigator.storageBuckets.open(bucket.name);
  return Object.assign(await reopenDatabase(again.indexedDB, name), { bucket: again });
}

/** Delete a place or, without a bucket, the database of this name; nobody waits long for it. */
export async function removePlace(database) {
  const { bucket, name } = database;
  database.close();
  await within(PATIENCE_MS, bucket ? navigator.storageBuckets.delete(bucket.name) : new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = reject;
  })).catch(() => {});
}
