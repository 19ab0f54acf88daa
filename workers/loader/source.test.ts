import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { diskSource } from '../../scripts/lib/diskSource.ts';
import { createHandler } from '../../scripts/lib/server.mjs';
import { fileListSource } from './fileListSource.ts';
import { httpSource } from './httpSource.ts';
import { SHORT_PATIENCE } from './retry.ts';

const LLAMA = 'e2e/fixtures/models/llama';
const QUICK = { ...SHORT_PATIENCE, firstDelayMs: 1 };
let server: Server | null = null;

/** @returns the address of the server, with a final slash */
async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A file as a folder picker gives it. */
function picked(path: string, text: string): File {
  const file = new File([text], path.split('/').at(-1) ?? path);
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

describe('a folder at an address', () => {
  it('gives a file in one buffer of its own length, with progress up to its size', async () => {
    const base = await serve(createHandler([{ path: '', folder: LLAMA }]));
    const seen: [number, number][] = [];
    const path = 'onnx/model.onnx_data';
    const bytes = await httpSource(base).read(path, { onBytes: (...pair) => seen.push(pair) });
    expect(Buffer.compare(bytes, await diskSource(LLAMA).read(path))).toBe(0);
    expect(bytes.buffer.byteLength).toBe(bytes.length);
    expect(seen.at(-1)).toEqual([bytes.length, bytes.length]);
    expect(seen.map(([loaded]) => loaded)).toEqual(seen.map(([loaded]) => loaded).toSorted((a, b) => a - b));
  });

  it('reads a file whose length is not announced', async () => {
    const text = 'x'.repeat(200_000);
    const base = await serve((_, response) => {
      response.write(text.slice(0, 100));
      response.end(text.slice(100));
    });
    const totals = new Set<number>();
    const bytes = await httpSource(base).read('a.bin', { onBytes: (_, total) => totals.add(total) });
    expect(new TextDecoder().decode(bytes)).toBe(text);
    expect([...totals]).toEqual([0]);
  });

  it('reads an empty file', async () => {
    const base = await serve((_, response) => response.setHeader('content-length', 0).end());
    expect(await httpSource(base).read('a.bin')).toEqual(new Uint8Array(0));
  });

  it('knows presence and size of a file without reading it, from a server with byte ranges', async () => {
    const base = await serve(createHandler([{ path: '', folder: LLAMA }]));
    const source = httpSource(base);
    expect(await source.has('onnx/model.onnx')).toBe(true);
    expect(await source.sizeOf('onnx/model.onnx')).toBe(await diskSource(LLAMA).sizeOf('onnx/model.onnx'));
    expect(await source.has('onnx/model_q8.onnx')).toBe(false);
    expect(await source.sizeOf('onnx/model_q8.onnx')).toBeNull();
  });

  it('knows presence and size of a file from a server without byte ranges', async () => {
    const base = await serve((_, response) => response.setHeader('content-length', 5).end('hello'));
    expect(await httpSource(base).sizeOf('a.bin')).toBe(5);
  });

  it('counts the start page that a single-page server gives for any path as absence', async () => {
    const base = await serve((_, response) => response.setHeader('content-type', 'text/html').end('<html>'));
    expect(await httpSource(base).has('onnx/model.onnx')).toBe(false);
  });

  it('escapes what has a meaning in an address', async () => {
    const base = await serve((request, response) => response.end(request.url));
    const bytes = await httpSource(base).read('onnx/a#b?c d.onnx');
    expect(new TextDecoder().decode(bytes)).toBe('/onnx/a%23b%3Fc%20d.onnx');
  });

  it.each([
    [404, {}, 'file_missing'],
    [500, {}, 'download_failed'],
    [403, {}, 'download_failed'],
    [404, { 'x-error-code': 'RevisionNotFound' }, 'model_not_found'],
    [401, { 'x-error-code': 'RepoNotFound' }, 'model_not_found'],
  ])('turns status %i with headers %j into %s, with the address', async (status, headers, code) => {
    const base = await serve((_, response) => response.writeHead(status, headers).end());
    await expect(httpSource(base, { patience: QUICK }).read('onnx/model.onnx')).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${base}onnx/model.onnx`),
      details: { status },
    });
  });

  it('waits for a server that is busy, as long as it asks for, whatever it is asked', async () => {
    let asked = 0;
    const base = await serve((_, response) => {
      asked += 1;
      if (asked % 2 === 1) response.writeHead(429, { 'retry-after': '0' }).end();
      else response.setHeader('content-length', 5).end('hello');
    });
    const source = httpSource(base, { patience: QUICK });
    expect(await source.sizeOf('a.bin')).toBe(5);
    expect(new TextDecoder().decode(await source.read('a.bin'))).toBe('hello');
    expect(asked).toBe(4);
  });

  it('names a web page that comes in place of a file', async () => {
    const base = await serve((_, response) =>
      response.setHeader('content-type', 'text/html').end('<p>Log in'),
    );
    await expect(httpSource(base).read('onnx/model.onnx')).rejects.toMatchObject({
      code: 'file_corrupt',
      message: expect.stringContaining('found a web page'),
    });
  });

  it('reports a server that does not answer as a failed download', async () => {
    const base = await serve((_, response) => response.end());
    server?.close();
    await expect(httpSource(base).read('config.json')).rejects.toMatchObject({ code: 'download_failed' });
  });

  it('reports a connection that breaks in the middle as a failed download, with the bytes that came', async () => {
    const base = await serve((_, response) => {
      response.setHeader('content-length', 1000);
      response.write('x'.repeat(10), () => setTimeout(() => response.destroy(), 20));
    });
    await expect(httpSource(base).read('a.bin')).rejects.toMatchObject({
      code: 'download_failed',
      details: { expected: 1000, found: 10 },
    });
  });

  it('ends a download in its middle as aborted', async () => {
    const base = await serve((_, response) => {
      response.setHeader('content-length', 1000);
      response.write('x');
    });
    const cancel = new AbortController();
    const reading = httpSource(base).read('a.bin', { signal: cancel.signal, onBytes: () => cancel.abort() });
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('ends a download that was cancelled before as aborted', async () => {
    const base = await serve((_, response) => response.end('x'));
    const reading = httpSource(base).read('a.bin', { signal: AbortSignal.abort() });
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('files of the user', () => {
  it('are found below the folder that holds config.json, whatever lies above it', async () => {
    const source = fileListSource([
      picked('top/hf/config.json', 'inner'),
      picked('top/config.json', 'outer'),
      picked('top/onnx/model.onnx', 'graph'),
    ]);
    expect(source.id).toBe('top');
    expect(new TextDecoder().decode(await source.read('config.json'))).toBe('outer');
    expect(new TextDecoder().decode(await source.read('onnx/model.onnx'))).toBe('graph');
    expect(await source.sizeOf('onnx/model.onnx')).toBe(5);
  });

  it('are found by name when they were dropped without their folder', async () => {
    const source = fileListSource([new File(['{}'], 'config.json'), new File(['graph'], 'model_q4.onnx')]);
    expect(await source.has('onnx/model_q4.onnx')).toBe(true);
    expect(await source.has('onnx/model.onnx')).toBe(false);
  });

  it('name the missing one', async () => {
    const source = fileListSource([picked('top/readme.md', '')]);
    await expect(source.read('config.json')).rejects.toMatchObject({
      code: 'file_missing',
      message: expect.stringContaining('config.json'),
      details: { found: ['readme.md'] },
    });
  });
});

describe('a folder of the disk', () => {
  it('names a missing file', async () => {
    const reading = diskSource(LLAMA).read('onnx/model_q8.onnx');
    await expect(reading).rejects.toMatchObject({
      code: 'file_missing',
      details: { path: 'onnx/model_q8.onnx' },
    });
  });
});
