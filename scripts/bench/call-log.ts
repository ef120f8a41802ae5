import { pino } from 'pino';
import { createCallLog as baseline } from '../../baseline/call-log.ts';
import { defineBench, type Form, seededRandom } from '../../harness/index.ts';
import { createCallLog as optimized } from '../../optimized/call-log.ts';
import type { CreateCallLog } from '../../runtime/concerns.ts';
import { proseOf } from '../../scenarios/prose.ts';

const messageCharacters = 1000;

export const callLog = defineBench<number>({
  name: 'call-log',
  finding: 6,
  title: 'The request and the response of a model call, told to a debug log that is off.',
  counted: 'cpu',
  sizes: { '1KB': 1, '8KB': 8, '36KB': 36, '128KB': 128 },
  grows: 'the request as JSON',
  open(kib) {
    const request = { model: 'sim', stream: true, messages: messagesOf(kib) };
    const response = { text: 'because', promptTokens: 900, completionTokens: 160 };
    const tell = (create: CreateCallLog, level: string, write: (line: string) => void) => {
      const log = create(pino({ level, timestamp: false, base: null }, { write }));
      return () => {
        log.request('model', request);
        log.response('model', response);
      };
    };
    const form = (create: CreateCallLog): Form => ({
      call: tell(create, 'info', () => undefined),
      answer: () => linesOf((level, write) => tell(create, level, write)()),
    });
    return { forms: { baseline: form(baseline), optimized: form(optimized) } };
  },
});

function messagesOf(kib: number) {
  const random = seededRandom('call-log');
  return Array.from({ length: kib }, () => {
    return { role: 'user', content: proseOf(random, messageCharacters) };
  });
}

/** What is written while the debug log is off, and while it is on. */
function linesOf(tell: (level: string, write: (line: string) => void) => void) {
  return ['info', 'debug'].map((level) => {
    const lines: string[] = [];
    tell(level, (line) => lines.push(line));
    return lines;
  });
}
