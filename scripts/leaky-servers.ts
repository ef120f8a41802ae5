/** Servers that leak, and some that only look like it: CommonJS, each answers `ok`. */

const server = (state: string, work: string): string =>
  `let n = 0; ${state}
require('http').createServer((q, r) => { n += 1; ${work}; r.end('ok'); }).listen(process.env.PORT, '127.0.0.1');
`;

/** A flat text of 1,024 bytes that is no other's. */
const text = `Buffer.alloc(1024, n % 200).toString('latin1')`;

export const leakyServers = {
  bare: server('', ''),
  leak: server('const held = new Map()', `held.set(n, ${text})`),
  buffers: server('const held = []', 'held.push(Buffer.alloc(8192))'),
  cache: server('const held = new Map()', `held.set(n % 200, ${text})`),
  /** Keys are drawn, so that the fuller it is, the fewer are new. */
  filling: server('const held = new Map()', `held.set(Math.floor(Math.random() * 8000), ${text})`),
  /** Old enough for old space when it is let go: no collection of young objects takes it back. */
  garbage: server(
    'let held = []',
    'for (let i = 0; i < 50; i++) held.push({ n, i }); if (n % 300 === 0) held = []',
  ),
} as const;

export type LeakyServer = keyof typeof leakyServers;
