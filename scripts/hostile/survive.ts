/**
 * What a reader may make of hostile input: a valid value, or a TillerError of its own codes, soon and in little memory.
 * Nothing else: no other error, no changed prototype, no long wait, no file of a hundred bytes that takes a gigabyte.
 */
import fc from 'fast-check';
import { type ErrorCode, TillerError } from '../../src/core/errors.ts';

/** Cases of each property; `npm run hostile` sets more. */
export const CASES = Number(process.env.HOSTILE_CASES ?? 500);

/** Milliseconds that reading may take, and how far above it a machine that does other work may be. */
const BAR_MS = 50;
const GUARD = 5;
/** Bytes that reading may leave behind, whatever the input of some kilobytes claims. */
const MEMORY_BYTES = 16 * 2 ** 20;
/** A time or a memory that is only once too large was somebody else's. */
const ATTEMPTS = 3;

export interface Reader<Input, Value> {
  read(input: Input): Value | Promise<Value>;
  /** what it may throw */
  codes: readonly ErrorCode[];
  /** throws where a value that came out is not valid */
  check?(value: Value, input: Input): void;
}

/** Reads once. Fails when anything but the above comes of it. */
export async function survive<Input, Value>(reader: Reader<Input, Value>, input: Input): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { milliseconds, bytes } = await readOnce(reader, input);
    const isSlow = milliseconds > BAR_MS * GUARD;
    const isLarge = bytes > MEMORY_BYTES;
    if (!isSlow && !isLarge) return;
    if (attempt < ATTEMPTS) continue;
    throw new Error(
      isSlow
        ? `took ${milliseconds.toFixed(0)} ms, expected ${BAR_MS} (guarded at ${GUARD} times that)`
        : `took ${(bytes / 2 ** 20).toFixed(1)} MB, expected at most ${MEMORY_BYTES / 2 ** 20}`,
    );
  }
}

async function readOnce<Input, Value>(
  reader: Reader<Input, Value>,
  input: Input,
): Promise<{ milliseconds: number; bytes: number }> {
  const prototypes = prototypeKeys();
  const before = memoryInUse();
  const start = performance.now();
  const startCpu = process.cpuUsage();
  let value: Value | undefined;
  let thrown: unknown;
  let hasThrown = false;
  try {
    const reading = reader.read(input);
    value = reading instanceof Promise ? await reading : reading;
  } catch (error) {
    hasThrown = true;
    thrown = error;
  }
  const { user, system } = process.cpuUsage(startCpu);
  // where other work holds the processor the clock goes on, and where helpers collect garbage so does the count
  const milliseconds = Math.min(performance.now() - start, (user + system) / 1000);
  const bytes = memoryInUse() - before;
  if (prototypeKeys() !== prototypes) throw new Error('a prototype was changed');
  if (hasThrown) checkError(thrown, reader.codes);
  else reader.check?.(value as Value, input);
  return { milliseconds, bytes };
}

function checkError(error: unknown, codes: readonly ErrorCode[]): void {
  if (!(error instanceof TillerError)) {
    throw new Error(`threw no TillerError but ${error instanceof Error ? error.stack : String(error)}`);
  }
  if (codes.includes(error.code)) return;
  throw new Error(`threw ${error.code} (${error.message}), expected ${codes.join(', ')}`);
}

function memoryInUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const PROTOTYPES = [Object, Array, Function, String, Number, Map, Float32Array, Uint8Array];

function prototypeKeys(): string {
  return PROTOTYPES.map(({ prototype }) => Reflect.ownKeys(prototype).length).join();
}

/** Every case of an arbitrary, each read once; a failure prints the seed and the smallest input that fails. */
export function surviveAll<Input, Value>(
  reader: Reader<Input, Value>,
  inputs: fc.Arbitrary<Input>,
  cases = CASES,
): Promise<void> {
  return fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      await survive(reader, input);
      // what waits for a timer would be kept through thousands of cases
      await new Promise((resolve) => setImmediate(resolve));
    }),
    { numRuns: cases },
  );
}

/** Every prefix of a seed, and the seed with each byte in turn replaced by a few others. */
export async function surviveEveryByte<Value>(
  reader: Reader<Uint8Array, Value>,
  seed: Uint8Array,
): Promise<void> {
  const read = async (input: Uint8Array, what: string) => {
    try {
      await survive(reader, input);
    } catch (error) {
      throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (let length = 0; length <= seed.length; length++) {
    await read(seed.slice(0, length), `cut off after ${length} of ${seed.length} bytes`);
  }
  for (let at = 0; at < seed.length; at++) {
    const own = seed[at]!;
    for (const byte of new Set([0, 0x7f, 0x80, 0xff, own ^ 1, (own + 1) & 0xff])) {
      if (byte === own) continue;
      const changed = seed.slice();
      changed[at] = byte;
      await read(changed, `byte ${at} is ${byte} instead of ${own}`);
    }
  }
}
