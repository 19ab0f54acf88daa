/**
 * Damaged JSON (fast-check): good values in which fields are missing, doubled, of another kind, out of every range, named
 * after prototypes, or nested without end; as text, and as the values that a database can give back.
 */
import fc from 'fast-check';
import { damagedBytes } from './bytes.ts';

const DEPTH = 50_000;
const POLLUTION = '{"polluted":1}';

/** What may stand in the place of any value, as it is written in JSON. */
const TEXTS = [
  ...['null', 'true', 'false', '0', '-0', '-1', '0.5', '3', '1e999', '-1e999', '1e308', '5e-324'],
  ...['4294967296', '9007199254740993', '[]', '{}', '""', '[null]', '[[[]]]', '[{}]'],
  ...['"__proto__"', '"constructor"', '"toString"', '"../../.."', '"NaN"', '"\\ud800"', '"\\u0000"'],
  JSON.stringify('a'.repeat(100_000)),
  `[${new Array(5_000).fill('0').join()}]`,
  `{"__proto__":${POLLUTION}}`,
  `{"constructor":{"prototype":${POLLUTION}}}`,
  '{"toString":null,"valueOf":null,"length":-1}',
  '{"length":4294967296}',
  '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  `${'{"a":'.repeat(DEPTH)}0${'}'.repeat(DEPTH)}`,
];

/** Fields that may be added to any object, as they are written in JSON. */
const FIELDS = [
  `"__proto__":${POLLUTION}`,
  `"constructor":{"prototype":${POLLUTION}}`,
  '"prototype":null',
  '"toString":7',
  '"hasOwnProperty":null',
  '"toJSON":{}',
  '"then":{}',
  '"":0',
];

/** Of the seeds: what goes deeper or is longer was put there by an edit. */
const MAX_DEPTH = 8;
const MAX_LENGTH = 100;

type Path = readonly (string | number)[];

interface Edit {
  at: number;
  kind: 'replace' | 'remove' | 'add' | 'double' | 'swap';
  /** which of the texts, values or fields */
  what: number;
  /** another place, for a swap */
  other: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(2 ** 20),
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('replace' as const) },
    fc.constantFrom('remove', 'add', 'double', 'swap'),
  ),
  what: fc.nat(2 ** 20),
  other: fc.nat(2 ** 20),
});
const edits = fc.array(edit, { minLength: 1, maxLength: 3 });

/** @param seeds good values */
export function damagedJson(...seeds: readonly unknown[]): fc.Arbitrary<string> {
  const texts = seeds.map((seed) => JSON.stringify(seed));
  const seed = fc.constantFrom(...seeds);
  return fc.oneof(
    fc.json(),
    fc.constantFrom(...TEXTS),
    damagedBytes(...texts.map((text) => new TextEncoder().encode(text))).map((bytes) =>
      new TextDecoder().decode(bytes),
    ),
    { weight: 6, arbitrary: fc.tuple(seed, edits).map(([value, list]) => editedText(value, list)) },
  );
}

/** Lines of damaged JSON among good ones. @param seeds good lines */
export function damagedLines(...seeds: readonly unknown[]): fc.Arbitrary<string> {
  const good = fc.constantFrom(...seeds).map((seed) => JSON.stringify(seed));
  const line = fc.oneof(good, damagedJson(...seeds), fc.constantFrom('', ' ', '\u2028', '\r'));
  return fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
}

/** What may stand in the place of any value of a database: all that structured clone takes, made when it is needed. */
const VALUES: readonly (() => unknown)[] = [
  // without the last two: structured clone does not follow lists in lists without end
  ...TEXTS.slice(0, -2).map((text) => () => JSON.parse(text) as unknown),
  ...[undefined, Number.NaN, Number.POSITIVE_INFINITY, 2n ** 70n].map((value) => () => value),
  () => new Date(Number.NaN),
  () => /(a+)+$/,
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => new Error('kept'),
  () => new ArrayBuffer(8),
  () => new Uint8Array(3),
  () => new Float32Array(0),
  () => Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY),
  () => new Float64Array(2),
  () => {
    const circle: Record<string, unknown> = { name: 'circle' };
    circle.self = circle;
    return circle;
  },
  () => {
    const sparse: unknown[] = [];
    sparse[10_000] = 1;
    return sparse;
  },
];

/** @param seeds good values, plain data */
export function damagedValue(...seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  const seed = fc.constantFrom(...seeds);
  return fc.oneof(
    fc.constantFrom(...VALUES).map((make) => make()),
    { weight: 6, arbitrary: fc.tuple(seed, edits).map(([value, list]) => editedValue(value, list)) },
  );
}

function editedValue(seed: unknown, list: readonly Edit[]): unknown {
  return edited(seed, list, {
    replacement: (what) => pick(VALUES, what)(),
    add(into, what) {
      const [name, value] = Object.entries(JSON.parse(`{${pick(FIELDS, what)}}`) as object)[0]!;
      define(into, name, value);
    },
    // an object has no key twice
    double: (into, key) => define(into, `${key} `, into[key]),
  });
}

/** Marks stand where raw JSON comes in the end: what JSON.stringify would never write. */
function editedText(seed: unknown, list: readonly Edit[]): string {
  const marks: string[] = [];
  const mark = (json: string) => `@hostile:${marks.push(json) - 1}@`;
  const value = edited(seed, list, {
    replacement: (what) => mark(pick(TEXTS, what)),
    add: (into, what) => define(into, mark(pick(FIELDS, what)), 0),
    double(into, key, what) {
      define(into, mark(`${JSON.stringify(key)}:${pick(TEXTS, what)}`), 0);
    },
  });
  return (JSON.stringify(value) ?? 'null').replaceAll(
    /"@hostile:(\d+)@"(:0)?/g,
    (_, index) => marks[index] ?? '',
  );
}

interface Damage {
  replacement(what: number): unknown;
  add(into: Record<string, unknown>, what: number): void;
  double(into: Record<string, unknown>, key: string, what: number): void;
}

function edited(seed: unknown, list: readonly Edit[], damage: Damage): unknown {
  const root = { value: structuredClone(seed) };
  for (const { at, kind, what, other } of list) {
    // the root is a place like any other
    const paths = pathsOf(root.value, ['value']);
    const [parent, key] = locate(root, pick(paths, at));
    const here = parent[key];
    if (kind === 'replace') define(parent, key, damage.replacement(what));
    else if (kind === 'remove') delete parent[key];
    else if (kind === 'add' && isObject(here)) damage.add(here, what);
    else if (kind === 'double' && !Array.isArray(parent) && parent !== root) damage.double(parent, key, what);
    else if (kind === 'swap') {
      const [otherParent, otherKey] = locate(root, pick(paths, other));
      define(parent, key, structuredClone(otherParent[otherKey]));
    }
  }
  return root.value;
}

/** Not into what was put there before, which may be a circle. */
function pathsOf(value: unknown, path: Path, found: Path[] = []): Path[] {
  found.push(path);
  if (path.length > MAX_DEPTH) return found;
  if (Array.isArray(value) && value.length <= MAX_LENGTH) {
    for (const [i, each] of value.entries()) pathsOf(each, [...path, i], found);
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) pathsOf(value[key], [...path, key], found);
  }
  return found;
}

function locate(root: Record<string, unknown>, path: Path): [parent: Record<string, unknown>, key: string] {
  let parent = root;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  return [parent, String(path.at(-1))];
}

/** As JSON.parse and structured clone do, which make fields of any name. */
function define(into: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length]!;
}
