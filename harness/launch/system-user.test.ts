import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { databaseUser, parseAccounts } from './system-user.ts';

const test = suite('system user');

test('accounts are read from passwd(5), as Linux and as macOS write it', () => {
  const accounts = parseAccounts(
    [
      '# User Database',
      'root:x:0:0:root:/root:/bin/bash',
      'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false',
      'postgres:x:101:104::/var/lib/postgresql:/bin/bash',
      '',
    ].join('\n'),
  );
  assert.equal([...accounts.keys()], ['root', 'nobody', 'postgres']);
  assert.equal(accounts.get('postgres'), { uid: 101, gid: 104 });
  // -2 as an unsigned 32-bit number, which is how a process sees it.
  assert.equal(accounts.get('nobody'), { uid: 4294967294, gid: 4294967294 });
});

test('only root has to be someone else', async () => {
  const user = await databaseUser();
  assert.is(user === null, process.getuid?.() !== 0);
  assert.is.not(user?.uid, 0);
});

test.run();
