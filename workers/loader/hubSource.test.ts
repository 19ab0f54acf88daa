import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskSource } from '../../scripts/lib/diskSource.ts';
import { type HubModel, TestHub } from '../../scripts/lib/testHub.ts';
import { hubSource } from './hubSource.ts';
import type { Patience } from './retry.ts';
import { surveyModel } from './survey.ts';

const LLAMA: HubModel = {
  id: 'owner/llama',
  folder: 'e2e/fixtures/models/llama',
  commit: 'a'.repeat(40),
  licence: 'mit',
};
const GATED: HubModel = { ...LLAMA, id: 'owner/gated', gated: 'manual' };
const QUICK: Patience = { tries: 2, firstDelayMs: 1, maxDelayMs: 1, maxRetryAfterMs: 10, stallMs: 1000 };

let hub: TestHub;
beforeEach(async () => {
  hub = await new TestHub([LLAMA, GATED]).listen();
});
afterEach(() => hub.close());

const open = (id = LLAMA.id, revision?: string) =>
  hubSource(id, { origin: hub.origin, patience: QUICK, revision });

describe('a repository of the hub', () => {
  it('is read at the commit that its branch has now', async () => {
    const source = open();
    expect(source.revision).toBe('main');
    const bytes = await source.read('onnx/model.onnx_data');
    expect(source.revision).toBe(LLAMA.commit);
    expect(Buffer.compare(bytes, await diskSource(LLAMA.folder).read('onnx/model.onnx_data'))).toBe(0);
    expect((await source.remote!('config.json'))!.url).toBe(
      `${hub.origin}/owner/llama/resolve/${LLAMA.commit}/config.json`,
    );
  });

  it('tells presence, size and hash of every file without asking for one', async () => {
    const source = open();
    expect(await source.has('onnx/model_q4.onnx')).toBe(true);
    expect(await source.has('onnx/model_q8.onnx')).toBe(false);
    const path = 'onnx/model.onnx_data';
    expect(await source.remote!(path)).toMatchObject({
      sizeBytes: await diskSource(LLAMA.folder).sizeOf(path),
      sha256: hub.sha256(LLAMA, path),
      isPinned: true,
    });
    // git keeps small files without such a hash
    expect((await source.remote!('config.json'))!.sha256).toBeNull();
    expect(hub.sent).toEqual([]);
  });

  it('has a survey with commit, licence, hashes and the largest tensor', async () => {
    const survey = await surveyModel(open(), { backend: 'wasm', dtype: 'fp32' });
    expect(survey).toMatchObject({
      id: 'owner/llama',
      revision: LLAMA.commit,
      licence: 'mit',
      isGated: false,
      largestTensorBytes: 320 * 64 * 4,
    });
    const data = survey.files.find(({ path }) => path === 'onnx/model.onnx_data');
    expect(data!.sha256).toBe(hub.sha256(LLAMA, 'onnx/model.onnx_data'));
    expect(hub.bytesOf('onnx/model.onnx_data')).toBe(0);
  });

  it('that is gated can be surveyed from its listing alone; reading it says what to do, without a token', async () => {
    const survey = await surveyModel(open(GATED.id), { backend: 'wasm', dtype: 'fp32' });
    expect(survey).toMatchObject({
      isGated: true,
      dtype: 'fp32',
      hasChatTemplate: null,
      largestTensorBytes: null,
    });
    expect(survey.externalDataBytes).toBe(await diskSource(LLAMA.folder).sizeOf('onnx/model.onnx_data'));
    await expect(open(GATED.id).read('config.json')).rejects.toMatchObject({
      code: 'model_gated',
      message: expect.stringMatching(/accept.*terms.*folder.*never asks for a token/is),
    });
  });

  it.each<[string, string, string | undefined]>([
    ['does not exist', 'owner/none', undefined],
    ['lacks the revision', 'owner/llama', 'no-such-branch'],
  ])('that %s is no model', async (_, id, revision) => {
    await expect(open(id, revision).has('config.json')).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('is asked again after a fault of the server, and the file that is not listed is named', async () => {
    hub.faults.push({ path: 'api', status: 503 });
    const source = open();
    expect(await source.has('config.json')).toBe(true);
    await expect(source.read('no-such.json')).rejects.toMatchObject({
      code: 'file_missing',
      message: expect.stringContaining('no-such.json'),
    });
  });

  it('gives up after some faults, and may be asked again later', async () => {
    hub.faults.push({ path: 'api', status: 500, times: 2 });
    const source = open();
    await expect(source.has('config.json')).rejects.toMatchObject({ code: 'download_failed' });
    expect(await source.has('config.json')).toBe(true);
  });
});
