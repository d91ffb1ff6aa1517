import { UserError } from '../../protocol/userError';
import type { Wheel } from './releases';

const sentences: readonly { readonly sign: RegExp; readonly sentence: (wheel: Wheel) => string }[] = [
  {
    sign: /No space left on device|Disk quota exceeded/,
    sentence: () => 'The disk is full: free some space, or set RESNET_HOME to a folder on another disk, and try again.',
  },
  {
    sign: /DO NOT MATCH THE HASHES/,
    sentence: (wheel) =>
      `${wheel.file} from pip's package index is not the file this version was made for (its SHA-256 differs): check the package index that pip is set to.`,
  },
  {
    sign: /NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|connection broken|Max retries exceeded|ProtocolError|IncompleteRead|IncompleteDownload|timed out|Connection (?:aborted|refused|reset)/i,
    sentence: (wheel) =>
      `pip could not reach its package index to download ${wheel.package}: check the network connection and pip's proxy and index settings.`,
  },
  {
    sign: /No matching distribution found/,
    sentence: (wheel) =>
      `pip's package index does not offer ${wheel.package} ${wheel.version}: check the package index that pip is set to.`,
  },
];

/** What pip's output means to the user. */
export function pipFault(output: string, wheel: Wheel): UserError {
  const known = sentences.find(({ sign }) => sign.test(output));
  if (known !== undefined) return new UserError(known.sentence(wheel));
  const line =
    output
      .split('\n')
      .findLast((text) => /error/i.test(text))
      ?.trim() ?? 'it gave no reason';
  return new UserError(`pip could not download ${wheel.package} ${wheel.version}: ${line}`);
}
