import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startTarget } from '../test-target.ts';
import { HttpClient } from './http-client.ts';

const test = suite('HTTP client');

const opener = {
  opens: () => undefined,
  closed: () => undefined,
  firstByte: () => undefined,
  firstEvent: () => undefined,
};

test('a request that undici refuses to send fails, and the others go on', async () => {
  const target = await startTarget();
  const client = new HttpClient(target.url);
  try {
    const asked = ['no-slash', '/ok', 'no-slash', 'no-slash', '/ok'].map((path) =>
      client.request({ method: 'GET', path }, opener).then(
        ({ status }) => status,
        (error: Error) => error.message,
      ),
    );
    const refused = 'path must be an absolute URL or start with a slash';
    assert.equal(await Promise.all(asked), [refused, 200, refused, refused, 200]);
  } finally {
    await client.close();
    await target.close();
  }
});

test.run();
