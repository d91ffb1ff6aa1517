/** Offsets in a little-endian 64-bit ELF header, and in its program headers, by elf(5). */
const header = { programs: 32, sections: 40, programSize: 54, programCount: 56, sectionCount: 60, sectionNames: 62 };
const program = { offset: 8, size: 32 };

/** An ELF library without what no loader reads: the tables of symbols and sections, which lie behind its last segment. */
export function withoutSymbols(binary) {
  const size = binary.readUInt16LE(header.programSize);
  const first = Number(binary.readBigUInt64LE(header.programs));
  const ends = Array.from({ length: binary.readUInt16LE(header.programCount) }, (_, index) => {
    const at = first + index * size;
    return Number(binary.readBigUInt64LE(at + program.offset) + binary.readBigUInt64LE(at + program.size));
  });
  const stripped = Buffer.from(binary.subarray(0, Math.max(...ends)));
  stripped.writeBigUInt64LE(0n, header.sections);
  stripped.writeUInt16LE(0, header.sectionCount);
  stripped.writeUInt16LE(0, header.sectionNames);
  return stripped;
}
