/** The raw material of the reference, committed beside its report: what was measured is not lost with a machine. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const recorded = 'arms.ndjson';
const packed = '.ndjson.gz';

export const isRecorded = (folders: string, part: string): boolean =>
  existsSync(join(folders, part, recorded));

/** Parts that no folder has are put there; what a folder has is as new or newer. */
export function unpackParts(store: string, folders: string): void {
  if (!existsSync(store)) return;
  for (const file of readdirSync(store).filter((name) => name.endsWith(packed))) {
    const part = file.slice(0, -packed.length);
    if (isRecorded(folders, part)) continue;
    const folder = join(folders, part);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, recorded), gunzipSync(readFileSync(join(store, file))));
  }
}

export function packPart(folders: string, part: string, store: string): void {
  mkdirSync(store, { recursive: true });
  const content = readFileSync(join(folders, part, recorded));
  writeFileSync(join(store, `${part}${packed}`), gzipSync(content, { level: 9 }));
}
