/** CPU types of <mach/machine.h> by Node's names. */
const cpuTypes = { x64: 0x01000007, arm64: 0x0100000c };

/** FAT_MAGIC of <mach-o/fat.h>: a header and, for each architecture, five big-endian words say where its part lies. */
const fatMagic = 0xcafebabe;

/** The part for one architecture of a universal binary for macOS. */
export function machOFor(architecture, binary) {
  if (binary.readUInt32BE(0) !== fatMagic) return binary;
  for (let entry = 8; entry < 8 + 20 * binary.readUInt32BE(4); entry += 20) {
    const [offset, size] = [binary.readUInt32BE(entry + 8), binary.readUInt32BE(entry + 12)];
    if (binary.readUInt32BE(entry) === cpuTypes[architecture]) return binary.subarray(offset, offset + size);
  }
  throw new Error(`The universal binary has no part for ${architecture}.`);
}
