import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { startProbed } from './probed-script.ts';
import { payloadBytes, WebSocketActivity } from './websocket.ts';

const test = suite('websocket');

/** Sends text and binary of all three lengths of header, answers a ping, and ends. */
const serverBody = `
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('listening', () => console.log(server.address().port));
  server.on('connection', (socket) => {
    socket.send('héllo');
    socket.send('');
    socket.send(42);
    socket.send(Buffer.alloc(125));
    socket.send('x'.repeat(126), () => {});
    socket.send(new Uint8Array(70000), { binary: true });
    socket.send('part', { fin: false });
    socket.send('s', { fin: true });
    socket.ping('are you there');
    socket.on('close', () => server.close());
  });`;

const texts = [6, 0, 2, 125, 126, 70_000, 5];

for (const [kind, load] of [
  ['mjs', "import { WebSocketServer } from 'ws';"],
  ['cjs', "const { WebSocketServer } = require('ws');"],
] as const) {
  test(`messages and bytes of a server (.${kind}) are counted exactly`, async () => {
    const server = startProbed(kind, load + serverBody);
    try {
      const received: number[] = [];
      const socket = new WebSocket(`ws://127.0.0.1:${await server.said()}`);
      await new Promise((resolve, reject) => {
        socket.on('error', reject).on('close', () => reject(new Error('closed early')));
        socket.on('message', (data: Buffer) => {
          received.push(data.length);
          if (received.length === texts.length) resolve(null);
        });
      });
      // What a client sends is not the server's.
      socket.send('a client says something');
      socket.close();
      assert.is(await server.ended, 0);
      assert.equal(received, texts);
      const last = server.lines().at(-1);
      assert.is(last?.wsMessages, texts.length);
      assert.is(
        last?.wsBytes,
        texts.reduce((sum, bytes) => sum + bytes, 0),
      );
    } finally {
      await server.remove();
    }
  });
}

test('what a slow client does not take shows as buffered', async () => {
  const source = `
    import { WebSocketServer } from 'ws';
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('listening', () => console.log(server.address().port));
    server.on('connection', (socket) => {
      for (let n = 0; n < 64; n += 1) socket.send(Buffer.alloc(1 << 20));
      process.exit();
    });`;
  const server = startProbed('mjs', source);
  try {
    const socket = new WebSocket(`ws://127.0.0.1:${await server.said()}`);
    socket.on('error', () => {});
    assert.is(await server.ended, 0);
    const last = server.lines().at(-1);
    assert.ok((last?.wsBufferedMaxBytes ?? 0) > 1 << 20);
    assert.ok((last?.wsBufferedMaxBytes ?? 0) <= 65 << 20);
    socket.terminate();
  } finally {
    await server.remove();
  }
});

/** Header bytes and lengths of RFC 6455, section 5.7. */
const frames = [
  { what: 'a text of 5 bytes', header: [0x81, 0x05], bytes: 5 },
  { what: 'a binary message of 256 bytes', header: [0x82, 0x7e, 0x01, 0x00], bytes: 256 },
  {
    what: 'a binary message of 64 KiB',
    header: [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0],
    bytes: 65_536,
  },
];

for (const { what, header, bytes } of frames) {
  test(`the header of ${what} tells its length`, () => {
    assert.is(payloadBytes(Buffer.from(header)), bytes);
  });
}

test('pings, pongs, close frames and masked frames are not counted', () => {
  const activity = new WebSocketActivity();
  for (const header of [
    [0x89, 5],
    [0x8a, 5],
    [0x88, 2],
    [0x81, 0x85],
  ]) {
    activity.sent(Buffer.from(header), 10);
  }
  assert.is(activity.messages, 0);
  assert.is(activity.bytes, 0);
  assert.is(activity.takeBufferedMaxBytes(), 0);
});

test.run();
