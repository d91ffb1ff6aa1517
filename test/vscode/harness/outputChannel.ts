import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Profile } from './profile';

/** All that an output channel has been given so far, from the log file in which VS Code keeps it; empty before its first line. */
export function outputChannelText(profile: Profile, name: string): string {
  const logs = path.join(profile.userFolder, 'logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((file) => isLogOf(file, name));
  return files
    .sort()
    .map((file) => readFileSync(path.join(logs, file), 'utf8'))
    .join('');
}

/** A plain channel's file has a number before the channel's name. */
function isLogOf(file: string, name: string): boolean {
  return path.basename(file).replace(/^\d+-/, '') === `${name}.log`;
}
