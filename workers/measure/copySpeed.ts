/** How fast memory is: bytes read and written a second by a plain copy, a round each. */

const MB = 2 ** 20;
/** Larger than the caches of a CPU. */
const CPU_BYTES = 64 * MB;
const ROUNDS = 5;

/** In one thread: a bound for a backend with one, and the half of what two threads can have at best. */
export function cpuCopySpeed(): number[] {
  const from = new Float32Array(CPU_BYTES / 4).fill(1);
  const to = new Float32Array(from.length);
  // the first copy touches pages for the first time
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const startedAt = performance.now();
    to.set(from);
    return (2 * CPU_BYTES) / ((performance.now() - startedAt) / 1000);
  });
  return rounds.slice(1);
}

const WORKGROUP = 256;
/** Elements of 16 bytes that each invocation copies: keeps the number of workgroups of the largest size within limits. */
const PER_INVOCATION = 16;

const SHADER = `
@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> target_: array<vec4<f32>>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let stride = groups.x * ${WORKGROUP}u;
  for (var i = id.x; i < arrayLength(&source); i += stride) { target_[i] = source[i]; }
}`;

/** A first, small copy slower than this, in milliseconds, says that the device is emulated: it stays small. */
const SLOW = 20;

export async function gpuCopySpeed(device: GPUDevice): Promise<number[]> {
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: SHADER }), entryPoint: 'main' },
  });
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const largest = Math.min(256 * MB, maxStorageBufferBindingSize, maxBufferSize);
  const small = await timeCopies(device, pipeline, {
    bytes: Math.min(16 * MB, largest),
    passes: 1,
    rounds: 2,
  });
  const isSlow = small[1]! > SLOW;
  const bytes = isSlow ? Math.min(16 * MB, largest) : largest;
  const passes = isSlow ? 1 : 8;
  const times = await timeCopies(device, pipeline, { bytes, passes, rounds: ROUNDS + 1 });
  return times.slice(1).map((ms) => (2 * bytes * passes) / (ms / 1000));
}

async function timeCopies(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  { bytes, passes, rounds }: { bytes: number; passes: number; rounds: number },
): Promise<number[]> {
  const buffers = [0, 1].map(() => device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE }));
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const workgroups = Math.ceil(bytes / 16 / WORKGROUP / PER_INVOCATION);
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const encoder = device.createCommandEncoder();
      for (let i = 0; i < passes; i++) {
        const pass = encoder.beginComputePass();
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(workgroups);
        pass.end();
      }
      const startedAt = performance.now();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      times.push(performance.now() - startedAt);
    }
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
  return times;
}
