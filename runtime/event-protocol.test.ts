import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { offeredToken, selectProtocol } from './event-protocol.ts';

const test = suite('event protocol');

function offering(protocols: string | undefined): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  if (protocols !== undefined) request.headers['sec-websocket-protocol'] = protocols;
  return request;
}

test('the token is what follows bearer., wherever it is offered', () => {
  assert.is(offeredToken(offering('tandem.events, bearer.a.b-c._')), 'a.b-c._');
  assert.is(offeredToken(offering('bearer.a.b.c,tandem.events')), 'a.b.c');
});

test('where none is offered there is none', () => {
  for (const protocols of [undefined, '', 'tandem.events', 'bearer.', 'Bearer a.b.c', ',,']) {
    assert.is(offeredToken(offering(protocols)), '', String(protocols));
  }
});

test('only tandem.events is ever selected', () => {
  assert.is(selectProtocol(new Set(['bearer.a.b.c', 'tandem.events'])), 'tandem.events');
  assert.is(selectProtocol(new Set(['bearer.a.b.c'])), false);
  assert.is(selectProtocol(new Set(['graphql-ws'])), false);
});

test.run();
