import { snapshot as baseline } from '../../baseline/snapshot.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { snapshot as optimized } from '../../optimized/snapshot.ts';
import type { Snapshot } from '../../runtime/concerns.ts';
import { snapshot as deepCopy } from '../remedies/deep-copy.ts';
import { stateOf } from './sized-state.ts';

export const snapshot = defineBench<number>({
  name: 'snapshot',
  finding: 3,
  title: 'A state that was just merged is handed over to a step and made into text to be saved.',
  counted: 'cpu',
  sizes: { '1KB': 1, '4KB': 4, '64KB': 64, '256KB': 256 },
  grows: 'the state as JSON',
  others: {
    'deep-copy':
      "the audit's remedy: a general deep copy (structuredClone) in place of the JSON round trip",
  },
  open(kib) {
    const state = stateOf(kib);
    const form = ({ handOver, serialize }: Snapshot): Form => ({
      call: () => {
        // A merge makes a new object: text that was kept of the old one is of no use.
        const given = handOver({ ...state });
        return { given, text: serialize(given) };
      },
    });
    return {
      forms: { baseline: form(baseline), optimized: form(optimized), 'deep-copy': form(deepCopy) },
    };
  },
});
