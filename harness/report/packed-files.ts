import { gzipSync } from 'node:zlib';

/** Of the header: which system packed it. */
const systemByte = 9;
const unknownSystem = 255;

/**
 * Texts by name, for a page to carry and its script to unpack: base64 of gzip of JSON. The same texts
 * give the same bytes on one version of Node; another's zlib may pack otherwise.
 */
export function packFiles(files: Readonly<Record<string, string>>): string {
  const packed = gzipSync(JSON.stringify(files), { level: 9 });
  packed[systemByte] = unknownSystem;
  return packed.toString('base64');
}
