/**
 * Finding 6. Payloads are turned into text for a debug log that is off: the template literal is
 * built before the logger is asked, so every model call pays for two pretty-printed copies that
 * nobody reads. Seen in honeycombio/beeline-nodejs#401 and langfuse/langfuse-js#722.
 */
import type { CreateCallLog } from '../runtime/concerns.ts';

/** Logs the payloads of calls at level `debug`. */
export const createCallLog: CreateCallLog = (logger) => ({
  request(name, payload) {
    logger.debug(`${name} request: ${JSON.stringify(payload, null, 2)}`);
  },

  response(name, payload) {
    logger.debug(`${name} response: ${JSON.stringify(payload, null, 2)}`);
  },
});
