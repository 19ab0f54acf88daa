import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../scripts/lib/server.mjs';
import { resolveSource } from './resolveSource.ts';

const PAGE = 'https://example.org/tiller/';
let server: Server | null = null;

afterEach(() => {
  server?.close();
  server = null;
});

describe('the name of a model', () => {
  it("'embedded' is the manifest's first model, beside the page", async () => {
    server = createServer(createHandler([{ path: '/tiller/models', folder: 'models' }]));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiller/index.html`;
    const { source, manifest, address } = await resolveSource('embedded', page);
    expect({ id: source.id, address }).toEqual({ id: 'embedded', address: 'embedded' });
    expect(manifest?.folder).toBe('SmolLM2-135M-Instruct');
    expect((await source.read('config.json')).length).toBe(989);
    // sizes and hashes are the manifest's: nothing is asked for them
    server?.close();
    const [config] = manifest?.files ?? [];
    expect(await source.remote?.('config.json')).toEqual({
      url: new URL('models/SmolLM2-135M-Instruct/config.json', page).href,
      sizeBytes: 989,
      sha256: config?.sha256,
      validator: config?.sha256,
      isPinned: true,
    });
    expect(await source.remote?.('onnx/model_fp16.onnx')).toBeNull();
  });

  it.each([
    ['onnx-community/Qwen3-0.6B-ONNX', undefined, 'onnx-community/Qwen3-0.6B-ONNX', 'main'],
    ['owner/name', 'abc123', 'owner/name', 'abc123'],
    ['https://huggingface.co/owner/name', undefined, 'owner/name', 'main'],
    ['https://huggingface.co/owner/name/tree/dev', undefined, 'owner/name', 'dev'],
    ['https://example.org/models/tiny/', undefined, 'https://example.org/models/tiny/', null],
    ['/fixtures/llama', undefined, '/fixtures/llama', null],
    ['./fixtures/llama', undefined, './fixtures/llama', null],
    ['../fixtures/llama', undefined, '../fixtures/llama', null],
  ])('%s (revision %s) is %s at revision %s', async (name, revision, id, found) => {
    const { source, manifest } = await resolveSource(name, PAGE, { revision });
    expect({ id: source.id, revision: source.revision, manifest }).toEqual({
      id,
      revision: found,
      manifest: null,
    });
  });

  it('may be the files of a folder', async () => {
    const { source } = await resolveSource([new File(['{}'], 'config.json')], PAGE);
    expect(await source.has('config.json')).toBe(true);
  });

  it.each([
    '',
    'gpt2',
    'a b/c',
    'a/b/c',
    'owner/',
    'https://',
    'file:///etc',
  ])('%j is none, and the error says what is accepted', async (name) => {
    await expect(resolveSource(name, PAGE)).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringMatching(/embedded.*hub id.*https.*folder.*found/),
    });
  });

  it('is not an empty list of files', async () => {
    await expect(resolveSource([], PAGE)).rejects.toMatchObject({ code: 'model_not_found' });
  });
});
