/** What a measured process allocates, and what it keeps. */
import { createReadStream, createWriteStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type { CallFrame } from '../probe/cpu-profile.ts';
import type { DevTools } from './devtools.ts';
import { isFile, isProbe, type Sources } from './source-file.ts';

/** A function by what it allocated, collected since or not; estimated from one sample in 32 KiB. */
export interface AllocationSite {
  readonly function: string;
  readonly file: string;
  readonly bytesPerOperation: number;
}

/** Objects of one constructor that are there after the load and were not before. */
export interface Growth {
  readonly constructorName: string;
  readonly objects: number;
  readonly bytes: number;
}

/** As DevTools reads it (`.heapprofile`). */
export interface HeapProfile {
  readonly head: HeapProfileNode;
}

interface HeapProfileNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly children: readonly HeapProfileNode[];
}

const sampleEveryBytes = 32 * 1024;

/** Everything that is allocated from here on, what is thrown away again included. */
export const startAllocations = (tools: DevTools): Promise<unknown> =>
  tools.ask('HeapProfiler.startSampling', {
    samplingInterval: sampleEveryBytes,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });

export const stopAllocations = async (tools: DevTools): Promise<HeapProfile> =>
  (await tools.ask<{ profile: HeapProfile }>('HeapProfiler.stopSampling')).profile;

/** By bytes, the most first. What V8's built-ins allocate is put down to who called them. */
export function allocationSites(
  { head }: HeapProfile,
  operations: number,
  sources: Sources,
): readonly AllocationSite[] {
  const found = new Map<string, AllocationSite>();
  const open = [{ node: head, caller: head.callFrame, isOurs: false }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, caller } = next;
    const { url } = node.callFrame;
    // The probe stands around methods of the server's, which are below it.
    const isOurs = isFile(url) ? isProbe(url) : next.isOurs;
    const frame = url === '' ? caller : node.callFrame;
    open.push(...node.children.map((child) => ({ node: child, caller: frame, isOurs })));
    if (node.selfSize === 0 || isOurs) continue;
    const name = frame.functionName || '(anonymous)';
    const file = sources.fileOf(frame);
    const key = `${name} ${file}`;
    const before = found.get(key)?.bytesPerOperation ?? 0;
    const bytesPerOperation = before + node.selfSize / operations;
    found.set(key, { function: name, file, bytesPerOperation });
  }
  return [...found.values()].sort((a, b) => b.bytesPerOperation - a.bytesPerOperation);
}

/** Writes a heap snapshot for DevTools (`.heapsnapshot`); V8 collects garbage first. */
export async function writeSnapshot(tools: DevTools, file: string): Promise<void> {
  const stream = createWriteStream(file);
  tools.on<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    stream.write(chunk);
  });
  await tools.ask('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  stream.end();
  await finished(stream);
}

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** What there was of each constructor. */
export type Population = ReadonlyMap<string, { objects: number; bytes: number }>;

/** Throws where a snapshot is larger than the longest string (512 MiB). */
export async function readPopulation(file: string): Promise<Population> {
  const { snapshot, nodes, strings } = JSON.parse(await text(createReadStream(file))) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const found = new Map<string, { objects: number; bytes: number }>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const field = (index: number | undefined) => nodes[at + (index ?? 0)] ?? 0;
    const key = constructorOf(types[0][field(type)] ?? '', strings[field(name)] ?? '');
    const entry = found.get(key) ?? { objects: 0, bytes: 0 };
    found.set(key, entry);
    entry.objects += 1;
    entry.bytes += field(size);
  }
  return found;
}

/** Only objects have constructors; V8's other kinds go by their kind. */
function constructorOf(type: string, name: string): string {
  if (type === 'object' || type === 'native') return name.slice(0, 80);
  return type.endsWith('string') ? '(string)' : `(${type})`;
}

/** By bytes, the most first; only what grew. */
export function growthBetween(before: Population, after: Population): readonly Growth[] {
  return [...after]
    .map(([constructorName, { objects, bytes }]): Growth => {
      const was = before.get(constructorName) ?? { objects: 0, bytes: 0 };
      return { constructorName, objects: objects - was.objects, bytes: bytes - was.bytes };
    })
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}
