// A ZIP file that comes out the same from the same files: names sorted, one date, no owner, no extras.
import { crc32, deflateRawSync } from "node:zlib";

const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1; // 1 January 2026, midnight
const MADE_BY_UNIX = (3 << 8) | 20;
const READABLE = 0o100644 << 16;
const UTF8_NAMES = 1 << 11;

/** @param {Map<string, Buffer>} files name inside the archive → content */
export function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const name of [...files.keys()].sort()) {
    const content = files.get(name);
    const packed = deflateRawSync(content, { level: 9 });
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
