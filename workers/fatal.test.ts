import { describe, expect, it } from 'vitest';
import { TillerError } from '../src/core/errors.ts';
import { asEndOfLoad, deviceLost, fatalError, runtimeError } from './fatal.ts';

const broken = (message: string) => Object.assign(new Error(message), { name: 'RuntimeError' });

describe('runtimeError', () => {
  it.each([
    ['failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc', 'out_of_memory', true],
    ['Array buffer allocation failed', 'out_of_memory', true],
    ['Failed to allocate memory for requested buffer of size 9', 'out_of_memory', true],
    ['Aborted(OOM). Cannot enlarge memory arrays', 'out_of_memory', true],
    ["Failed to execute 'mapAsync' on 'GPUBuffer': Device is lost.", 'device_lost', true],
    ['A valid external Instance reference no longer exists.', 'device_lost', true],
    ['memory access out of bounds', 'worker_died', true],
    ['no kernel for GroupQueryAttention', 'internal', false],
  ])('takes "%s" for %s', (message, code, isFatal) => {
    const error = runtimeError(new Error(message), 'run');
    expect(error.code).toBe(code);
    expect(error.message).toContain(message.replace(/\.$/, ''));
    expect(fatalError(error) !== null).toBe(isFatal);
  });

  it('names a graph that cannot be compiled, and says of memory what to do about it', () => {
    expect(runtimeError(new Error('no kernel'), 'compile').code).toBe('model_unsupported');
    expect(runtimeError(new Error('out of memory'), 'compile').message).toContain('smaller model');
  });

  it.each([
    'no available backend found. ERR: [wasm] TypeError: Failed to fetch dynamically imported module: x.mjs',
    'NetworkError when attempting to fetch resource.',
    'Importing a module script failed.',
  ])('takes "%s" for a runtime that did not come, which only a new worker asks for again', (message) => {
    const error = runtimeError(new Error(message), 'compile');
    expect(error).toMatchObject({
      code: 'download_failed',
      message: expect.stringContaining('check the conn'),
    });
    expect(fatalError(error)).toBe(error);
  });

  it('leaves an error alone that has its code', () => {
    const error = new TillerError('file_missing', 'not there');
    expect(runtimeError(error, 'compile')).toBe(error);
    expect(fatalError(error)).toBeNull();
  });
});

describe('deviceLost', () => {
  it('gives the browser’s reason, and tells a full graphics memory from other losses', () => {
    expect(deviceLost('The driver was reset.')).toMatchObject({
      code: 'device_lost',
      message: 'the graphics device was lost (The driver was reset)',
    });
    expect(deviceLost('').message).toBe('the graphics device was lost');
    expect(deviceLost('Out of memory: 2 GB').code).toBe('out_of_memory');
    expect(fatalError(deviceLost('Out of memory'))).not.toBeNull();
  });
});

describe('asEndOfLoad', () => {
  it('ends the worker where the browser gave no answer, and nowhere else', () => {
    const silent = new TillerError('storage_failed', 'no answer', { noAnswer: true });
    expect(fatalError(silent)).toBeNull();
    expect(fatalError(asEndOfLoad(silent))).toMatchObject({ code: 'storage_failed', message: 'no answer' });
    const other = new TillerError('storage_failed', 'the files are gone');
    expect(asEndOfLoad(other)).toBe(other);
    expect(asEndOfLoad(7)).toBe(7);
  });
});

describe('fatalError', () => {
  it('knows a runtime that broke down wherever it is thrown', () => {
    expect(fatalError(broken('null function or function signature mismatch'))?.code).toBe('worker_died');
    expect(fatalError(broken('something new'))?.code).toBe('worker_died');
    expect(fatalError(new Error('unreachable host'))).toBeNull();
  });

  it('knows a device that is lost while something is read back from it', () => {
    const lost = new Error('The Device was lost before mapping was resolved.');
    expect(fatalError(lost)?.code).toBe('device_lost');
  });
});
