// What the page does where the browser's storage fails without a word, in Node: node storage_script.mjs FOLDER
import path from "node:path";
import { pathToFileURL } from "node:url";

const from = (name) => import(pathToFileURL(path.join(process.argv[2], name)).href);
const { LastingDatabase } = await from("lasting.js");
const { writing } = await from("database.js");
const { packed } = await from("packing.js");

/** A database whose first transaction is taken back without a reason, as `closes` says by a browser that closes it. */
function database(closes) {
  const one = {
    name: "companion", times: 0, close() {},
    transaction() {
      const transaction = { error: null, objectStore: () => ({}), abort() {} };
      setTimeout(() => {
        if (one.times++ || one.isSound) { transaction.oncomplete(); return; }
        transaction.onabort();
        if (closes) setTimeout(() => one.onclose());
      });
      return transaction;
    },
  };
  return one;
}

async function run(closes) {
  const again = Object.assign(database(false), { isSound: true });
  globalThis.indexedDB = {
    open() {
      const request = { result: again };
      setTimeout(() => request.onsuccess());
      return request;
    },
  };
  const lasting = new LastingDatabase(async () => {}, () => {});
  lasting.use(database(closes));
  const work = (isAgain) => writing(lasting.current, ["meta"], async () => `done ${isAgain}`);
  return lasting.run(work).catch((error) => error.name);
}

const row = (id, more) => ({ id, revision: 1, schema: 2, ...more });
const rows = packed([row("a", { header: Uint8Array.of(7) }), row("b"), row("c", { header: Uint8Array.of(8, 9) })], "header");
console.log(JSON.stringify({
  closed: await run(true), full: await run(false), index: JSON.parse(rows.index), data: [...rows.data],
}));
