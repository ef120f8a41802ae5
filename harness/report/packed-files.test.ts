import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { packFiles } from './packed-files.ts';

const test = suite('packFiles');

test('says neither when nor on which system it was packed, and can be unpacked', () => {
  const files = { 'a.txt': 'x'.repeat(1000), 'b.json': '{"</script>": "\u202e😀"}\n' };
  const packed = Buffer.from(packFiles(files), 'base64');
  assert.equal([...packed.subarray(0, 8)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  assert.is(packed[9], 255);
  assert.equal(JSON.parse(gunzipSync(packed).toString()), files);
  assert.is(packFiles(files), packFiles({ ...files }));
});

test.run();
