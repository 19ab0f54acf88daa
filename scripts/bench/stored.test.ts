import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../lib/setup.mjs';
import { type Circumstances, goOnFrom, parseStored, type StoredPart, withPart } from './stored.ts';

const CIRCUMSTANCES: Circumstances = {
  tiller: '0.1.0',
  onnxruntimeWeb: '1.30.0',
  machine: {
    cpu: 'a processor',
    cores: 2,
    memoryGiB: 16,
    os: 'Linux 6 x64',
    node: '20.19.0',
    chromium: '156',
    gpuAdapter: null,
    isGpuEmulated: false,
  },
};

const part = (changes: Partial<StoredPart> = {}): StoredPart => ({
  part: 'ratios',
  backend: 'wasm',
  at: '2026-11-21T12:00:00.000Z',
  commit: 'a'.repeat(40),
  hasLocalChanges: false,
  model: null,
  stock: null,
  measurements: [{ name: 'm', value: 1, unit: 'ms', bar: null, parts: {} }],
  ...changes,
});

const empty = goOnFrom(null, CIRCUMSTANCES);
const parse = (value: unknown) => parseStored(JSON.stringify(value));

describe('withPart', () => {
  it('brings parts of several runs into one file, in one order', () => {
    const page = withPart(empty, part({ part: 'page', backend: null }));
    const both = withPart(goOnFrom(parse(page), CIRCUMSTANCES), part());
    expect(both.parts.map(({ part }) => part)).toEqual(['ratios', 'page']);
    expect(parse(both)).toEqual(both);
  });

  it('replaces a part that is measured again, and keeps the other backend’s', () => {
    const again = part({ at: '2026-11-22T12:00:00.000Z' });
    const stored = [part(), part({ backend: 'webgpu' }), again].reduce(withPart, empty);
    expect(stored.parts.map(({ backend, at }) => [backend, at])).toEqual([
      ['webgpu', part().at],
      ['wasm', again.at],
    ]);
  });
});

it('goOnFrom refuses parts of another version or machine, and says what differs', () => {
  const earlier = withPart(empty, part());
  const machine = { ...CIRCUMSTANCES.machine, cores: 8 };
  expect(() => goOnFrom(earlier, { ...CIRCUMSTANCES, machine })).toThrow(/cores: 2, now 8/);
  expect(() => goOnFrom(earlier, { ...CIRCUMSTANCES, tiller: '0.2.0' })).toThrow(/tiller: 0.1.0, now 0.2.0/);
});

describe('parseStored', () => {
  const measurement = part().measurements[0]!;

  it.each([
    ['no part', { ...empty, parts: [] }, /parts/],
    ['a part twice', { ...empty, parts: [part(), part()] }, /twice/],
    [
      'a number that is none',
      withPart(empty, part({ measurements: [{ ...measurement, value: NaN }] })),
      /value/,
    ],
    [
      'one name for two rows',
      withPart(empty, part({ measurements: [measurement, measurement] })),
      /one name/,
    ],
    ['a field of its own', { ...withPart(empty, part()), note: 'fast' }, /note/],
    ['another format', { ...withPart(empty, part()), format: 2 }, /format/],
  ])('refuses %s', (_title, value, reason) => {
    expect(() => parse(value)).toThrow(reason);
  });
});

describe('results/bench', () => {
  const folder = join(root, 'results', 'bench');
  const files = readdirSync(folder);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

  it('holds the numbers of this version', () => {
    expect(files).toContain(`${version}.json`);
  });

  it.each(files)('%s is what the benchmark writes, of the version that it is named after', (file) => {
    const stored = parseStored(readFileSync(join(folder, file), 'utf8'));
    expect(`${stored.tiller}.json`).toBe(file);
  });
});
