/** What the loaded model does while another one is downloaded. */
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { nodeEngine } from '../scripts/lib/nodeEngine.ts';
import { type HubModel, TestHub } from '../scripts/lib/testHub.ts';
import { ModelClient } from '../src/client/ModelClient.ts';
import { handlersOf } from './engine.ts';
import { serve } from './serve.ts';

const folder = (name: string) => fileURLToPath(new URL(`../e2e/fixtures/models/${name}`, import.meta.url));
const LLAMA: HubModel = { id: 'owner/llama', folder: folder('llama'), commit: 'a'.repeat(40) };
const QWEN: HubModel = { id: 'owner/qwen2', folder: folder('qwen2'), commit: 'b'.repeat(40) };
const DATA = 'onnx/model_q4.onnx_data';
const LANES = [{ prompt: [5, 6, 7], maxNewTokens: 4 }];

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A worker with the first model, and a hub that keeps the weights of the others back until `answer`. */
async function start() {
  const hub = await new TestHub([LLAMA, QWEN]).listen();
  const { port1, port2 } = new MessageChannel();
  closing.push(
    () => hub.close(),
    () => port1.close(),
  );
  serve(port2, handlersOf(nodeEngine({ threads: 1, hub: hub.origin })));
  const client = new ModelClient(() => port1);
  const load = (source: string, signal?: AbortSignal) =>
    client.request('load', { source, options: { dtype: 'q4', backend: 'wasm' } }, { signal });
  const write = async () => (await client.request('generate', { lanes: LANES }))[0]!.tokenIds;
  let answer = () => {};
  const until = new Promise<void>((resolve) => {
    answer = resolve;
  });
  hub.faults.push({ path: DATA, times: 100, until });
  return { hub, client, load, write, answer };
}

it('it goes on writing, and the new one takes its place when all of its files are there', async () => {
  const { load, write, answer } = await start();
  await load(LLAMA.folder);
  const before = await write();
  let isLoaded = false;
  const loading = load(QWEN.id).then((info) => {
    isLoaded = true;
    return info;
  });
  expect(await write()).toEqual(before);
  expect(await write()).toEqual(before);
  expect(isLoaded).toBe(false);
  answer();
  expect((await loading).id).toBe(QWEN.id);
  expect(await write()).not.toEqual(before);
});

it('it stays when the download is cancelled', async () => {
  const { load, write } = await start();
  await load(LLAMA.folder);
  const before = await write();
  const cancel = new AbortController();
  const loading = load(QWEN.id, cancel.signal);
  await write();
  cancel.abort();
  await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  expect(await write()).toEqual(before);
});

it('of two that are loaded at once, the later one stays', async () => {
  const { load, write, answer } = await start();
  await load(LLAMA.folder);
  const ended: string[] = [];
  const [first, second] = [QWEN.id, LLAMA.id].map((id) => load(id).then(() => ended.push(id)));
  await write();
  expect(ended).toEqual([]);
  answer();
  await Promise.all([first, second]);
  expect(ended).toEqual([QWEN.id, LLAMA.id]);
});

it('where none is loaded, what comes after the load waits for it', async () => {
  const { load, write, answer } = await start();
  const loading = load(LLAMA.id);
  const writing = write();
  answer();
  await loading;
  expect((await writing).length).toBe(4);
});
