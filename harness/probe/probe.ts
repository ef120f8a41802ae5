/**
 * The light probe: `NODE_OPTIONS=--import <this file>` and `TANDEM_PROBE_FILE=<file>` measure any
 * Node server from inside. Loaded into every Node process below the server and into its worker
 * threads as well, so that it is next to nothing wherever there is nothing to do.
 */
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';

/** Tools that start the server as a child: the file is left for that child. */
const launchers = /^(npm|npx|yarn|pnpm|pnpx|corepack|tsx|nodemon)(-cli|\.cli)?(\.[cm]?js)?$/;

const file = process.env['TANDEM_PROBE_FILE'];

if (file && isMainThread && !launchers.test(basename(process.argv[1] ?? ''))) {
  // The server's own children must not record over it.
  delete process.env['TANDEM_PROBE_FILE'];
  const { startRecording } = await import('./recorder.ts');
  startRecording(file);
}
