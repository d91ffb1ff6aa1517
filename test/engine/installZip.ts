import { crc32 } from 'node:zlib';

const versionNeeded = 20;

/** A zip archive of uncompressed files; names are written as they are, also such as lead out of the folder, and what is in `bin/` is a program. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const file = { name: Buffer.from(name), content: Buffer.from(text) };
    const local = Buffer.concat([localHeader(file), file.name, file.content]);
    directory.push(directoryHeader(file, offset), file.name);
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  return Buffer.concat([...parts, index, endRecord(Object.keys(files).length, index.length, offset)]);
}

interface ZippedFile {
  readonly name: Buffer;
  readonly content: Buffer;
}

function localHeader(file: ZippedFile): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(versionNeeded, 4);
  writeSizes(header.subarray(14), file);
  return header;
}

function directoryHeader(file: ZippedFile, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(versionNeeded, 6);
  writeSizes(header.subarray(16), file);
  const mode = file.name.toString().startsWith('bin/') ? 0o100744 : 0o100644;
  header.writeUInt32LE(mode * 0x1_0000, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** The five fields that both headers have in a row: checksum, two sizes, the name's length. */
function writeSizes(header: Buffer, { name, content }: ZippedFile): void {
  header.writeUInt32LE(crc32(content), 0);
  header.writeUInt32LE(content.length, 4);
  header.writeUInt32LE(content.length, 8);
  header.writeUInt16LE(name.length, 12);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
