import { describe, expect, it } from 'vitest';
import {
  hasKnownTokenizer,
  type ModelFacts,
  transferMismatch,
  transferNotice,
  transferProblem,
  type VectorFacts,
} from './transfer.ts';

const vector: VectorFacts = {
  modelId: 'owner/model-instruct',
  numLayers: 30,
  hiddenSize: 576,
  origin: { tokenizerSha256: 'aa' },
};
const model: ModelFacts = { id: 'owner/model', numLayers: 30, hiddenSize: 576, tokenizerSha256: 'aa' };
const unknown = 'whether the vocabulary is the same is not known';

describe('transfer', () => {
  it("of a model's own vector is no matter", () => {
    const own = { ...model, id: vector.modelId };
    expect([transferProblem(vector, own), transferNotice(vector, own)]).toEqual([null, null]);
  });

  it('to a model of the same sizes and vocabulary is allowed, and said', () => {
    expect(transferProblem(vector, model)).toBeNull();
    expect(transferNotice(vector, model)).toBe(
      'This vector was made on owner/model-instruct, not on owner/model. Sizes are the same, and so is the vocabulary.',
    );
  });

  it.each<[string, Partial<VectorFacts>, Partial<ModelFacts>]>([
    ['the vector', { origin: {} }, {}],
    ['a vector without origin', { origin: undefined as never }, {}],
    ['the model', {}, { tokenizerSha256: null }],
  ])('is allowed where the vocabulary of %s is not known, which is said', (_, of, to) => {
    expect(transferProblem({ ...vector, ...of }, { ...model, ...to })).toBeNull();
    expect(transferNotice({ ...vector, ...of }, { ...model, ...to })).toContain(unknown);
  });

  it('says when it is not known where a vector comes from', () => {
    expect(transferNotice({ ...vector, modelId: '', origin: {} }, model)).toContain(
      'It is not known on which model',
    );
  });

  it.each<[string, Partial<ModelFacts>, RegExp]>([
    ['hidden size', { hiddenSize: 960 }, /hidden size 576; owner\/model has 960/],
    ['number of layers', { numLayers: 32 }, /30 layers; owner\/model has 32/],
    ['vocabulary', { tokenizerSha256: 'bb' }, /whose vocabulary is not that of owner\/model/],
  ])('is refused for another %s, with the reason and no notice', (_, changes, reason) => {
    const other = { ...model, ...changes };
    expect(transferProblem(vector, other)).toMatch(reason);
    expect(transferProblem(vector, other)).toContain('Use a vector of a model with');
    expect(transferProblem(vector, other)).toContain('made on owner/model-instruct');
    expect(transferNotice(vector, other)).toBeNull();
  });

  it('is refused for another vocabulary even under the same name', () => {
    expect(transferProblem(vector, { ...model, id: vector.modelId, tokenizerSha256: 'bb' })).not.toBeNull();
  });

  it('is kept from happening by the first thing that differs', () => {
    const other = (changes: Partial<ModelFacts>) => transferMismatch(vector, { ...model, ...changes });
    expect(other({})).toBeNull();
    expect(other({ hiddenSize: 1, numLayers: 1, tokenizerSha256: 'bb' })).toBe('hiddenSize');
    expect(other({ numLayers: 1, tokenizerSha256: 'bb' })).toBe('numLayers');
    expect(other({ tokenizerSha256: 'bb' })).toBe('tokenizer');
    expect(other({ tokenizerSha256: null })).toBeNull();
  });

  it('knows the tokenizer only where both sides say theirs', () => {
    expect(hasKnownTokenizer(vector, model)).toBe(true);
    expect(hasKnownTokenizer({ ...vector, origin: {} }, model)).toBe(false);
    expect(hasKnownTokenizer({ modelId: '', numLayers: 1, hiddenSize: 1 }, model)).toBe(false);
    expect(hasKnownTokenizer(vector, { ...model, tokenizerSha256: null })).toBe(false);
  });

  it('says of a vector from nowhere that another model made it', () => {
    expect(transferProblem({ ...vector, modelId: '' }, { ...model, numLayers: 1 })).toContain(
      'made on another model with 30 layers',
    );
  });
});
