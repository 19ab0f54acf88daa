import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBuild } from './check-build.mjs';

let dist = '';

function write(path: string, content: string | Buffer = ''): void {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), content);
}

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'tiller-dist-'));
  write(
    'index.html',
    '<script type="module" crossorigin src="./assets/a.js"></script><link rel="modulepreload" crossorigin href="./assets/b.js"><link rel="stylesheet" href="./assets/c.css">',
  );
  write('assets/a.js', randomBytes(120_000));
  write('assets/b.js', randomBytes(120_000));
  write('assets/c.css', randomBytes(120_000));
  write(
    'sw.js',
    '["index.html","assets/a.js","assets/b.js","assets/c.css","assets/lazy.js","assets/ort.wasm.js","assets/ort.webgpu.js"]',
  );
  for (const name of ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify']) {
    write(`ort/${name}.mjs`);
    write(`ort/${name}.wasm`);
  }
  write('assets/ort.wasm.js', 'a._OrtCreateSession()');
  write('assets/ort.webgpu.js', 'b._OrtCreateSession()');
  write('third-party-licences.txt');
  write('models/manifest.json', JSON.stringify([{ folder: 'tiny', files: [{ path: 'onnx/model.onnx' }] }]));
  write('models/tiny/onnx/model.onnx');
});

afterEach(() => rmSync(dist, { recursive: true }));

const problems = () => checkBuild(dist).flatMap(({ problem }) => problem ?? []);

describe('checkBuild', () => {
  it('finds nothing wrong with a good build; lazy chunks and styles do not count as first scripts', () => {
    write('assets/lazy.js', randomBytes(500_000));
    expect(problems()).toEqual([]);
  });

  it('reports first scripts that are too large, preloaded modules included', () => {
    write('assets/b.js', randomBytes(140_000));
    expect(problems()).toEqual([expect.stringMatching(/^they are 260 kB/)]);
  });

  it('reports a second copy of the runtime', () => {
    write('assets/ort-wasm-simd-threaded-Xy12.wasm');
    expect(problems()).toEqual([expect.stringContaining('assets/ort-wasm-simd-threaded-Xy12.wasm')]);
  });

  it('reports a second runtime in the scripts, bundled by a package', () => {
    write('assets/lazy.js', 'c._OrtCreateSession()');
    expect(problems()).toEqual([expect.stringContaining('assets/lazy.js')]);
  });

  it('reports code that only Node could run', () => {
    write('assets/lazy.js', 'const fs = require("node:fs")');
    expect(problems()).toEqual(['found assets/lazy.js']);
  });

  it('reports missing licences', () => {
    rmSync(join(dist, 'third-party-licences.txt'));
    expect(problems()).toEqual(['third-party-licences.txt is missing']);
  });

  it('reports a native binary', () => {
    write('assets/onnxruntime_binding.node');
    expect(problems()).toEqual(['found assets/onnxruntime_binding.node']);
  });

  it('reports a chunk that the service worker does not keep', () => {
    write('assets/late.js');
    expect(problems()).toEqual(['it does not list assets/late.js']);
    rmSync(join(dist, 'sw.js'));
    expect(problems()).toEqual([expect.stringContaining('index.html')]);
  });

  it('reports a missing model file', () => {
    rmSync(join(dist, 'models/tiny/onnx/model.onnx'));
    expect(problems()).toEqual(['missing models/tiny/onnx/model.onnx']);
  });
});
