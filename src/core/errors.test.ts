import { describe, expect, it } from 'vitest';
import { TillerError } from './errors.ts';

describe('an error on its way between page and worker', () => {
  it('comes back with its code, message and details', () => {
    const error = new TillerError('layer_out_of_range', 'layer 31 is out of range', { layer: 31 });
    const back = TillerError.fromData(structuredClone(TillerError.toData(error)));
    expect(back).toBeInstanceOf(TillerError);
    expect(back).toMatchObject({ name: 'TillerError', code: error.code, message: error.message });
    expect(back.details).toEqual({ layer: 31 });
  });

  it('has empty details where none were given', () => {
    expect(TillerError.fromData({ code: 'busy', message: 'Wait.' }).details).toEqual({});
  });

  it('is internal where it was none of ours, and keeps its words', () => {
    expect(TillerError.toData(new RangeError('too deep'))).toEqual({ code: 'internal', message: 'too deep' });
    expect(TillerError.toData('out of luck')).toEqual({ code: 'internal', message: 'out of luck' });
    expect(TillerError.toData(undefined)).toEqual({ code: 'internal', message: 'undefined' });
  });
});
