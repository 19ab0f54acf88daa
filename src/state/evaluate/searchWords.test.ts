import { afterEach, describe, expect, it } from 'vitest';
import { share } from '../../core/ifeval/index.ts';
import {
  type AnswerVerdict,
  pickLayer,
  type ScoredLayer,
  scoreLayer,
  scorePlain,
} from '../../core/search/layerSearch.ts';
import { type StrengthPoint, strengthWindow } from '../../core/search/strengthWindow.ts';
import { startText } from '../../text/text.ts';
import { searchText, windowText } from './searchWords.ts';

afterEach(() => startText('en'));

const verdicts = (marks: string): AnswerVerdict[] =>
  [...marks].map((mark) => (mark === '+' ? 'pass' : mark === '-' ? 'fail' : 'degenerate'));
const at = (layer: number, marks: string): ScoredLayer => ({ layer, ...scoreLayer(verdicts(marks)) });
const pick = (plain: string, layers: ScoredLayer[]) => pickLayer(scorePlain(verdicts(plain)), layers);

const PICKS = [
  pick('--', [at(6, '++')]),
  pick('--', []),
  pick('', [at(6, '--')]),
  pick('--', [at(4, '+x')]),
  pick('++', [at(4, '++')]),
  pick('+-', [at(4, '+-'), at(6, '--'), at(8, '+x')]),
  pick('+-', [at(4, '+-'), at(6, '+x'), at(8, '+x')]),
];

const point = (strength: number, passed: number | null, degenerate = 0): StrengthPoint => ({
  strength,
  answers: 8,
  loose: passed === null ? null : share(passed, 8),
  strict: null,
  degenerate,
  perplexity: null,
  repetition: 0,
  tokens: 10,
  words: 8,
});
const { strength: _, ...PLAIN } = point(0, 0);
const UNJUDGED = { ...PLAIN, loose: null };

const WINDOWS = [
  strengthWindow(PLAIN, [point(1, 7), point(1.5, 8), point(2, 0, 8)]),
  strengthWindow(PLAIN, [point(1, 8)]),
  strengthWindow(UNJUDGED, [point(0.5, null), point(1, null), point(2, null, 8)]),
  strengthWindow(PLAIN, []),
  strengthWindow(PLAIN, [point(0.5, 0, 8)]),
  strengthWindow(PLAIN, [point(1, 1)]),
  strengthWindow(PLAIN, [point(1, 1), point(1.5, 0, 8)]),
];

describe('why a layer was chosen', () => {
  it('is said on the page as in the record', () => {
    for (const result of PICKS) expect(searchText(result)).toBe(result.reason);
    expect(new Set(PICKS.map(({ why }) => why?.kind)).size).toBe(6);
  });

  it('has German words', async () => {
    await startText('de');
    expect(searchText(PICKS[0]!)).toBe(
      'Schicht 6: 2 von 2 Validierungsprompts bestanden, ohne Steuerung 0 von 2.',
    );
    expect(searchText(PICKS.at(-1)!)).toMatch(/In 2 weiteren Schichten zerfällt eine Antwort\.$/);
  });
});

describe('why there is a window of strengths, or none', () => {
  it('is said on the page as in the record', () => {
    for (const result of WINDOWS) expect(windowText(result)).toBe(result.reason);
    expect(new Set(WINDOWS.map(({ why }) => why?.kind)).size).toBe(5);
  });

  it('has German words, with German numbers', async () => {
    await startText('de');
    expect(windowText(WINDOWS[0]!)).toBe(
      'Wirkt von 1 bis 1,5; bei 1,5 bestehen 8 von 8 Antworten, ohne Steuerung 0 von 8. Ab 2 zerfällt der Text.',
    );
  });

  it('is said as it was recorded where an earlier version recorded it', () => {
    expect(windowText({ reason: 'Acts at 1.' })).toBe('Acts at 1.');
    expect(searchText({ reason: 'No layer was tried.' })).toBe('No layer was tried.');
  });
});
