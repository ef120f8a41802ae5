/** What the page does beyond showing: the compiled texts of `script/`, which share one scope. */
import { readFileSync } from 'node:fs';

const files = ['theme', 'sorting', 'crosshair', 'download', 'printing', 'start'] as const;

/** A classic script: it runs from disk and where a sandbox gives the page no origin. */
export const pageScript = `'use strict';
(() => {
${files.map(read).join('')}})();
`;

function read(name: string): string {
  const text = readFileSync(new URL(`script/${name}.js`, import.meta.url), 'utf8');
  return text.replace(/^"use strict";\n/, '');
}
