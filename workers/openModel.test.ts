import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directContext, nodeEngine, nodeEnvironment } from '../scripts/lib/nodeEngine.ts';
import { type HubModel, TestHub } from '../scripts/lib/testHub.ts';
import type { Progress } from '../src/protocol/model.ts';
import { Engine } from './engine.ts';

const folder = (name: string) => fileURLToPath(new URL(`../e2e/fixtures/models/${name}`, import.meta.url));
const LLAMA: HubModel = { id: 'owner/llama', folder: folder('llama'), commit: 'a'.repeat(40) };
const SINGLE: HubModel = { id: 'owner/single', folder: folder('llama-single'), commit: 'b'.repeat(40) };
const DATA = 'onnx/model.onnx_data';

let hub: TestHub;
beforeAll(async () => {
  hub = await new TestHub([LLAMA, SINGLE]).listen();
});
afterAll(() => hub.close());

const engineOf = () => nodeEngine({ threads: 1, hub: hub.origin });
const FP32 = { dtype: 'fp32', backend: 'wasm' } as const;

describe('a model from the hub', () => {
  it.each([LLAMA, SINGLE])('is the same as one from its folder: $id', async ({
    id,
    folder: path,
    commit,
  }) => {
    const [near, far] = [engineOf(), engineOf()];
    const local = await near.load({ source: path, options: FP32 }, directContext());
    const steps: Progress[] = [];
    const remote = await far.load(
      { source: id, options: FP32 },
      directContext({ progress: (step) => steps.push(step) }),
    );
    expect(remote).toMatchObject({ id, revision: commit, filesSha256: local.filesSha256 });
    const ask = { prompt: [5, 6, 7, 8], interventions: [] };
    expect(await far.logits(ask, directContext())).toEqual(await near.logits(ask, directContext()));
    const downloads = steps.filter(({ stage }) => stage === 'download');
    expect(downloads.at(-1)).toMatchObject({ loaded: remote.sizeBytes, total: remote.sizeBytes });
  });

  it('can be loaded without being stored', async () => {
    const engine = engineOf();
    const before = hub.bytesOf(DATA);
    const info = await engine.load({ source: LLAMA.id, options: { ...FP32, store: false } }, directContext());
    expect(info.revision).toBe(LLAMA.commit);
    expect(hub.bytesOf(DATA) - before).toBe(statSync(`${LLAMA.folder}/${DATA}`).size);
    expect((await (await engine.environment.storage()).facts()).models).toEqual([]);
  });

  it('is fetched once when it is only in memory and WebGPU fails', async () => {
    const environment = nodeEnvironment({ threads: 1, hub: hub.origin });
    const engine = new Engine({
      ...environment,
      adapter: async () => ({ name: 'gpu', hasF16: false, isSoftware: false }),
      runtime: (backend) =>
        backend === 'webgpu' ? Promise.reject(new Error('the driver gave up')) : environment.runtime(backend),
    });
    const before = hub.bytesOf(DATA);
    const options = { dtype: 'fp32', backend: 'auto' } as const;
    const info = await engine.load({ source: LLAMA.id, options }, directContext());
    expect(info.backend).toBe('wasm');
    expect(info.selfTest.notices.join()).toContain('the driver gave up');
    expect(hub.bytesOf(DATA) - before).toBe(statSync(`${LLAMA.folder}/${DATA}`).size);
  });
});

describe('weights on the disk', () => {
  it('are held one tensor at a time while they are loaded', async () => {
    const engine = engineOf();
    const info = await engine.load({ source: LLAMA.folder, options: FP32 }, directContext());
    // the embedding: 320 tokens x 64 float32; then tokenizer, graph and what the patch adds
    const largest = 320 * 64 * 4;
    const texts = statSync(`${LLAMA.folder}/tokenizer.json`).size;
    expect(info.peakLoaderBytes).toBeGreaterThanOrEqual(largest);
    expect(info.peakLoaderBytes).toBeLessThan(1.3 * largest + texts + 150_000);
    expect(info.peakLoaderBytes).toBeLessThan(info.sizeBytes);
  });
});
