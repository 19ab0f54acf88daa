/**
 * The benchmark's result as a file: one a release under `results/bench`, with the facts of the machine that it was measured
 * on. A run is long, so its parts can be measured one after the other and come together here.
 */
import * as v from 'valibot';

const FORMAT = 1;

export const PART_NAMES = ['ratios', 'benchmark', 'lab', 'webgpu', 'page'] as const;
export type PartName = (typeof PART_NAMES)[number];

const text = v.pipe(v.string(), v.nonEmpty());
const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const backend = v.picklist(['wasm', 'webgpu']);

const machine = v.strictObject({
  cpu: text,
  cores: count,
  memoryGiB: finite,
  os: text,
  node: text,
  chromium: text,
  /** null where the browser has no WebGPU */
  gpuAdapter: v.nullable(text),
  /** an adapter that computes on the CPU: its times say nothing about a graphics processor */
  isGpuEmulated: v.boolean(),
});

const measurement = v.strictObject({
  name: text,
  value: finite,
  unit: v.picklist(['ratio', 'ms', 'tokens/s', 'share', 'kB']),
  bar: v.nullable(v.strictObject({ relation: v.picklist(['>=', '<=']), value: finite })),
  parts: v.record(text, finite),
});

const part = v.strictObject({
  part: v.picklist(PART_NAMES),
  /** null where the page decides */
  backend: v.nullable(backend),
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** null outside of a git checkout */
  commit: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))),
  /** something that the app or the benchmark is made of differed from the commit */
  hasLocalChanges: v.boolean(),
  model: v.nullable(
    v.strictObject({ id: text, dtype: text, threads: count, topology: text, prefillChunk: count }),
  ),
  /** how the stock graph ran, where it was measured beside */
  stock: v.nullable(
    v.strictObject({
      library: text,
      device: backend,
      dtype: text,
      threads: count,
      graphOptimizationLevel: text,
      keyValueCache: v.boolean(),
      sampling: text,
    }),
  ),
  measurements: v.pipe(
    v.array(measurement),
    v.minLength(1),
    v.check((rows) => areDistinct(rows.map(({ name }) => name)), 'two measurements have one name'),
  ),
});

const storedBench = v.strictObject({
  format: v.literal(FORMAT),
  tiller: text,
  onnxruntimeWeb: text,
  machine,
  parts: v.pipe(
    v.array(part),
    v.minLength(1),
    v.check((parts) => areDistinct(parts.map(partKey)), 'a part stands there twice'),
  ),
});

export type StoredBench = v.InferOutput<typeof storedBench>;
export type StoredPart = StoredBench['parts'][number];
/** What all parts of a file share. */
export type Circumstances = Omit<StoredBench, 'format' | 'parts'>;

/** @throws Error that names the first field that is not as it should be */
export function parseStored(json: string): StoredBench {
  const result = v.safeParse(storedBench, JSON.parse(json));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}

/**
 * What parts of this run are added to.
 * @param earlier parts measured before; null for a new file
 * @throws Error where those are of another version or machine: numbers of both would not compare
 */
export function goOnFrom(earlier: StoredBench | null, circumstances: Circumstances): StoredBench {
  const differing = earlier ? differences(earlier, circumstances) : [];
  if (differing.length > 0) {
    throw new Error(`its parts were measured elsewhere (${differing.join('; ')})`);
  }
  return { format: FORMAT, ...circumstances, parts: earlier?.parts ?? [] };
}

/** @returns the same with a part more, in place of an earlier measurement of it */
export function withPart(stored: StoredBench, added: StoredPart): StoredBench {
  const others = stored.parts.filter((other) => partKey(other) !== partKey(added));
  const place = ({ part }: StoredPart) => PART_NAMES.indexOf(part);
  return { ...stored, parts: [...others, added].sort((a, b) => place(a) - place(b)) };
}

function differences(earlier: Circumstances, now: Circumstances): string[] {
  const facts = ({ tiller, onnxruntimeWeb, machine }: Circumstances) =>
    Object.entries({ tiller, onnxruntimeWeb, ...machine });
  const before = new Map(facts(earlier));
  return facts(now)
    .filter(([name, value]) => before.get(name) !== value)
    .map(([name, value]) => `${name}: ${before.get(name)}, now ${value}`);
}

function partKey({ part, backend }: { part: PartName; backend: string | null }): string {
  return `${part} ${backend}`;
}

function areDistinct(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length;
}
