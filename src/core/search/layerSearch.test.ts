import { describe, expect, it } from 'vitest';
import {
  type AnswerVerdict,
  candidateLayers,
  layersToSearch,
  pickLayer,
  rankLayers,
  type ScoredLayer,
  scoreLayer,
  scorePlain,
} from './layerSearch.ts';

/** `++-x`: two passes, a failure, an answer that fell apart */
const verdicts = (text: string): AnswerVerdict[] =>
  [...text].map((mark) => (mark === '+' ? 'pass' : mark === '-' ? 'fail' : 'degenerate'));
const at = (layer: number, text: string): ScoredLayer => ({ layer, ...scoreLayer(verdicts(text)) });
const plain = (text: string) => scorePlain(verdicts(text));

describe('the layers to try', () => {
  it.each<[number, number[]]>([
    [1, [0]],
    [2, [0]],
    [3, [0, 2]],
    [4, [0, 2]],
    [5, [1, 3]],
    [6, [1, 3, 5]],
    [26, [5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25]],
    [30, [6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28]],
  ])('of a model of %i', (numLayers, layers) => {
    expect(candidateLayers(numLayers)).toEqual(layers);
  });
});

describe('the layers to search with a vector', () => {
  /** ten layers, of which those have a direction */
  const withLayers = (layers: readonly number[]) => ({
    name: 'v',
    modelId: 'm',
    method: 'imported',
    numLayers: 10,
    hiddenSize: 2,
    direction: Float32Array.from({ length: 20 }, (_, i) => (layers.includes(i >> 1) && i % 2 === 1 ? 1 : 0)),
    meanDifferenceNorm: new Float32Array(10),
    projectionPositive: new Float32Array(10),
    projectionNegative: new Float32Array(10),
    pairConsistency: new Float32Array(10),
  });

  it.each<[string, number[], number[]]>([
    ['are the candidates', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 4, 6, 8]],
    ['are those candidates that have a direction', [0, 4, 5, 8], [4, 8]],
    ['are all that have one, where no candidate has', [1, 5], [1, 5]],
  ])('%s', (_, layers, expected) => {
    expect(layersToSearch(withLayers(layers))).toEqual(expected);
  });
});

describe('the score of a layer', () => {
  it.each<[string, number]>([
    ['', 0],
    ['-', 0],
    ['+', 1],
    ['++--', 0.5],
    ['+++x', 0],
    ['x', 0],
  ])('with answers "%s" is %f', (text, score) => {
    expect(scoreLayer(verdicts(text)).score).toBe(score);
  });

  it('comes with counts and the interval of the counts', () => {
    expect(scoreLayer(verdicts('++++++++-x'))).toMatchObject({
      passed: 8,
      total: 10,
      degenerate: 1,
      score: 0,
    });
    const [low, high] = scoreLayer(verdicts('++++++++-x')).interval;
    // Wilson, 8 of 10
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
    expect(scoreLayer([]).interval).toEqual([0, 1]);
  });

  it('is not 0 for no steering, whatever falls apart there', () => {
    expect(plain('++-x').score).toBe(0.5);
  });
});

describe('the pick', () => {
  it.each<[string, string, ScoredLayer[], number | null]>([
    ['the best layer', '--', [at(4, '+-'), at(6, '++')], 6],
    ['the earliest of equal layers', '--', [at(8, '+-'), at(4, '+-'), at(6, '+-')], 4],
    ['no steering where the best layer only ties', '+-', [at(4, '+-')], null],
    ['no steering where all are worse', '++', [at(4, '+-')], null],
    ['a worse layer where the best has an answer that falls apart', '--', [at(4, '+x'), at(6, '+-')], 6],
    ['no steering where all fall apart', '--', [at(4, '+x')], null],
    ['no steering where no layer was tried', '--', [], null],
  ])('is %s', (_, without, layers, layer) => {
    const pick = pickLayer(plain(without), layers);
    expect(pick.layer).toBe(layer);
    expect(pick.outcome).toBe(layer === null ? 'declined' : 'chosen');
  });

  it.each<[string, ScoredLayer[], string]>([
    ['--', [at(6, '++')], 'Layer 6: 2 of 2 validation prompts pass, against 0 of 2 without steering.'],
    ['--', [], 'No layer was tried.'],
    ['', [at(6, '--')], 'No layer: at the best one, 6, 0 of 2 validation prompts pass.'],
    ['--', [at(4, '+x')], 'No layer: at each of them an answer falls apart.'],
    ['++', [at(4, '++')], 'No layer: without steering all validation prompts pass already.'],
    [
      '+-',
      [at(4, '+-'), at(6, '--'), at(8, '+x')],
      'No layer: without steering 1 of 2 validation prompts pass, and at the best layer, 4, 1 of 2. ' +
        'At one other layer an answer falls apart.',
    ],
  ])('gives its reason in words (%s)', (without, layers, reason) => {
    expect(pickLayer(plain(without), layers).reason).toBe(reason);
  });

  it('counts the other layers at which answers fall apart', () => {
    const pick = pickLayer(plain('+-'), [at(4, '+-'), at(6, '+x'), at(8, 'xx')]);
    expect(pick.reason).toMatch(/At 2 other layers an answer falls apart\.$/);
    expect(pickLayer(plain('+-'), [at(4, '+-')]).reason).toMatch(/and at the best layer, 4, 1 of 2\.$/);
  });

  it('ranks without changing the list', () => {
    const layers = [at(8, '+-'), at(4, '--'), at(6, '++')];
    expect(rankLayers(layers).map(({ layer }) => layer)).toEqual([6, 8, 4]);
    expect(layers.map(({ layer }) => layer)).toEqual([8, 4, 6]);
  });
});
