import { unknownName } from '../config/nearest.ts';
import { usageError } from '../error.ts';
import type { Recording } from '../record/recording.ts';

/** The part of a stored run that a gate judges. Throws a usage error where that is not clear. */
export function oneScenario({ header, events }: Recording, name: string | undefined): Recording {
  const names = header.scenarios.map((scenario) => scenario.name);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined) {
    throw usageError(
      `this run has ${names.length} scenarios and a gate judges one: name it, as in tandem gate ${names[0] ?? ''} --run ${header.id}. There is: ${names.join(', ')}.`,
    );
  }
  if (!names.includes(wanted)) throw unknownName('scenario', wanted, names);
  const ofWanted = (event: Recording['events'][number]): boolean =>
    ('arm' in event ? event.arm.scenario : event.scenario) === wanted;
  return {
    header: { ...header, scenarios: header.scenarios.filter((each) => each.name === wanted) },
    events: events.filter(ofWanted),
  };
}
