/**
 * The lean entry of a measured process: an agent server with the fixes that FIX_PIPELINE=1,
 * FIX_CALL_LOG=1, ... switch on (REMEDY_GROUPS=1, ...: as the audit wrote them), until SIGTERM. Loads
 * nothing else, so that nothing else is measured.
 */
import { EnvironmentError, parseEnvironment } from '../runtime/environment.ts';
import { CannotStart } from '../runtime/errors.ts';
import { startServer } from '../runtime/server.ts';
import { fixesOf, mixConcerns, remediesOf } from './mix.ts';

try {
  const server = await startServer(
    mixConcerns(fixesOf(process.env), remediesOf(process.env)),
    parseEnvironment(process.env),
  );
  const stop = () => void server.close().then(() => process.exit(0), fail);
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
} catch (error) {
  fail(error);
}

/** The design's exit codes: 2 configuration, 4 precondition, 70 a fault of our own. */
function fail(error: unknown): never {
  const known = error instanceof EnvironmentError || error instanceof CannotStart;
  console.error(known ? error.message : error);
  process.exit(error instanceof EnvironmentError ? 2 : known ? 4 : 70);
}
