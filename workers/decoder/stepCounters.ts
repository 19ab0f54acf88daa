/**
 * What the GPU is asked to do, counted at WebGPU's own interface: by our code and by ONNX Runtime alike. Speed cannot be
 * told from an emulated adapter; dispatches, bytes that cross and buffers made are the same on every one.
 */

export interface StepCounters {
  /** compute kernels started */
  dispatches: number;
  /** lists of commands handed to the queue */
  submits: number;
  buffersCreated: number;
  /** from here to the GPU: written by the queue, or into buffers that are made mapped */
  bytesUploaded: number;
  /** from the GPU to here: mapped for reading */
  bytesReadBack: number;
  /** how often something was waited for and read */
  readbacks: number;
  /** of all buffers made so far and not destroyed; those that are only forgotten count until the count ends */
  bytesHeld: number;
}

export interface GpuCount {
  /** totals since counting began */
  read(): StepCounters;
  stop(): void;
}

type Method = (this: never, ...args: never[]) => unknown;

/**
 * Counts from now on, on every device of this worker. Costs a few microseconds a call, so it is for benchmarks and tests.
 * Where there is no WebGPU all counts stay 0. Uses nothing outside itself, so that a test can send it into a worker.
 */
export function countGpuWork(): GpuCount {
  const counters: StepCounters = {
    dispatches: 0,
    submits: 0,
    buffersCreated: 0,
    bytesUploaded: 0,
    bytesReadBack: 0,
    readbacks: 0,
    bytesHeld: 0,
  };
  const restore: (() => void)[] = [];
  const sizes = new WeakMap<object, number>();

  /** Calls `note` after the method, with what it was called on, its arguments and its result. */
  const watch = <Target extends object>(
    prototype: Target | undefined,
    name: keyof Target & string,
    note: (self: Target, args: never[], result: unknown) => void,
  ) => {
    if (!prototype) return;
    const original = prototype[name] as Method;
    const watched = function (this: Target, ...args: never[]) {
      const result = original.apply(this as never, args);
      note(this, args, result);
      return result;
    };
    Object.assign(prototype, { [name]: watched });
    restore.push(() => Object.assign(prototype, { [name]: original }));
  };

  /** `size` counts elements of a typed array, and bytes of a buffer. */
  const writtenBytes = (args: never[]): number => {
    const [, , data, offset = 0, size] = args as unknown as [
      GPUBuffer,
      number,
      ArrayBufferView | ArrayBuffer,
      number?,
      number?,
    ];
    const unit = 'BYTES_PER_ELEMENT' in data ? (data as Uint8Array).BYTES_PER_ELEMENT : 1;
    return size === undefined ? data.byteLength - offset * unit : size * unit;
  };

  const countDispatch = () => {
    counters.dispatches += 1;
  };
  watch(globalThis.GPUComputePassEncoder?.prototype, 'dispatchWorkgroups', countDispatch);
  watch(globalThis.GPUComputePassEncoder?.prototype, 'dispatchWorkgroupsIndirect', countDispatch);
  watch(globalThis.GPUQueue?.prototype, 'submit', () => {
    counters.submits += 1;
  });
  watch(globalThis.GPUQueue?.prototype, 'writeBuffer', (_, args) => {
    counters.bytesUploaded += writtenBytes(args);
  });
  watch(globalThis.GPUDevice?.prototype, 'createBuffer', (_, args, buffer) => {
    const { size, mappedAtCreation } = (args as unknown as [GPUBufferDescriptor])[0];
    counters.buffersCreated += 1;
    counters.bytesHeld += size;
    sizes.set(buffer as GPUBuffer, size);
    if (mappedAtCreation) counters.bytesUploaded += size;
  });
  watch(globalThis.GPUBuffer?.prototype, 'destroy', (buffer) => {
    counters.bytesHeld -= sizes.get(buffer) ?? 0;
    sizes.delete(buffer);
  });
  watch(globalThis.GPUBuffer?.prototype, 'mapAsync', (buffer, args) => {
    const [mode, offset = 0, size] = args as unknown as [number, number?, number?];
    if (!(mode & GPUMapMode.READ)) return;
    counters.readbacks += 1;
    counters.bytesReadBack += size ?? buffer.size - offset;
  });
  return {
    read: () => ({ ...counters }),
    stop: () => {
      for (const undo of restore.reverse()) undo();
    },
  };
}

/** What happened between two readings. */
export function difference(before: StepCounters, after: StepCounters): StepCounters {
  const names = Object.keys(after) as (keyof StepCounters)[];
  return Object.fromEntries(
    names.map((name) => [name, after[name] - before[name]]),
  ) as unknown as StepCounters;
}
