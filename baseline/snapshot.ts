/**
 * Finding 3. The mistake: a state is copied through JSON text at every hand-over, so that the
 * receiver cannot change it, and serialised again each time it is stored. Measured on a 64 KB state:
 * 383 us for the round trip and 216 us for the text.
 * In public: openclaw/openclaw#102353 (JSON round trips as deep clones in an agent's helpers).
 */
import type { Snapshot } from '../runtime/concerns.ts';

/** State is plain JSON data (runtime/agent-state.ts), so the round trip loses nothing. */
export const snapshot: Snapshot = {
  handOver: (state) => JSON.parse(JSON.stringify(state)),
  serialize: (state) => JSON.stringify(state),
};
