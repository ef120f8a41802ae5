import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { databasePorts, leadsToDatabase } from './database-sockets.ts';
import { startProbed } from './probed-script.ts';

const test = suite('database sockets');

const environments = [
  { what: 'nothing', environment: {}, ports: [5432] },
  { what: 'PGPORT', environment: { PGPORT: '6543' }, ports: [5432, 6543] },
  {
    what: 'connection strings, whatever their names',
    environment: {
      DATABASE_URL: 'postgres://me:secret@db:7000/app',
      READ_REPLICA: 'postgresql://db:7001/app?ssl=true',
      USUAL: 'postgres://db/app',
      BROKEN: 'postgres://[',
      OTHER: 'redis://db:6379',
      PGPORT: 'none',
    },
    ports: [5432, 7000, 7001],
  },
];

for (const { what, environment, ports } of environments) {
  test(`the ports of PostgreSQL by ${what}`, () => {
    assert.equal([...databasePorts(environment)], ports);
  });
}

const calls = [
  { given: [5432, '127.0.0.1'], leads: true },
  { given: ['5432'], leads: true },
  { given: [5433], leads: false },
  { given: [{ port: 5432 }, () => {}], leads: true },
  { given: [{ path: '/run/postgresql/.s.PGSQL.5432' }], leads: true },
  { given: ['/run/postgresql/.s.PGSQL.5432'], leads: true },
  { given: ['/run/docker.sock'], leads: false },
  { given: [[{ port: 5432 }, null]], leads: true },
  { given: [{ port: 80, path: null }], leads: false },
  { given: [], leads: false },
];

for (const { given, leads } of calls) {
  test(`connect(${JSON.stringify(given).slice(1, -1)}) leads ${leads ? '' : 'not '}to PostgreSQL`, () => {
    assert.is(leadsToDatabase(given, new Set([5432])), leads);
  });
}

test('sockets connect as ever under the probe, in every form, and say so when refused', async () => {
  const script = startProbed(
    'mjs',
    `import net from 'node:net';
    import { once } from 'node:events';
    const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    const made = [net.connect(port, '127.0.0.1'), net.createConnection({ port, host: '127.0.0.1' }), new net.Socket().connect(port, '127.0.0.1')];
    for (const socket of made) if (String(await once(socket, 'data')) !== 'hello') throw new Error('no hello');
    server.close();
    const [error] = await once(net.connect({ port: 2, host: '127.0.0.1' }), 'error');
    if (error.code !== 'ECONNREFUSED') throw error;`,
  );
  try {
    assert.is(await script.ended, 0);
    assert.is(script.lines().at(-1)?.databaseUnseen, false);
    assert.is(script.lines().at(-1)?.accepted, 3);
  } finally {
    await script.remove();
  }
});

test.run();
