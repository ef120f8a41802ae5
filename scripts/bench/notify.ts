import { createNotifier as baseline } from '../../baseline/notify.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { encodeMessage } from '../../optimized/message-size.ts';
import { createNotifier as optimized } from '../../optimized/notify.ts';
import type { CreateNotifier, NotifiedRun, Subscriber } from '../../runtime/concerns.ts';
import type { CriticalEvent, PassingEvent, RunMessage } from '../../runtime/run-event.ts';

interface Size {
  readonly tokens: number;
  /** Open sockets of the user; the first watches the run, the others watch other runs. */
  readonly sockets: number;
}

const run: NotifiedRun = { id: 'run-0', userId: 'ann', interactive: true };
const begun: CriticalEvent = { type: 'step.started', step: 'plan' };
const token: PassingEvent = { type: 'token', step: 'plan', text: ' latency' };
const changed: PassingEvent = {
  type: 'state.changed',
  step: 'plan',
  fields: ['results', 'completedSteps', 'summary', 'report'],
  completed: ['plan'],
};

export const notify = defineBench<Size>({
  name: 'notify',
  finding: 4,
  title:
    'The events of a step that somebody watches: its start, its tokens, a change. Made, encoded and given to sockets; the network is not included.',
  counted: 'cpu',
  sizes: {
    '1-token': { tokens: 1, sockets: 1 },
    '8-tokens': { tokens: 8, sockets: 1 },
    '64-tokens': { tokens: 64, sockets: 1 },
    '64-tokens-10-sockets': { tokens: 64, sockets: 10 },
  },
  grows: 'tokens of the step, then sockets of the user',
  open({ tokens, sockets }) {
    const room = (create: CreateNotifier) => openRoom(create, tokens, sockets);
    const rooms = { baseline: room(baseline), optimized: room(optimized) };
    return {
      forms: rooms,
      close: async () => {
        for (const { close } of Object.values(rooms)) close();
      },
    };
  },
});

function openRoom(create: CreateNotifier, tokens: number, sockets: number) {
  const subscribers = Array.from({ length: sockets }, (_, index) => openSocket(`run-${index}`));
  const [watcher] = subscribers;
  const notifier = create({
    subscribersOfUser: () => subscribers,
    subscribersOfRun: () => subscribers.slice(0, 1),
    encode: encodeMessage,
    now: () => 1.5,
  });
  const step = () => {
    notifier.critical(run, begun, 1);
    for (let count = 0; count < tokens; count++) notifier.passing(run, token);
    notifier.passing(run, changed);
    notifier.end(run);
    return watcher?.last();
  };
  const form: Form = {
    call: step,
    answer: () => {
      const received = watcher?.listen() ?? [];
      step();
      return told(received.map((text): RunMessage => JSON.parse(text)));
    },
  };
  return { ...form, close: () => notifier.close() };
}

/** Keeps the last text only, as a real one keeps none; all of them once it is listened to. */
function openSocket(runId: string) {
  let last = '';
  let received: string[] | null = null;
  const subscriber: Subscriber = {
    runId,
    userId: run.userId,
    bufferedBytes: () => 0,
    send: ({ text }) => {
      last = text;
      received?.push(text);
    },
  };
  const listen = () => {
    received = [];
    return received;
  };
  return { ...subscriber, last: () => last, listen };
}

/** What a watcher knows in the end: messages may be merged, their text and order may not change. */
function told(messages: readonly RunMessage[]) {
  const text = messages.map((each) => (each.type === 'token' ? each.text : '')).join('');
  const others = messages.filter(({ type }) => type !== 'token');
  return { text, others };
}
