import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listKept } from './service-worker.ts';

let dist: string;

function write(path: string, text = path): void {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), text);
}

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'tiller-dist-'));
  for (const path of ['index.html', 'assets/index-abc.js', 'presets/french.safetensors']) write(path);
});
afterEach(() => rmSync(dist, { recursive: true }));

describe('the list of what is kept', () => {
  it('has all of the page: hashed names as they are, others with a revision', async () => {
    const { files } = await listKept(dist);
    expect(files.map(({ url }) => url)).toEqual([
      'assets/index-abc.js',
      'index.html',
      'presets/french.safetensors',
    ]);
    expect(files.map(({ revision }) => revision === null)).toEqual([true, false, false]);
  });

  it('has another revision for a file that has changed, and for no other', async () => {
    const before = await listKept(dist);
    write('index.html', 'another');
    const after = await listKept(dist);
    const changed = after.files.filter(({ url, revision }) =>
      before.files.every((file) => file.url !== url || file.revision !== revision),
    );
    expect(changed.map(({ url }) => url)).toEqual(['index.html']);
  });

  it('has of the models their list alone, and nothing that is for the host', async () => {
    const names = async () => (await listKept(dist)).files.map(({ url }) => url);
    const before = await names();
    for (const path of ['models/small/onnx/model.onnx', '_headers', '.fingerprint', 'sw.js']) write(path);
    expect(await names()).toEqual(before);
    write('models/manifest.json');
    expect(await names()).toContain('models/manifest.json');
  });

  it('leaves the runtime out, and changes its revision with any of its files', async () => {
    write('ort/runtime.wasm');
    const before = await listKept(dist);
    expect(before.files.map(({ url }) => url)).not.toContain('ort/runtime.wasm');
    write('ort/runtime.wasm', 'another');
    expect((await listKept(dist)).runtimeRevision).not.toBe(before.runtimeRevision);
  });
});
