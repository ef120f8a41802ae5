import * as fc from 'fast-check';
import { type Logger, pino } from 'pino';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { CallLog, CreateCallLog } from '../concerns.ts';

interface Written {
  readonly log: CallLog;
  readonly logger: Logger;
  /** The lines written so far, parsed. */
  readonly lines: () => readonly { readonly level: number; readonly msg: string }[];
}

/** A call log on a real logger of that level whose output is kept in memory. */
export function writtenLog(createCallLog: CreateCallLog, level: string): Written {
  const lines: string[] = [];
  const logger = pino({ level }, { write: (line: string) => lines.push(line) });
  return {
    log: createCallLog(logger),
    logger,
    lines: () => lines.map((line) => JSON.parse(line)),
  };
}

/** What both implementations of finding 6 must do; the caller runs it. */
export function callLogSuite(name: string, createCallLog: CreateCallLog): Test {
  const test = suite(name);

  test('writes a request and a response at debug, in order, named and readable', () => {
    const { log, lines } = writtenLog(createCallLog, 'debug');
    log.request('model', { prompt: 'why?', steps: [1, 2] });
    log.response('model', 'because');
    assert.equal(
      lines().map(({ level, msg }) => [level, msg]),
      [
        [20, 'model request: {\n  "prompt": "why?",\n  "steps": [\n    1,\n    2\n  ]\n}'],
        [20, 'model response: "because"'],
      ],
    );
  });

  test('writes nothing while debug is off', () => {
    for (const level of ['info', 'warn', 'error', 'silent']) {
      const { log, lines } = writtenLog(createCallLog, level);
      log.request('model', { prompt: 'why?' });
      log.response('model', 'because');
      assert.equal(lines(), [], level);
    }
  });

  test('follows the level when it changes later', () => {
    const { log, logger, lines } = writtenLog(createCallLog, 'info');
    log.request('model', 1);
    logger.level = 'debug';
    log.request('model', 2);
    logger.level = 'info';
    log.request('model', 3);
    assert.equal(
      lines().map(({ msg }) => msg),
      ['model request: 2'],
    );
  });

  test('writes any JSON payload so that it can be read back', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const { log, lines } = writtenLog(createCallLog, 'debug');
        log.response('tool', payload);
        const text = lines()[0]?.msg.slice('tool response: '.length) ?? '';
        assert.is(JSON.stringify(JSON.parse(text)), JSON.stringify(payload));
      }),
    ));

  return test;
}

/** A payload that counts how often it is turned into JSON. */
export function countedPayload(): { readonly payload: unknown; readonly count: () => number } {
  let count = 0;
  const toJSON = () => {
    count += 1;
    return 'payload';
  };
  return { payload: { toJSON }, count: () => count };
}
