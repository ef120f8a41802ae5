/** For the tests that measure for real: where other work goes on, a measurement is not valid, and says why. */
import * as assert from 'uvu/assert';

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Was it measured undisturbed? Throws where it ended in any other way than these two. */
export function isMeasured({ code, stderr }: Ended): boolean {
  if (code === 0) return true;
  assert.is(code, 4, stderr);
  assert.match(stderr, /end other work on this machine/);
  return false;
}
