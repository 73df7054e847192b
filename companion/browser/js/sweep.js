// What a start does with every record: read its header and open it. Reading is another process's work and opening
// another thread's, so rows are opened while others are still being read.

import { asked, reading } from "./database.js";
import { joined, packed } from "./packing.js";

// Ids are random and begin with a digit of 16: each of these holds about as many rows. Together they hold every key.
const DIGITS = [..."123456789abcdef"];
const pieces = () => [
  IDBKeyRange.upperBound(DIGITS[0], true),
  ...DIGITS.slice(1).map((end, n) => IDBKeyRange.bound(DIGITS[n], end, false, true)),
  IDBKeyRange.lowerBound(DIGITS.at(-1)),
];

/** Every row of `readRows`, in one transaction: `take(row)` is called for those that are there while more are read. */
function takeRows(database, take) {
  return reading(database, ["headers"], async (store) => {
    const asking = pieces().map((range) => asked(store("headers").getAll(range)));
    await Promise.all(asking.map((piece) => piece.then((rows) => rows.forEach(take))));
  });
}

/** What fills a text's {names} with the values of an object. */
function filling(text) {
  const parts = text.split(/\{(\w+)\}/); // words, name, words, name, words
  return (values) => {
    let filled = parts[0];
    for (let n = 1; n < parts.length; n += 2) filled += values[parts[n]] + parts[n + 1];
    return filled;
  };
}

/**
 * All rows with their headers opened: {opened: JSON [[id, revision, schema]]; headers: what is in theirs, a comma
 * between them; unopened: JSON as before, of those that do not open; sealed: the rows of the schema `apart`, packed}.
 *
 * `sealing`: of crypto.js. `place`: what a header is bound to, with {id}, {revision} and {schema} in it.
 */
export async function sweep(database, sealing, place, apart) {
  const open = await sealing.opener();
  const rows = [], headers = [], sealed = [], placeOf = filling(place);
  await takeRows(database, (row) => {
    if (row.schema === apart) {
      sealed.push(row);
    } else {
      rows.push(row);
      headers.push(open(row.header, placeOf(row)));
    }
  });
  const found = await Promise.all(headers);
  const index = (is) => packed(rows.filter((_, n) => Boolean(found[n]) === is)).index;
  const opened = joined(found.filter(Boolean), ",");
  return { opened: index(true), headers: opened, unopened: index(false), sealed: packed(sealed, "header") };
}
