// As much of IndexedDB as the journal's store uses, in memory. A database can be damaged: `damage(name, ...what)` makes
// these calls fail from then on as WebKit says of a file that it cannot read ("meta.get", "headers.count", "open").

/** What the browser says of a file that it cannot read. */
const unread = () => Object.assign(new Error("unread"), { name: "UnknownError" });

function requested(work, transaction) {
  const request = { transaction };
  setTimeout(() => {
    try {
      request.result = work();
      request.onsuccess?.({ target: request });
    } catch (error) {
      request.error = error;
      request.onerror?.({ target: request });
      transaction?.fail(error);
    }
  });
  return request;
}

export function tinyIndexedDB() {
  const files = new Map(), damages = new Map();
  const check = (name, what) => { if (damages.get("*") || damages.get(name)?.includes(what)) throw unread(); };

  class Transaction {
    error = null;
    open = 0;
    constructor(name, file) { Object.assign(this, { name, file, before: new Map() }); this.look(); }

    look() { setTimeout(() => { if (!this.open && !this.ended) this.end("oncomplete"); }, 3); }
    end(how) { this.ended = true; this[how]?.(); }
    abort() {
      this.open = Infinity; // it does not end well any more
      this.before.forEach((rows, store) => this.file.set(store, rows));
      setTimeout(() => { if (!this.ended) this.end("onabort"); });
    }
    fail(error) { this.error ??= error; this.abort(); }

    objectStore(store) {
      const call = (what, work) => {
        this.open += 1;
        return requested(() => {
          this.open -= 1;
          this.look();
          if (this.open === Infinity) throw Object.assign(new Error("aborted"), { name: "AbortError" });
          check(this.name, `${store}.${what}`);
          return work(this.file.get(store));
        }, this);
      };
      const change = (what, work) => call(what, (rows) => {
        if (!this.before.has(store)) this.before.set(store, new Map(rows));
        work(rows);
      });
      return {
        get: (key) => call("get", (rows) => rows.get(key)),
        getKey: (key) => call("getKey", (rows) => (rows.has(key) ? key : undefined)),
        getAll: () => call("getAll", (rows) => [...rows.values()]),
        getAllKeys: () => call("getAllKeys", (rows) => [...rows.keys()]),
        count: () => call("count", (rows) => rows.size),
        put: (row, key) => change("put", (rows) => rows.set(key, row)),
        delete: (key) => change("delete", (rows) => rows.delete(key)),
        clear: () => change("clear", (rows) => rows.clear()),
      };
    }
  }

  return {
    files,
    damage: (name, ...what) => damages.set(name, what),
    mend: () => damages.clear(),
    databases: async () => [...files.keys()].map((name) => ({ name, version: 1 })),
    deleteDatabase: (name) => requested(() => files.delete(name)),
    open(name) {
      const request = requested(() => {
        check(name, "open");
        const isNew = !files.has(name);
        if (isNew) files.set(name, new Map());
        const file = files.get(name);
        request.result = {
          name, close() {}, createObjectStore: (store) => file.set(store, new Map()),
          transaction: () => new Transaction(name, file),
        };
        request.transaction = { abort() { files.delete(name); } };
        if (isNew) request.onupgradeneeded?.({ oldVersion: 0 });
        return request.result;
      });
      return request;
    },
  };
}
