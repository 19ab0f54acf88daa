import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandler, listen } from './server.mjs';

let folder = '';
let server: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiller-server-'));
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for the site');
  writeFileSync(join(folder, 'site', '.hidden'), 'not for the site');
  writeFileSync(join(folder, 'site', 'index.html'), '<title>hello</title>');
  writeFileSync(join(folder, 'site', 'data.onnx_data'), '0123456789');
  writeFileSync(join(folder, 'site', 'run.wasm'), 'wasm');
  writeFileSync(join(folder, 'site', 'run.mjs'), 'export {}');
  writeFileSync(join(folder, 'site', 'words.json.gz'), 'packed');
  writeFileSync(join(folder, 'site', 'assets', 'index-Ab12.js'), '0');
  const site = join(folder, 'site');
  server = await listen(
    createHandler([
      { path: '/sub', folder: site },
      { path: '', folder: site },
    ]),
    0,
  );
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

/** The status of a request sent as it is (fetch would tidy `..` away and add `no-cache` to a conditional request). */
function rawStatus(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the app server', () => {
  it('isolates every response, also a missing file', async () => {
    for (const path of ['/', '/run.mjs', '/missing']) {
      const { headers } = await get(path);
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';/);
    }
  });

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/run.mjs', 'text/javascript; charset=utf-8'],
    ['/run.wasm', 'application/wasm'],
    ['/data.onnx_data', 'application/octet-stream'],
  ])('gives %s the type %s', async (path, type) => {
    expect((await get(path)).headers.get('Content-Type')).toBe(type);
  });

  it('sends a packed file as the bytes that it has, not as an encoding', async () => {
    const response = await get('/words.json.gz');
    expect(response.headers.get('Content-Encoding')).toBeNull();
    expect(await response.text()).toBe('packed');
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('answers the range %s', async (range, text, contentRange) => {
    const response = await get('/data.onnx_data', { Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe(contentRange);
    expect(await response.text()).toBe(text);
  });

  it('refuses a range outside the file', async () => {
    const response = await get('/data.onnx_data', { Range: 'bytes=10-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('Content-Range')).toBe('bytes */10');
  });

  it('lets only files with a hash in their name be kept for good', async () => {
    expect((await get('/assets/index-Ab12.js')).headers.get('Cache-Control')).toMatch(/immutable/);
    expect((await get('/sub/assets/index-Ab12.js')).headers.get('Cache-Control')).toMatch(/immutable/);
    expect((await get('/run.wasm')).headers.get('Cache-Control')).toBe('no-cache');
  });

  it('answers 304 to who has the file already', async () => {
    const tag = (await get('/run.wasm')).headers.get('ETag') ?? '';
    expect(await rawStatus('/run.wasm', { 'If-None-Match': tag })).toBe(304);
    expect(await rawStatus('/run.wasm', { 'If-None-Match': 'W/"another"' })).toBe(200);
  });

  it('answers a missing file with a plain 404, never with the page', async () => {
    const response = await get('/models/missing.onnx_data');
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toMatch(/^text\/plain/);
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/sub/../../secret.txt',
    '/.hidden',
    '//../secret.txt',
  ])('keeps %s to itself', async (path) => {
    expect([403, 404]).toContain(await rawStatus(path));
  });

  it('refuses other methods than GET and HEAD', async () => {
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
    const head = await fetch(`${server.url}/data.onnx_data`, { method: 'HEAD' });
    expect(head.headers.get('Content-Length')).toBe('10');
  });

  it('serves the same files under a second path', async () => {
    expect(await (await get('/sub/')).text()).toContain('hello');
  });

  it('says what to do when the port is taken', async () => {
    await expect(listen(createHandler([]), server.port)).rejects.toThrow(
      `Port ${server.port} is in use by another program. Stop that program, or choose another port: PORT=`,
    );
  });
});
