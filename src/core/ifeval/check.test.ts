import { beforeAll, describe, expect, it } from 'vitest';
import { type GoldenCase, readGolden, readGoldenMulti } from '../../../scripts/lib/readGolden.ts';
import { check, listInstructions, loadLanguages } from './index.ts';

beforeAll(loadLanguages);

/** Everything the published checkers decide by text rules alone agrees; these four learn from data. */
const LEARNED = new Set([
  'language:response_language',
  'change_case:english_capital',
  'change_case:english_lowercase',
  'length_constraints:number_sentences',
]);

const byType = new Map<string, GoldenCase[]>();
for (const c of readGolden()) byType.set(c.instruction_id, [...(byType.get(c.instruction_id) ?? []), c]);

function disagreements(cases: GoldenCase[]): string[] {
  return cases
    .filter((c) => {
      const { strict, loose } = check(c.instruction_id, c.kwargs, c.response, c.prompt);
      return strict !== c.strict || loose !== c.loose;
    })
    .map((c) => c.id);
}

describe('agreement with the published checkers', () => {
  it('has cases for all 25 instruction types', () => {
    expect([...byType.keys()].sort()).toEqual(listInstructions().map((type) => type.id));
  });

  for (const [id, cases] of byType) {
    if (LEARNED.has(id)) continue;
    it(`gives the same strict and loose verdict on every ${id} case`, () => {
      expect(disagreements(cases)).toEqual([]);
    });
  }

  it('counts sentences alike on all plain cases and on 98 % of the hard ones', () => {
    const cases = byType.get('length_constraints:number_sentences')!;
    const hard = cases.filter((c) => c.id.includes('/hard'));
    const wrong = disagreements(cases);
    expect(wrong.filter((id) => !id.includes('/hard'))).toEqual([]);
    expect(wrong.length).toBeLessThanOrEqual(hard.length * 0.02);
  });

  for (const id of [
    'language:response_language',
    'change_case:english_capital',
    'change_case:english_lowercase',
  ]) {
    it(`agrees with langdetect on 97 % of the ${id} cases`, () => {
      const cases = byType.get(id)!;
      expect(disagreements(cases).length).toBeLessThanOrEqual(cases.length * 0.03);
    });
  }

  it('gives the same verdicts where several instructions meet in one answer', () => {
    for (const c of readGoldenMulti()) {
      const results = c.instruction_id_list.map((id, i) => check(id, c.kwargs[i], c.response, c.prompt));
      expect({ id: c.id, strict: results.map((r) => r.strict), loose: results.map((r) => r.loose) }).toEqual({
        id: c.id,
        strict: c.strict_list,
        loose: c.loose_list,
      });
    }
  });
});
