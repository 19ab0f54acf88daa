import { appendFileSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskSource } from '../../scripts/lib/diskSource.ts';
import { TestHub } from '../../scripts/lib/testHub.ts';
import { join as joinParts, messageField } from '../../src/core/onnx/wire.ts';
import { hubSource } from './hubSource.ts';
import type { ModelSource } from './source.ts';
import { surveyModel } from './survey.ts';

const LLAMA = 'e2e/fixtures/models/llama';

describe('a survey', () => {
  it('names the files of the chosen dtype with their sizes, and all dtypes that are there', async () => {
    const survey = await surveyModel(diskSource(LLAMA), { backend: 'wasm', dtype: 'fp32' });
    const sizes = Object.fromEntries(survey.files.map(({ path, sizeBytes }) => [path, sizeBytes]));
    const sizeOf = (path: string) => statSync(`${LLAMA}/${path}`).size;
    const paths = [
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'generation_config.json',
      'onnx/model.onnx',
      'onnx/model.onnx_data',
    ];
    expect(sizes).toEqual(Object.fromEntries(paths.map((path) => [path, sizeOf(path)])));
    expect(survey.sizeBytes).toBe(paths.reduce((sum, path) => sum + sizeOf(path), 0));
    expect(survey.externalDataBytes).toBe(sizeOf('onnx/model.onnx_data'));
    expect(survey.dtypes.toSorted()).toEqual(['fp16', 'fp32', 'q4']);
    expect(survey).toMatchObject({ id: 'llama', dtype: 'fp32', hasChatTemplate: true, isGated: false });
  });

  it('knows the largest tensor: the embedding of 320 tokens x 64 float32', async () => {
    const survey = await surveyModel(diskSource(LLAMA), { backend: 'wasm', dtype: 'fp32' });
    expect(survey.largestTensorBytes).toBe(320 * 64 * 4);
  });

  it('knows it also of a large file that holds the weights itself, from some kilobytes', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'tiller-survey-'));
    cpSync('e2e/fixtures/models/llama-single', copy, { recursive: true });
    // a field that no reader knows, as large as a graph may not be
    const padding = joinParts([messageField(1000, [new Uint8Array(21_000_000)])]);
    appendFileSync(join(copy, 'onnx/model.onnx'), padding);
    const model = { id: 'owner/single', folder: copy, commit: 'a'.repeat(40) };
    const hub = await new TestHub([model]).listen();
    try {
      const source = hubSource(model.id, { origin: hub.origin });
      const survey = await surveyModel(source, { backend: 'webgpu', dtype: 'fp32' });
      const near = await surveyModel(diskSource(copy), { backend: 'webgpu', dtype: 'fp32' });
      // with the tensor's name and shape
      expect(survey.largestTensorBytes! - near.largestTensorBytes!).toBeGreaterThanOrEqual(0);
      expect(survey.largestTensorBytes! - near.largestTensorBytes!).toBeLessThan(100);
      expect(hub.bytesOf('model.onnx')).toBeLessThan(700_000);
      hub.reset();
      hub.faults.push({ path: 'onnx/model.onnx', ignoresRange: true, times: 10 });
      const blind = await surveyModel(hubSource(model.id, { origin: hub.origin }), {
        backend: 'webgpu',
        dtype: 'fp32',
      });
      expect(blind.largestTensorBytes).toBeNull();
    } finally {
      hub.close();
      rmSync(copy, { recursive: true });
    }
  });

  it('reads no weights', async () => {
    const read: string[] = [];
    const disk = diskSource(LLAMA);
    const source: ModelSource = {
      ...disk,
      read(path, options) {
        read.push(path);
        return disk.read(path, options);
      },
    };
    await surveyModel(source, { backend: 'wasm' });
    expect(read.filter((path) => path.includes('_data'))).toEqual([]);
  });

  it('fails as a load would: no model, no such dtype', async () => {
    await expect(surveyModel(diskSource('no-such'), { backend: 'wasm' })).rejects.toMatchObject({
      code: 'model_not_found',
    });
    await expect(surveyModel(diskSource(LLAMA), { backend: 'wasm', dtype: 'q8' })).rejects.toMatchObject({
      code: 'file_missing',
    });
  });
});
