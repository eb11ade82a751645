// A ZIP file that comes out the same from the same files: names sorted, one date, no owner, no extras. Zopfli looks longer
// for the same deflate than zlib does, and finds four per cent less.
import { crc32 } from "node:zlib";

const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1; // 1 January 2026, midnight
const MADE_BY_UNIX = (3 << 8) | 20;
const READABLE = 0o100644 << 16;
const UTF8_NAMES = 1 << 11;

/** Content (as latin1) → the same deflated: most files are in each browser's archive. */
const known = new Map();

async function deflated(content) {
  const { default: zopfli } = await import("@gfx/zopfli"); // not before it is needed: it prints itself whole when anything fails
  const key = content.toString("latin1");
  if (!known.has(key)) known.set(key, Buffer.from(await zopfli.zlibAsync(content, { numiterations: 30 })).subarray(2, -4)); // without zlib's frame
  return known.get(key);
}

/** @param {Map<string, Buffer>} files name inside the archive → content */
export async function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const name of [...files.keys()].sort()) {
    const content = files.get(name);
    const packed = await deflated(content);
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(8, 4); // deflate
    common.writeUInt16LE(0, 6);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(label.length, 22);
    common.writeUInt16LE(0, 24);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, label, packed]);
    const made = Buffer.alloc(2);
    made.writeUInt16LE(MADE_BY_UNIX);
    const rest = Buffer.alloc(14); // no comment, disk 0
    rest.writeUInt32LE(READABLE >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02"), made, common, rest, label]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listed, Buffer.from("PK\x05\x06"), end]);
}
