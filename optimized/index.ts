import type { Concerns } from '../runtime/concerns.ts';
import { analysis } from './analysis.ts';
import { createAuthenticator } from './auth.ts';
import { createCallLog } from './call-log.ts';
import { openConnections } from './connections.ts';
import { encodeMessage } from './message-size.ts';
import { createMonitor } from './monitor.ts';
import { createNotifier } from './notify.ts';
import { createOffload } from './offload.ts';
import { createPersister } from './persist.ts';
import { runPipeline } from './pipeline.ts';
import { retry } from './retry.ts';
import { snapshot } from './snapshot.ts';
import { createStateStore } from './state.ts';
import { validation } from './validation.ts';

/** The 14 concerns without the mistakes of their twins, in the order of the findings. */
export const optimized: Concerns = {
  runPipeline,
  retry,
  snapshot,
  createNotifier,
  createPersister,
  createCallLog,
  encodeMessage,
  validation,
  openConnections,
  createOffload,
  createMonitor,
  createStateStore,
  analysis,
  createAuthenticator,
};
