// Many records as one piece of bytes, and back: what goes to Python and comes from it.

/** Pieces of bytes, one after the other. */
export function joined(pieces) {
  const data = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) { data.set(piece, at); at += piece.length; }
  return data;
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
