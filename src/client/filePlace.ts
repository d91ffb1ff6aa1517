import path from 'node:path';
import type { FilePlace } from '../protocol/networkFile/fileOptions';

/** What a network file's own name and paths stand for: they are relative to its folder. */
export function filePlace(file: string): FilePlace {
  return {
    name: path.basename(file).replace(/(\.resnet)?\.json$/, ''),
    resolve: (relative) => path.resolve(path.dirname(file), relative),
  };
}
