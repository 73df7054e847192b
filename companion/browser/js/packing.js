// Many records as one piece of bytes, and back: what goes to Python and comes from it.

/** Pieces of bytes, one after the other; `between` them a character of ASCII, or none. */
export function joined(pieces, between = "") {
  const gap = between.length, size = pieces.reduce((sum, piece) => sum + piece.length + gap, 0);
  const data = new Uint8Array(Math.max(0, size - gap));
  if (gap) data.fill(between.charCodeAt(0));
  let at = 0;
  for (const piece of pieces) { data.set(piece, at); at += piece.length + gap; }
  return data;
}

const NOTHING = new Uint8Array();

/** Rows with these parts, empty where one is missing: {index: JSON [[id, revision, schema, length of each part]], data: part, part, part}. */
export function packed(rows, ...parts) {
  const index = rows.map((row) => [row.id, row.revision, row.schema, ...parts.map((part) => row[part]?.length ?? 0)]);
  return { index: JSON.stringify(index), data: joined(rows.flatMap((row) => parts.map((part) => row[part] ?? NOTHING))) };
}

/** A batch out of its index and its bytes: header, body, header, body. */
export function unpacked({ puts, deletes, expect }, data) {
  let at = 0;
  // Copies, not views: the browser stores the whole buffer behind a view.
  const next = (length) => data.slice(at, (at += length));
  const records = puts.map(([id, revision, schema, header, body]) => (
    { id, revision, schema, header: next(header), body: next(body) }
  ));
  return { puts: records, deletes, expect };
}
