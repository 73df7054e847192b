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

/** Reject with Timeout where work takes longer; it may still be going on. */
export function within(milliseconds, work) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(named("Timeout")), milliseconds); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
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

export const UNREAD = ["UnknownError", "NotReadableError", "InvalidStateError", "AbortError", "DataError"];

/** Chromium answers the first call with UnknownError when it has just found its files damaged: ask once more. */
export async function openMain(name) {
  try {
    return await openDatabase(indexedDB, name);
  } catch (error) {
    if (error.name !== "UnknownError") throw error;
    return openDatabase(indexedDB, name);
  }
}

/** The same error, with the version that was found where it is too new. */
export async function explained(error, name) {
  if (error.name !== "VersionError") return error;
  const all = await indexedDB.databases().catch(() => []);
  const found = all.find((one) => one.name === name)?.version ?? VERSION + 1;
  return named("VersionError", { found, known: VERSION });
}

/** Open one that was there a moment ago. Rejects with Erased where it is no more, and makes none; else as above. */
export function reopenDatabase(factory, name) {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, VERSION);
    let failure = null;
    request.onupgradeneeded = () => { failure = named("Erased"); request.transaction.abort(); };
    request.onblocked = () => { failure = named("Blocked"); reject(failure); };
    request.onerror = () => reject(failure ?? plain(request.error));
    request.onsuccess = () => (failure ? request.result.close() : resolve(request.result));
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

/**
 * Run `work(store)` in one transaction; `store(name)` gives an object store. Resolves once all is on the disk.
 * After `patience` (ms; 0: none) it rejects with Timeout, and nothing is written; or, where the browser was already
 * committing, with Unsure: then `outcome` resolves to whether it was written, once the browser says so.
 */
function inOneTransaction(database, names, mode, work, patience = 0) {
  return new Promise((resolve, reject) => {
    const transaction = begun(database, names, mode);
    let failure = null;
    let result;
    const outcome = new Promise((ended) => {
      transaction.oncomplete = () => { ended(true); resolve(result); };
      transaction.onabort = () => { ended(false); reject(plain(failure ?? transaction.error)); };
    });
    const giveUp = () => {
      try {
        transaction.abort();
        reject(named("Timeout"));
      } catch {
        reject(named("Unsure", { outcome }));
      }
    };
    const timer = patience && setTimeout(giveUp, patience);
    outcome.then(() => clearTimeout(timer));
    const failed = (error) => {
      failure = error;
      // When a put throws, the puts before it would still be committed.
      try { transaction.abort(); } catch { /* it has ended by itself */ }
    };
    work((name) => transaction.objectStore(name)).then((value) => { result = value; }, failed);
  });
}

export const reading = (database, names, work) => inOneTransaction(database, names, "readonly", work);
export const writing = (database, names, work, patience) => (
  inOneTransaction(database, names, "readwrite", work, patience)
);

/** The journal: {id, batch: number of its newest batch, rows: how many it has}; undefined where there is none. */
export function readMeta(database) {
  return reading(database, ["meta"], (store) => asked(store("meta").get("journal")));
}

/**
 * Write a batch of this journal that follows batch `before`; the number it has got. `old` is filled with what undoes it.
 * Rejects with RevisionConflict, or OtherWriter where the newest batch is another one; then nothing is written. With
 * `patience`, also as `inOneTransaction` says.
 */
export function writeBatch(database, batch, before, { journal, checks = true, old = [], patience } = {}) {
  return writing(database, ["headers", "bodies", "meta"], async (store) => {
    const meta = await asked(store("meta").get("journal"));
    if (meta?.batch !== before || (journal && meta.id !== journal)) throw named("OtherWriter");
    if (checks) await checkExpectations(store("headers"), batch.expect);
    const rows = meta.rows ?? await asked(store("headers").count());
    old.push(...await stored(store, [...batch.puts.map((put) => put.id), ...batch.deletes]));
    const number = before + 1;
    for (const put of batch.puts) putRecord(store, put, number);
    for (const id of batch.deletes) deleteRecord(store, id);
    // Counted from the changes, not from what is there: so a row that got lost is missed.
    const fresh = old.slice(0, batch.puts.length).filter((one) => !one.row).length;
    const gone = old.slice(batch.puts.length).filter((one) => one.row).length;
    store("meta").put({ ...meta, batch: number, rows: rows + fresh - gone }, "journal");
    return number;
  }, patience);
}

/** Whether a batch was written as this number, whatever was heard of it. */
export function holdsBatch(database, batch, number) {
  return reading(database, ["headers"], async (store) => {
    const rows = (ids) => Promise.all(ids.map((id) => asked(store("headers").get(id))));
    const [put, gone] = [await rows(batch.puts.map((one) => one.id)), await rows(batch.deletes)];
    return put.every((row) => row?.batch === number) && gone.every((row) => !row);
  });
}

/** These ids as they are stored: {id, row, body}, undefined where there is none. */
function stored(store, ids) {
  return Promise.all(ids.map(async (id) => {
    const [row, body] = await Promise.all([asked(store("headers").get(id)), asked(store("bodies").get(id))]);
    return { id, row, body };
  }));
}

/** The batch that puts back what a written one replaced. */
export function undoing(old) {
  const puts = old.filter((one) => one.row).map(({ row, body }) => ({ ...row, body: body ?? new Uint8Array() }));
  return { puts, deletes: old.filter((one) => !one.row).map((one) => one.id), expect: {} };
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
    const found = (await stored(store, ids)).filter((one) => one.row);
    return found.map(({ row, body }) => ({ ...row, body: body ?? new Uint8Array() }));
  });
}

/** A place's wrapped ring of keys, {wrapping, wrapped}; undefined where there is none. */
export function readKey(database) {
  return reading(database, ["keys"], (store) => asked(store("keys").get("data")));
}

/** Keep this journal's wrapped ring of keys in a place. Rejects with OtherJournal where another one lies there. */
export function keepKey(database, key, journal) {
  return writing(database, ["keys", "meta"], async (store) => {
    if (journal && (await asked(store("meta").get("journal")))?.id !== journal) throw named("OtherJournal");
    store("keys").put(key, "data");
  });
}

/** Take a journal out of a place: everything of it, keys too. */
export function emptyJournal(database) {
  return writing(database, STORES, async (store) => { for (const name of STORES) store(name).clear(); });
}

/** Begin an empty journal, with its wrapped ring of keys. Rejects with OtherJournal where there is one. */
export function beginJournal(database, id, key) {
  return writing(database, ["keys", "meta"], async (store) => {
    if (await asked(store("meta").get("journal"))) throw named("OtherJournal");
    store("keys").put(key, "data");
    store("meta").put({ id, batch: 0, rows: 0 }, "journal");
  });
}

/** Whether a journal has as many rows as it counted. One of an older app, which did not count, has a row at least. */
export async function isWhole(database, { batch, rows }) {
  const found = await reading(database, ["headers"], (store) => asked(store("headers").count()));
  return rows === undefined ? found > 0 || batch === 0 : found === rows;
}

/**
 * Make `target` hold what `source` holds, in one transaction; how many records were written.
 * A target that has a ring of this journal keeps it.
 *
 * Rejects with OtherJournal where the target holds another journal than `over`, and with RowsMissing where the source
 * has lost rows, unless it is wanted `asItIs`; then nothing is changed.
 */
export async function copyJournal(source, target, { over = "", asItIs = false } = {}) {
  const [meta, before, key] = [await readMeta(source), await readMeta(target), await readKey(source)];
  if (!asItIs && !(await isWhole(source, meta))) throw named("RowsMissing");
  const isSame = before?.id === meta.id;
  const since = isSame && before.batch <= meta.batch && await isWhole(target, before) ? before.batch : -1;
  const rows = await readRows(source);
  const changed = await readWhole(source, rows.filter((row) => row.batch > since).map((row) => row.id));
  const kept = new Set(rows.map((row) => row.id));
  return writing(target, STORES, async (store) => {
    const [there, ids, held] = await Promise.all([
      asked(store("meta").get("journal")), asked(store("headers").getAllKeys()), asked(store("keys").getKey("data")),
    ]);
    if (there && there.id !== meta.id && there.id !== over) throw named("OtherJournal");
    for (const id of ids.filter((one) => !kept.has(one))) deleteRecord(store, id);
    for (const row of changed) putRecord(store, row, row.batch);
    if (key && !(held && isSame)) store("keys").put(key, "data");
    store("meta").put({ ...meta, rows: rows.length }, "journal");
    return changed.length;
  });
}
