import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CallNode, callTreeOf, selfTimesOf } from './call-tree.ts';
import { compareTrees } from './compare-trees.ts';
import { joinStretches } from './join-stretches.ts';
import { samplesOf } from './profile-paths.ts';
import { sampleProfile } from './sample-profile.ts';
import { Sources } from './source-file.ts';

const test = suite('call tree');
const sources = new Sources('/app');
const ever = { startUs: 0, endUs: Number.MAX_SAFE_INTEGER };

const treeOf = (stacks: readonly string[], operations = 1): CallNode =>
  callTreeOf(sampleProfile(0, stacks), operations, sources);

const stacks = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }).map((names) => names.join('/')),
  { maxLength: 60 },
);

test('time is what was sampled, an operation; idle time is nobody`s', () => {
  const tree = treeOf(['handle/parse', 'handle/parse', 'handle', '', 'timer', ''], 2);
  assert.is(tree.totalUs, 2000);
  const [handle, timer] = tree.children;
  assert.is(handle?.function, 'handle');
  assert.is(handle?.file, 'handle.js');
  assert.is(handle?.totalUs, 1500);
  assert.is(handle?.selfUs, 500);
  assert.is(timer?.totalUs, 500);
  assert.equal(
    selfTimesOf(tree).map((each) => [each.function, each.selfUs]),
    [
      ['parse', 1000],
      ['timer', 500],
      ['handle', 500],
    ],
  );
});

test('the probe`s own time is nobody`s; what it stands around is the server`s', () => {
  const around = 'handle/probeQuery/query/native';
  const tree = treeOf([around, 'probeTick/nodeTimers/native', 'nodeLoop/probeTick', around]);
  assert.is(tree.totalUs, 2000);
  const [handle] = tree.children;
  assert.is(tree.children.length, 1);
  assert.equal(
    handle?.children.map((each) => [each.function, each.totalUs]),
    [['query', 2000]],
  );
});

test('a tree adds up: own times to the whole, and no part is more than what called it', () => {
  fc.assert(
    fc.property(stacks, (sampled) => {
      const tree = treeOf(sampled);
      const busy = sampled.filter((stack) => stack !== '').length * 1000;
      assert.is(tree.totalUs, busy);
      assert.is(
        selfTimesOf(tree).reduce((sum, each) => sum + each.selfUs, 0),
        busy,
      );
      const open = [tree];
      for (let node = open.pop(); node; node = open.pop()) {
        const below = node.children.reduce((sum, child) => sum + child.totalUs, 0);
        assert.is(node.totalUs, node.selfUs + below);
        open.push(...node.children);
      }
    }),
  );
});

test('stretches of a profile joined are the same samples as if it had never been cut', () => {
  fc.assert(
    fc.property(stacks, fc.nat(60), (sampled, cut) => {
      const parts = [sampled.slice(0, cut), sampled.slice(cut)];
      const profiles = [
        sampleProfile(0, parts[0] ?? []),
        sampleProfile(1000 * (parts[0]?.length ?? 0), parts[1] ?? []),
      ];
      const told = (profile: Parameters<typeof samplesOf>[0]) =>
        samplesOf(profile).map(({ atUs, us, stack }) => [
          atUs,
          us,
          stack.map(({ callFrame }) => callFrame.functionName).join('<'),
        ]);
      assert.equal(told(joinStretches(profiles, ever)), told(sampleProfile(0, sampled)));
    }),
  );
});

test('only what lies in the window is joined', () => {
  const joined = joinStretches([sampleProfile(0, ['a', 'b', 'c', 'd'])], {
    startUs: 1500,
    endUs: 3000,
  });
  const names = samplesOf(joined).map(({ stack }) => stack[0]?.callFrame.functionName);
  assert.equal(names, ['b', 'c']);
  assert.is(joined.startTime, 1500);
});

test('a gap without samples belongs to what was in the system, not to idleness', () => {
  const profile = sampleProfile(0, ['read', '']);
  const slow = { ...profile, timeDeltas: [1000, 80_000] };
  assert.equal(
    samplesOf(slow).map(({ us }) => us),
    [1000, 80_000],
  );
  assert.equal(
    samplesOf(profile).map(({ us }) => us),
    [1000],
  );
  const cutOff = { ...sampleProfile(0, ['read']), endTime: 80_000 };
  assert.equal(
    samplesOf(cutOff).map(({ us }) => us),
    [1000, 79_000],
  );
});

test('functions are matched by their callers, their name and that of their file', () => {
  const compared = compareTrees(treeOf(['handle/parse', 'handle']), [
    treeOf(['handle/parse', 'parse', 'handle/parse']),
  ]);
  assert.is(compared.otherUs, 3000);
  const [handle] = compared.children;
  assert.is(handle?.otherUs, 2000);
  assert.is(handle?.children[0]?.otherUs, 2000);
});

test('siblings of one name are compared as one', () => {
  const node = (
    name: string,
    file: string,
    totalUs: number,
    children: CallNode[] = [],
  ): CallNode => ({
    function: name,
    file,
    selfUs: totalUs - children.reduce((sum, child) => sum + child.totalUs, 0),
    totalUs,
    children,
  });
  const all = node('all', '', 1000, [
    node('(anonymous)', 'a/index.js', 500, [node('x', 'x.js', 200)]),
    node('(anonymous)', 'b/index.js', 500, [node('x', 'x.js', 100)]),
  ]);
  const { children } = compareTrees(all, [all]);
  const [both] = children;
  assert.is(children.length, 1);
  assert.equal([both?.node.totalUs, both?.otherUs], [1000, 1000]);
  assert.equal(
    both?.children.map((each) => [each.node.totalUs, each.otherUs]),
    [[300, 300]],
  );
});

test.run();
