/** Cases as a table: a model, a device, and what comes of it. */
import { describe, expect, it } from 'vitest';
import {
  type DeviceLimits,
  type Finding,
  type Level,
  type ModelNeeds,
  preflight,
  type StorageRoom,
} from './preflight.ts';

const MB = 1e6;
const GIB = 1024 ** 3;

const PHI: ModelNeeds = {
  dtype: 'q4f16',
  dtypes: ['q4', 'q4f16'],
  sizeBytes: 2100 * MB,
  downloadBytes: 2100 * MB,
  largestTensorBytes: 197 * MB,
  parameters: 3.8e9,
};
const SMALL: ModelNeeds = {
  dtype: 'q4',
  dtypes: ['q4', 'fp32'],
  sizeBytes: 118 * MB,
  downloadBytes: 118 * MB,
  largestTensorBytes: 30 * MB,
  parameters: 135e6,
};
/** A desktop with a real adapter. */
const DESKTOP: DeviceLimits = {
  hasWebGpu: true,
  isSoftware: false,
  hasF16: true,
  maxBufferBytes: 2 * GIB,
  maxBindingBytes: 2 * GIB,
  deviceMemoryGiB: 8,
  isHandheld: false,
};
const NO_GPU: DeviceLimits = {
  ...DESKTOP,
  hasWebGpu: false,
  hasF16: false,
  maxBufferBytes: null,
  maxBindingBytes: null,
};
const PHONE: DeviceLimits = { ...DESKTOP, isHandheld: true, deviceMemoryGiB: 4 };
const ROOM: StorageRoom = { usageBytes: 0, quotaBytes: 100e9 };

interface Case {
  title: string;
  needs: ModelNeeds;
  device: DeviceLimits;
  storage?: StorageRoom;
  wanted?: 'auto' | 'webgpu' | 'wasm';
  level: Level;
  backend: 'webgpu' | 'wasm';
  codes: Finding['code'][];
}

const CASES: Case[] = [
  {
    title: 'a large model fits a desktop with WebGPU',
    needs: PHI,
    device: DESKTOP,
    level: 'fits',
    backend: 'webgpu',
    codes: [],
  },
  {
    title: 'a small model fits a browser without WebGPU',
    needs: SMALL,
    device: NO_GPU,
    level: 'fits',
    backend: 'wasm',
    codes: [],
  },
  {
    title: 'a large model does not fit a browser without WebGPU',
    needs: PHI,
    device: NO_GPU,
    level: 'refused',
    backend: 'wasm',
    codes: ['heap_too_small'],
  },
  {
    title: 'WebGPU that was asked for and is missing is refused',
    needs: SMALL,
    device: NO_GPU,
    wanted: 'webgpu',
    level: 'refused',
    backend: 'webgpu',
    codes: ['no_webgpu'],
  },
  {
    title: 'emulated WebGPU gives way to WASM',
    needs: SMALL,
    device: { ...DESKTOP, isSoftware: true },
    level: 'fits',
    backend: 'wasm',
    codes: [],
  },
  {
    title: 'emulated WebGPU that was asked for is a warning',
    needs: SMALL,
    device: { ...DESKTOP, isSoftware: true },
    wanted: 'webgpu',
    level: 'warned',
    backend: 'webgpu',
    codes: ['emulated_webgpu'],
  },
  {
    title: 'a tensor larger than a binding is refused where WASM cannot take over',
    needs: { ...PHI, largestTensorBytes: 310 * MB },
    device: { ...DESKTOP, maxBindingBytes: 256 * MB },
    wanted: 'webgpu',
    level: 'refused',
    backend: 'webgpu',
    codes: ['piece_too_large'],
  },
  {
    title: 'a tensor larger than a buffer is refused, however large a binding may be',
    needs: { ...PHI, largestTensorBytes: 310 * MB },
    device: { ...DESKTOP, maxBufferBytes: 256 * MB },
    wanted: 'webgpu',
    level: 'refused',
    backend: 'webgpu',
    codes: ['piece_too_large'],
  },
  {
    title: 'a tensor of exactly the limit fits',
    needs: { ...PHI, largestTensorBytes: 256 * MB },
    device: { ...DESKTOP, maxBindingBytes: 256 * MB },
    level: 'fits',
    backend: 'webgpu',
    codes: [],
  },
  {
    title: 'a small model with a tensor larger than a binding runs on WASM instead',
    needs: { ...SMALL, largestTensorBytes: 150 * MB },
    device: { ...DESKTOP, maxBindingBytes: 128 * MB },
    level: 'fits',
    backend: 'wasm',
    codes: [],
  },
  {
    title: 'an unknown largest tensor is said where the model is larger than a piece may be',
    needs: { ...PHI, largestTensorBytes: null },
    device: { ...DESKTOP, maxBindingBytes: 256 * MB },
    level: 'fits',
    backend: 'webgpu',
    codes: ['piece_unknown'],
  },
  {
    title: 'limits that the adapter does not tell refuse nothing',
    needs: { ...PHI, largestTensorBytes: 310 * MB },
    device: { ...DESKTOP, maxBufferBytes: null, maxBindingBytes: null },
    level: 'fits',
    backend: 'webgpu',
    codes: [],
  },
  {
    title: 'float16 files are refused without shader-f16',
    needs: PHI,
    device: { ...DESKTOP, hasF16: false },
    wanted: 'webgpu',
    level: 'refused',
    backend: 'webgpu',
    codes: ['no_f16'],
  },
  {
    title: 'a phone refuses a model of more than half its memory',
    needs: { ...PHI, sizeBytes: 2300 * MB },
    device: PHONE,
    level: 'refused',
    backend: 'webgpu',
    codes: ['memory_too_small'],
  },
  {
    title: 'a phone whose browser does not tell its memory counts as one of 4 GiB',
    needs: { ...PHI, sizeBytes: 2300 * MB },
    device: { ...PHONE, deviceMemoryGiB: null },
    level: 'refused',
    backend: 'webgpu',
    codes: ['memory_too_small'],
  },
  {
    title: 'a phone takes a small model',
    needs: SMALL,
    device: PHONE,
    level: 'fits',
    backend: 'webgpu',
    codes: [],
  },
  {
    title: 'a computer with little memory is warned',
    needs: { ...PHI, sizeBytes: 3500 * MB },
    device: { ...DESKTOP, deviceMemoryGiB: 4 },
    level: 'warned',
    backend: 'webgpu',
    codes: ['memory_may_be_small'],
  },
  {
    title: 'a computer with little memory takes a small model',
    needs: SMALL,
    device: { ...DESKTOP, deviceMemoryGiB: 4 },
    level: 'fits',
    backend: 'webgpu',
    codes: [],
  },
  {
    title: 'a full disk is a warning: the model then runs from memory',
    needs: PHI,
    device: DESKTOP,
    storage: { usageBytes: 9e9, quotaBytes: 10e9 },
    level: 'warned',
    backend: 'webgpu',
    codes: ['storage_too_small'],
  },
  {
    title: 'what is stored already needs no room',
    needs: { ...PHI, downloadBytes: 0 },
    device: DESKTOP,
    storage: { usageBytes: 10e9, quotaBytes: 10e9 },
    level: 'fits',
    backend: 'webgpu',
    codes: [],
  },
  {
    title: 'unknown storage says nothing',
    needs: PHI,
    device: DESKTOP,
    storage: { usageBytes: null, quotaBytes: null },
    level: 'fits',
    backend: 'webgpu',
    codes: [],
  },
  {
    title: 'eight-bit files are a warning',
    needs: { ...SMALL, dtype: 'q8' },
    device: DESKTOP,
    level: 'warned',
    backend: 'webgpu',
    codes: ['rounded_activations'],
  },
  {
    title: 'an unknown number of weights is guessed from the files, and a guess is only a warning',
    needs: { ...SMALL, parameters: null, sizeBytes: 400 * MB },
    device: NO_GPU,
    level: 'warned',
    backend: 'wasm',
    codes: ['heap_may_be_small'],
  },
  {
    title: 'of an unknown kind of files anything is possible, so that they are only a warning',
    needs: { ...SMALL, dtype: 'q2', parameters: null, sizeBytes: 400 * MB },
    device: NO_GPU,
    level: 'warned',
    backend: 'wasm',
    codes: ['heap_may_be_small'],
  },
  {
    title: 'float32 files leave nothing to guess',
    needs: { ...SMALL, dtype: 'fp32', parameters: null, sizeBytes: 2200 * MB },
    device: NO_GPU,
    level: 'refused',
    backend: 'wasm',
    codes: ['heap_too_small'],
  },
];

describe('the verdict before a download', () => {
  it.each(CASES)('$title', ({ needs, device, storage = ROOM, wanted = 'auto', level, backend, codes }) => {
    const found = preflight(needs, device, storage, wanted);
    const chosen = found.verdicts.find((verdict) => verdict.backend === found.backend)!;
    expect({ level: found.level, backend: found.backend, codes: chosen.findings.map(({ code }) => code) }) //
      .toEqual({ level, backend, codes });
  });

  it('carries the numbers', () => {
    const needs = { ...PHI, largestTensorBytes: 310 * MB };
    const { verdicts } = preflight(needs, { ...DESKTOP, maxBindingBytes: 256 * MB }, ROOM);
    expect(verdicts.map(({ findings }) => findings)).toEqual([
      [{ code: 'piece_too_large', needBytes: 310 * MB, limitBytes: 256 * MB }],
      [{ code: 'heap_too_small', needBytes: 15.2e9, limitBytes: 2 * GIB }],
    ]);
    expect(verdicts.map(({ memoryBytes }) => memoryBytes)).toEqual([2100 * MB, 15.2e9]);
  });
});

describe('what to choose instead', () => {
  it('is nothing where the model fits', () => {
    expect(preflight(PHI, DESKTOP, ROOM).instead).toBeNull();
  });

  it('is the q4 files where only shader-f16 is missing', () => {
    expect(preflight(PHI, { ...DESKTOP, hasF16: false }, ROOM).instead).toEqual({
      kind: 'dtype',
      dtype: 'q4',
    });
  });

  it('is no other files where the model has none', () => {
    const needs = { ...PHI, dtypes: ['q4f16'] };
    expect(preflight(needs, { ...DESKTOP, hasF16: false }, ROOM).instead).toBeNull();
  });

  it('is the other backend where one was asked for and the other can', () => {
    expect(preflight(SMALL, NO_GPU, ROOM, 'webgpu').instead).toEqual({ kind: 'backend', backend: 'wasm' });
    expect(preflight(PHI, DESKTOP, ROOM, 'wasm').instead).toEqual({ kind: 'backend', backend: 'webgpu' });
  });

  it('is nothing where neither backend can', () => {
    expect(preflight(PHI, NO_GPU, ROOM, 'webgpu').instead).toBeNull();
    expect(preflight(PHI, NO_GPU, ROOM, 'wasm').instead).toBeNull();
  });

  it('is no other files where these are too large as well', () => {
    const needs = { ...PHI, largestTensorBytes: 310 * MB };
    const device = { ...DESKTOP, hasF16: false, maxBindingBytes: 256 * MB };
    expect(preflight(needs, device, ROOM).instead).toBeNull();
  });

  it('is nothing of this model where it is too large for the device', () => {
    expect(preflight({ ...PHI, sizeBytes: 4e9 }, PHONE, ROOM).instead).toBeNull();
  });
});
