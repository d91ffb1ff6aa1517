import yauzl from 'yauzl';

/** The files of a zip archive by name, each read when asked for. */
export type ZipEntries = ReadonlyMap<string, () => Promise<Buffer>>;

/** Reads an archive's directory. */
export async function zipEntries(file: string): Promise<ZipEntries> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.open(file, { autoClose: false, lazyEntries: false }, (error, opened) =>
      error === null ? resolve(opened) : reject(error),
    ),
  );
  const entries = new Map<string, () => Promise<Buffer>>();
  zip.on('entry', (entry: yauzl.Entry) => entries.set(entry.fileName, () => contents(zip, entry)));
  await new Promise((resolve, reject) => zip.once('end', resolve).once('error', reject));
  return entries;
}

async function contents(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    zip.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(error))),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
