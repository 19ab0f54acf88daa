import { describe, expect, it } from 'vitest';
import {
  dismissed,
  INITIAL_RECOVERY,
  type Loss,
  withAnotherTry,
  withLoss,
  withModelBack,
  withReloadFailed,
} from './recovery.ts';
import { recoveryNotice } from './words.ts';

const LOSS: Loss = {
  code: 'device_lost',
  model: 'Phi-3.5',
  backend: 'webgpu',
  wasRunning: false,
  wasLoading: false,
  isScripts: false,
};
const MINUTE = 60_000;

describe('a lost model', () => {
  it('is loaded again once, and a run that was cut off can be repeated', () => {
    const reloading = withLoss(INITIAL_RECOVERY, { ...LOSS, wasRunning: true }, 0);
    expect(reloading.phase).toBe('reloading');
    expect(recoveryNotice(reloading)).toMatchObject({
      what: expect.stringMatching(/device was lost.*Phi-3.5 is being loaded again/),
      safe: 'Vectors, texts, drafts and long work are kept.',
      actions: [],
    });
    expect(recoveryNotice(withModelBack(reloading))).toMatchObject({
      what: expect.stringMatching(/is loaded again. The answer was cut off/),
      actions: ['runAgain', 'dismiss'],
    });
  });

  it('has nothing to repeat where nothing was running', () => {
    expect(recoveryNotice(withModelBack(withLoss(INITIAL_RECOVERY, LOSS, 0)))?.actions).toEqual(['dismiss']);
  });

  it('is not loaded a second time in a row, nor a third: other ways are offered', () => {
    const once = dismissed(withModelBack(withLoss(INITIAL_RECOVERY, LOSS, 0)));
    const twice = withLoss(once, LOSS, MINUTE);
    expect(twice.phase).toBe('stopped');
    expect(recoveryNotice(twice)).toMatchObject({
      what: expect.stringContaining('second time'),
      actions: ['useWasm', 'openModels', 'loadAgain'],
    });
    const thrice = withLoss(withModelBack(withAnotherTry(twice)), LOSS, 2 * MINUTE);
    expect(thrice.phase).toBe('stopped');
  });

  it('is loaded again when the last loss is long ago', () => {
    const once = dismissed(withModelBack(withLoss(INITIAL_RECOVERY, LOSS, 0)));
    expect(withLoss(once, LOSS, 10 * MINUTE).phase).toBe('reloading');
  });

  it('offers WASM only to a model that is not there already', () => {
    const onWasm = { ...LOSS, code: 'worker_died', backend: 'wasm' } as const;
    const twice = withLoss(withLoss(INITIAL_RECOVERY, onWasm, 0), onWasm, 1);
    expect(recoveryNotice(twice)?.actions).toEqual(['openModels', 'loadAgain']);
  });

  it.each([
    ['storage_failed', ['loadUnkept', 'loadAgain'], 'storage stopped answering'],
    ['download_failed', ['loadAgain', 'openModels'], 'could not be fetched'],
  ] as const)('for %s, twice, offers what helps against that', (code, actions, what) => {
    const loss = { ...LOSS, code, backend: null, wasLoading: true };
    const twice = withLoss(withLoss(INITIAL_RECOVERY, loss, 0), loss, 1);
    expect(recoveryNotice(twice)).toMatchObject({ what: expect.stringContaining(what), actions });
  });

  it('that fills the memory as it loads is not loaded again, for it would again', () => {
    const full = withLoss(INITIAL_RECOVERY, { ...LOSS, code: 'out_of_memory', wasLoading: true }, 0);
    expect(full.phase).toBe('stopped');
    expect(recoveryNotice(full)).toMatchObject({
      what: expect.stringContaining('does not fit'),
      actions: ['openModels'],
    });
  });

  it('whose template never ends is not loaded again by itself, and no backend would help', () => {
    const loss = { ...LOSS, code: 'tokenizer_timeout' } as const;
    const state = withLoss(INITIAL_RECOVERY, loss, 0);
    expect(state.phase).toBe('stopped');
    expect(recoveryNotice(state)).toMatchObject({
      what: expect.stringMatching(/template or tokenizer did not come to an end.*choose another model/),
      actions: ['openModels', 'loadAgain'],
    });
  });

  it('that a script was loading is the script’s', () => {
    expect(withLoss(INITIAL_RECOVERY, { ...LOSS, wasLoading: true, isScripts: true }, 0).phase).toBe(
      'stopped',
    );
  });

  it('still owes the run that was cut off when it is lost again on its way back', () => {
    const reloading = withLoss(INITIAL_RECOVERY, { ...LOSS, wasRunning: true }, 0);
    expect(withLoss(reloading, LOSS, 10 * MINUTE).loss?.wasRunning).toBe(true);
  });

  it('says why it could not be loaded again, and nothing when that was cancelled', () => {
    const reloading = withLoss(INITIAL_RECOVERY, LOSS, 0);
    expect(recoveryNotice(withReloadFailed(reloading, 'The folder is gone.'))).toMatchObject({
      what: expect.stringContaining('The folder is gone.'),
      actions: ['useWasm', 'openModels', 'loadAgain'],
    });
    expect(recoveryNotice(withReloadFailed(reloading, null))).toBeNull();
  });
});
