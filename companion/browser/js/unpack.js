// A zip whose files are stored without compression, as the site's own are: each file is a part of its bytes, and
// nothing is copied. Python's own unpacking would write each file in growing pieces that stay for a while.
const END = 0x06054b50, ENTRY = 0x02014b50, END_BYTES = 22;

/** Call `take(name, bytes)` for every file. Throws where the bytes are no such zip. */
export function unpack(zip, take) {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength), names = new TextDecoder();
  let at = zip.length - END_BYTES; // the build's zips have no comment
  if (at < 0 || view.getUint32(at, true) !== END) throw new Error("this is no zip of the site");
  const count = view.getUint16(at + 10, true);
  at = view.getUint32(at + 16, true);
  for (let n = 0; n < count; n++) {
    const [method, size, length] = [view.getUint16(at + 10, true), view.getUint32(at + 24, true), view.getUint16(at + 28, true)];
    if (view.getUint32(at, true) !== ENTRY || method !== 0) throw new Error("this zip is compressed");
    const start = view.getUint32(at + 42, true), name = names.decode(zip.subarray(at + 46, at + 46 + length));
    const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
    if (!name.endsWith("/")) take(name, zip.subarray(from, from + size));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}
