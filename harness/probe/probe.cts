/**
 * The light probe: `NODE_OPTIONS=--require <this file>` and `TANDEM_PROBE_FILE=<file>` measure any
 * Node server from inside. Node loads it into every process below the server and into its worker
 * threads as well, so that it is next to nothing wherever there is nothing to do. Each Node process
 * that the server starts records itself into a file beside the first, `<file>.<pid>`. The loops of
 * worker threads are not watched (their CPU is the process's), and what packages that were bundled
 * into the server's own code do can't be counted: that is noticed, and said instead of 0.
 *
 * CommonJS by `--require`, because `--import`, even of an empty module, starts an ESM loader in
 * every worker thread, about 6 ms of CPU each: that would be held against servers that start threads
 * (finding 10). This costs about 1 ms.
 */
const { basename } = require('node:path') as typeof import('node:path');
const { isMainThread } = require('node:worker_threads') as typeof import('node:worker_threads');

/** Tools that start the server as a child: the file is left for that child. */
const launchers = /^(npm|npx|yarn|pnpm|pnpx|corepack|tsx|nodemon)(-cli|\.cli)?(\.[cm]?js)?$/;

const file = process.env['TANDEM_PROBE_FILE'];

if (file && isMainThread && !launchers.test(basename(process.argv[1] ?? ''))) {
  const everyMs = Number(process.env['TANDEM_PROBE_EVERY_MS'] || 250);
  const parent = Number(process.env['TANDEM_PROBE_PARENT']) || null;
  const collectEveryMs = Number(process.env['TANDEM_PROBE_COLLECT_EVERY_MS'] || 0) || null;
  const recorder = require('./recorder.js') as typeof import('./recorder.js');
  const recorded = recorder.startRecording(file, parent, everyMs, collectEveryMs);
  if (recorded) process.env['TANDEM_PROBE_PARENT'] = `${process.pid}`;
  const pass = process.env['TANDEM_PROBE_PASS'];
  delete process.env['TANDEM_PROBE_PASS'];
  if (pass)
    (require('./dearer-passes.js') as typeof import('./dearer-passes.js')).start(pass, file);
}
