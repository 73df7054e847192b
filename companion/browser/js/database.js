// One IndexedDB database of sealed records: opened at a numbered version, written in whole batches.

export const VERSION = 1;
const STORES = ["headers", "bodies", "keys", "meta"];

// One step for each version; a step is never changed once it was released.
const UPGRADES = [
  (database) => STORES.forEach((name) => database.createObjectStore(name)),
];

/** An error that Python tells apart by its name. */
export function named(name, more = {}) {
  return Object.assign(new Error(name), { name, ...more });
}

/** The same as a plain Error: Python waits for ever for a promise that rejects with Chromium's QuotaExceededError. */
export function plain(error) {
  return error instanceof Error && !(error instanceof DOMException) ? error : named(error?.name ?? "Error");
}

/** Open or create. Rejects with VersionError, Blocked, or what the browser says. */
export function openDatabase(factory, name) {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, VERSION);
    let isBlocked = false;
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const step of UPGRADES.slice(oldVersion)) step(request.result, request.transaction);
    };
    request.onblocked = () => { isBlocked = true; reject(named("Blocked")); };
    request.onerror = () => reject(plain(request.error));
    request.onsuccess = () => (isBlocked ? request.result.close() : resolve(request.result));
  });
}

/** What a request gives. */
export function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(plain(request.error));
  });
}

function begun(database, names, mode) {
  try {
    return database.transaction(names, mode, { durability: "strict" });
  } catch (error) {
    throw plain(error);
  }
}

/** Run `work(store)` in one transaction; `store(name)` gives an object store. Resolves once all is on the disk. */
function inOneTransaction(database, names, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = begun(database, names, mode);
    let failure = null;
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(plain(failure ?? transaction.error));
    const failed = (error) => {
      failure = error;
      // When a put throws, the puts before it would still be committed.
      try { transaction.abort(); } catch { /* it has ended by itself */ }
    };
    work((name) => transaction.objectStore(name)).then((value) => { result = value; }, failed);
  });
}

export const reading = (database, names, work) => inOneTransaction(database, names, "readonly", work);
export const writing = (database, names, work) => inOneTransaction(database, names, "readwrite", work);

/** The journal's id and the number of its newest batch; undefined where there is no journal. */
export function readMeta(database) {
  return reading(database, ["meta"], (store) => asked(store("meta").get("journal")));
}

/**
 * Write a batch that follows batch `before`; the number it has got.
 * Rejects with RevisionConflict, or OtherWriter where the newest batch is another one; then nothing is written.
 */
export function writeBatch(database, batch, before, checks = true) {
  return writing(database, ["headers", "bodies", "meta"], async (store) => {
    const meta = await asked(store("meta").get("journal"));
    if (meta?.batch !== before) throw named("OtherWriter");
    if (checks) await checkExpectations(store("headers"), batch.expect);
    const number = before + 1;
    for (const put of batch.puts) putRecord(store, put, number);
    for (const id of batch.deletes) deleteRecord(store, id);
    store("meta").put({ ...meta, batch: number }, "journal");
    return number;
  });
}

async function checkExpectations(headers, expect) {
  const rows = await Promise.all(Object.keys(expect).map((id) => asked(headers.get(id))));
  Object.values(expect).forEach((revision, at) => {
    if ((rows[at]?.revision ?? 0) !== revision) throw named("RevisionConflict");
  });
}

function putRecord(store, { id, revision, schema, header, body }, batch) {
  store("headers").put({ id, revision, schema, batch, header }, id);
  if (body.length) store("bodies").put(body, id);
  else store("bodies").delete(id);
}

function deleteRecord(store, id) {
  store("headers").delete(id);
  store("bodies").delete(id);
}

/** Every row, {id, revision, schema, batch, header}, without its body. */
export function readRows(database) {
  return reading(database, ["headers"], (store) => asked(store("headers").getAll()));
}

/** The rows of these ids that are there, each with its body. */
export function readWhole(database, ids) {
  return reading(database, ["headers", "bodies"], async (store) => {
    const found = await Promise.all(ids.map(async (id) => {
      const [row, body] = await Promise.all([asked(store("headers").get(id)), asked(store("bodies").get(id))]);
      return row && { ...row, body: body ?? new Uint8Array() };
    }));
    return found.filter(Boolean);
  });
}

/** A place's wrapped ring of keys, {wrapping, wrapped}; undefined where there is none. */
export function readKey(database) {
  return reading(database, ["keys"], (store) => asked(store("keys").get("data")));
}

/** Keep a wrapped ring of keys in a place. */
export function keepKey(database, key) {
  return writing(database, ["keys"], async (store) => { store("keys").put(key, "data"); });
}

/** Take a journal out of a place: everything of it, keys too. */
export function emptyJournal(database) {
  return writing(database, STORES, async (store) => { for (const name of STORES) store(name).clear(); });
}

/** Begin an empty journal, with its wrapped ring of keys. */
export function beginJournal(database, id, key) {
  return writing(database, ["keys", "meta"], async (store) => {
    store("keys").put(key, "data");
    store("meta").put({ id, batch: 0 }, "journal");
  });
}

/**
 * Make `target` hold what `source` holds, in one transaction; how many records were written.
 * A target that has a ring of this journal keeps it.
 */
export async function copyJournal(source, target) {
  const [meta, before, key] = [await readMeta(source), await readMeta(target), await readKey(source)];
  const since = before?.id === meta.id ? before.batch : -1;
  const rows = await readRows(source);
  const changed = await readWhole(source, rows.filter((row) => row.batch > since).map((row) => row.id));
  const kept = new Set(rows.map((row) => row.id));
  return writing(target, STORES, async (store) => {
    const [ids, held] = await Promise.all([
      asked(store("headers").getAllKeys()), asked(store("keys").getKey("data")),
    ]);
    for (const id of ids.filter((one) => !kept.has(one))) deleteRecord(store, id);
    for (const row of changed) putRecord(store, row, row.batch);
    if (key && (!held || since < 0)) store("keys").put(key, "data");
    store("meta").put(meta, "journal");
    return changed.length;
  });
}
