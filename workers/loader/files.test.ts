import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifestJson from '../../models/manifest.json' with { type: 'json' };
import { diskSource } from '../../scripts/lib/diskSource.ts';
import { externalLocations } from '../../src/core/onnx/externalLocations.ts';
import type { Progress } from '../../src/protocol/model.ts';
import { fileListSource } from './fileListSource.ts';
import { type LoadFilesOptions, loadModelFiles } from './files.ts';
import { readManifest } from './manifest.ts';
import type { ReadOptions } from './source.ts';

const FIXTURES = 'e2e/fixtures/models';
const manifest = readManifest(manifestJson)[0]!;

/** A model folder as chosen by a user, with some files changed (null: left out). */
function chosenFolder(changes: Record<string, string | null> = {}) {
  const paths = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
  const onnx = ['model.onnx', 'model.onnx_data', 'model.onnx_data_1', 'model_q4.onnx', 'model_q4.onnx_data'];
  const all = [
    ...paths,
    ...onnx.map((name) => `onnx/${name}`),
    'onnx/model_q4.onnx_data_1',
    ...Object.keys(changes),
  ];
  const files: File[] = [];
  for (const path of new Set(all)) {
    const content = path in changes ? changes[path]! : readFileSync(`${FIXTURES}/llama-chunks/${path}`);
    if (content === null) continue;
    const file = new File([content], path.split('/').at(-1)!);
    files.push(Object.defineProperty(file, 'webkitRelativePath', { value: `picked/${path}` }));
  }
  return fileListSource(files);
}

const WASM: LoadFilesOptions = { backend: 'wasm' };

describe('a complete model', () => {
  it('comes with all its parts: the embedded one', async () => {
    const progress: Progress[] = [];
    const source = diskSource(`models/${manifest.folder}`);
    const files = await loadModelFiles(source, {
      ...WASM,
      manifest,
      onProgress: (step) => progress.push(step),
    });
    expect(files.dtype).toBe('q4');
    expect(files.onnxPath).toBe('onnx/model_q4.onnx');
    expect(files.externalData.map(({ path, bytes }) => [path, bytes.length])).toEqual([
      ['model_q4.onnx_data', 47_789_568],
      ['model_q4.onnx_data_1', 36_759_040],
      ['model_q4.onnx_data_2', 31_850_496],
    ]);
    expect(files.config.hidden_size).toBe(576);
    expect(files.generationConfig.eos_token_id).toBe(2);
    expect(files.tokenizerConfig.bos_token).toBe('<|im_start|>');
    expect(files.chatTemplate).toContain('SmolLM');
    expect(files.sizeBytes).toBe(manifest.sizeBytes);
    expect(progress.at(-1)).toMatchObject({
      loaded: manifest.sizeBytes,
      total: manifest.sizeBytes,
      unit: 'bytes',
    });
    expect(progress.every(({ stage, detail }) => stage === 'download' && detail !== undefined)).toBe(true);
  });

  it('never reports a total that is not final', async () => {
    const totals = new Set<number>();
    const { sizeBytes } = await loadModelFiles(chosenFolder(), {
      ...WASM,
      onProgress: ({ total }) => totals.add(total),
    });
    expect([...totals].filter((total) => total > 0)).toEqual([sizeBytes]);
  });

  it.each([
    ['llama', 'fp16', ['model_fp16.onnx_data']],
    ['llama-single', 'q4', []],
    ['llama-chunks', 'fp32', ['model.onnx_data', 'model.onnx_data_1']],
    ['llama-unfused', 'fp32', []],
  ])('has the data files that its configuration announces: %s in %s', async (folder, dtype, expected) => {
    const files = await loadModelFiles(diskSource(`${FIXTURES}/${folder}`), { ...WASM, dtype });
    expect(files.externalData.map(({ path }) => path)).toEqual(expected);
    expect(files.chatTemplate).toBeNull();
  });

  it('has the data files that the graph names, when these are known', async () => {
    const options = {
      ...WASM,
      dtype: 'fp32',
      externalLocations: () => ['model.onnx_data_1', 'model.onnx_data_1'],
    };
    const files = await loadModelFiles(chosenFolder(), options);
    expect(files.externalData.map(({ path }) => path)).toEqual(['model.onnx_data_1']);
  });
});

describe('the dtype', () => {
  const options = {
    wasm: WASM,
    webgpu: { backend: 'webgpu' } as const,
    f16: { backend: 'webgpu', hasF16: true } as const,
  };
  const present = { 'onnx/model_q4f16.onnx': 'graph', 'onnx/model_fp16.onnx': 'graph' };
  const noChunks = { 'config.json': '{}' };
  const named = (dtype: unknown) => ({
    'config.json': JSON.stringify({ 'transformers.js_config': { dtype } }),
  });
  it.each([
    ['q4 on WASM', options.wasm, { ...present, ...noChunks }, 'q4'],
    ['fp32 on WASM without q4', options.wasm, { ...noChunks, 'onnx/model_q4.onnx': null }, 'fp32'],
    ['q4f16 on WebGPU with half precision', options.f16, { ...present, ...noChunks }, 'q4f16'],
    ['q4 on WebGPU without half precision', options.webgpu, { ...present, ...noChunks }, 'q4'],
    ['what the configuration names', options.wasm, { ...present, ...named('fp16') }, 'fp16'],
    [
      'what the configuration names for the part `model`',
      options.wasm,
      { ...present, ...named({ model: 'fp16' }) },
      'fp16',
    ],
    [
      'not what the configuration names and the adapter lacks',
      options.webgpu,
      { ...present, ...named('fp16') },
      'q4',
    ],
    ['not what the configuration names and nobody has', options.wasm, { ...present, ...named('q8') }, 'q4'],
  ])('is %s', async (_, choice, changes, expected) => {
    expect((await loadModelFiles(chosenFolder(changes), choice)).dtype).toBe(expected);
  });

  it('that is asked for and missing is named, with those that are there', async () => {
    await expect(loadModelFiles(chosenFolder(), { ...WASM, dtype: 'fp16' })).rejects.toMatchObject({
      code: 'file_missing',
      details: { expected: ['onnx/model_fp16.onnx'], found: ['fp32', 'q4'] },
    });
  });

  it('that does not exist is a bad request', async () => {
    await expect(loadModelFiles(chosenFolder(), { ...WASM, dtype: 'q5' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });
});

describe('a broken model', () => {
  it.each([
    ['no configuration', { 'config.json': null }, 'model_not_found', 'config.json'],
    ['a web page for a configuration', { 'config.json': '<!doctype html>' }, 'file_corrupt', 'config.json'],
    ['half a configuration', { 'config.json': '{"a": ' }, 'file_corrupt', 'config.json'],
    [
      'no graph at all',
      { 'onnx/model.onnx': null, 'onnx/model_q4.onnx': null },
      'file_missing',
      'onnx/model_q4.onnx',
    ],
    ['an empty graph', { 'onnx/model_q4.onnx': '' }, 'file_corrupt', 'onnx/model_q4.onnx'],
    ['no tokenizer', { 'tokenizer.json': null }, 'file_missing', 'tokenizer.json'],
    [
      'a missing data file',
      { 'onnx/model_q4.onnx_data_1': null },
      'file_missing',
      'onnx/model_q4.onnx_data_1',
    ],
    ['an empty data file', { 'onnx/model_q4.onnx_data': '' }, 'file_corrupt', 'onnx/model_q4.onnx_data'],
  ])('with %s ends in a typed error that names the file', async (_, changes, code, path) => {
    await expect(loadModelFiles(chosenFolder(changes), WASM)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(path),
    });
  });

  it('whose graph names a data file outside its folder is refused', async () => {
    const options = { ...WASM, externalLocations: () => ['../../secret'] };
    await expect(loadModelFiles(chosenFolder(), options)).rejects.toMatchObject({
      code: 'file_corrupt',
      details: { found: '../../secret' },
    });
  });

  it.each([-1, 1.5, 'many', 1e9])('that announces %s data files is refused', async (count) => {
    const config = JSON.stringify({ 'transformers.js_config': { use_external_data_format: count } });
    await expect(loadModelFiles(chosenFolder({ 'config.json': config }), WASM)).rejects.toMatchObject({
      code: 'file_corrupt',
    });
  });

  it('that differs from the manifest is refused', async () => {
    const listed = { ...manifest, files: manifest.files.map((file) => ({ ...file, sizeBytes: 1 })) };
    const source = diskSource(`models/${manifest.folder}`);
    await expect(loadModelFiles(source, { ...WASM, manifest: listed })).rejects.toMatchObject({
      code: 'hash_mismatch',
    });
  });
});

describe('files on this device', () => {
  it('are read when they are asked for, one tensor at a time', async () => {
    const options = { ...WASM, dtype: 'fp32', externalLocations };
    const { externalData, weights } = await loadModelFiles(diskSource(`${FIXTURES}/llama`), options);
    const data = new Uint8Array(readFileSync(`${FIXTURES}/llama/onnx/model.onnx_data`));
    const { bytes } = externalData[0]!;
    expect(bytes.byteLength).toBe(data.length);
    expect(weights.peakBytes).toBeLessThan(data.length);
    expect(Buffer.compare(bytes.subarray(1000, 9000), data.subarray(1000, 9000))).toBe(0);
    const [first, second] = [bytes.slice(0, 4), bytes.slice(4, 8)];
    expect(Buffer.compare(first, data.subarray(0, 4))).toBe(0);
    expect(Buffer.compare(second, data.subarray(4, 8))).toBe(0);
    weights.close();
  });

  it('leave their weights where they are when the graph holds them', async () => {
    const path = `${FIXTURES}/llama-single`;
    const options = { ...WASM, dtype: 'fp32', externalLocations };
    const files = await loadModelFiles(diskSource(path), options);
    const whole = readFileSync(`${path}/onnx/model.onnx`);
    expect(files.externalData.map(({ path: name }) => name)).toEqual(['model.onnx']);
    expect(files.onnxBytes.length).toBeLessThan(whole.length);
    expect(files.sizeBytes).toBe(
      ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'onnx/model.onnx']
        .map((name) => statSync(`${path}/${name}`).size)
        .reduce((sum, size) => sum + size, 0),
    );
    files.weights.close();
  });

  it('are not opened once the load is cancelled', async () => {
    const cancel = new AbortController();
    const disk = diskSource(`${FIXTURES}/llama`);
    const source = {
      ...disk,
      read(path: string, options: ReadOptions) {
        if (path === 'tokenizer.json') cancel.abort();
        return disk.read(path, options);
      },
    };
    const loading = loadModelFiles(source, { ...WASM, signal: cancel.signal, externalLocations });
    await expect(loading.then(() => 'loaded')).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('cancelling', () => {
  it('ends all reads as aborted', async () => {
    const cancel = new AbortController();
    const source = diskSource(`models/${manifest.folder}`);
    const reports: number[] = [];
    const loading = loadModelFiles(source, {
      ...WASM,
      // its hashes need whole files, so that there is something to end
      manifest,
      signal: cancel.signal,
      onProgress: ({ loaded }) => {
        reports.push(loaded);
        if (loaded > 10_000_000) cancel.abort();
      },
    });
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
    expect(reports.at(-1)).toBeLessThan(manifest.sizeBytes);
  });

  it('before the start reads nothing', async () => {
    const loading = loadModelFiles(chosenFolder(), { ...WASM, signal: AbortSignal.abort() });
    await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  });
});
