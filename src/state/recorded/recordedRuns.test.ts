import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check, loadLanguages } from '../../core/ifeval/index.ts';
import { EXAMPLE_PROMPTS } from '../appState.ts';
import { firstPreset, parsePresets } from '../playground/presets.ts';
import { findRecording, laneAt, parseRecordedRuns, type RecordedLane } from './recordedRuns.ts';

const publicFile = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../public/${path}`, import.meta.url), 'utf8'));
const runs = parseRecordedRuns(publicFile('recorded/runs.json'));
const presets = parsePresets(publicFile('presets/index.json'));

const textOf = ({ tokens }: RecordedLane) => tokens.map(({ text }) => text).join('');

const LANE: RecordedLane = {
  tokens: [
    { id: 1, text: 'Bon', at: 0, projection: 1 },
    { id: 2, text: 'jour', at: 40, projection: 2 },
    { id: 3, text: '.', at: 90, projection: 3 },
  ],
  finishReason: 'stop',
  tokensPerSecond: 20,
  perplexity: 3,
};

const PROBE = { vectorId: 'french', layer: 25 };

describe('the recordings that are shipped', () => {
  it('hold one for what the page opens with', () => {
    const first = firstPreset(presets);
    expect(findRecording(runs, EXAMPLE_PROMPTS[0] ?? '', first?.id ?? null)).not.toBeNull();
  });

  it('are of shipped presets at their own settings, with times that never go back', () => {
    expect(runs.length).toBeGreaterThanOrEqual(8);
    for (const { presetId, setting, check: rule, unsteered, steered } of runs) {
      const preset = presets.find(({ id }) => id === presetId);
      expect(setting).toEqual(preset?.setting);
      expect(rule).toEqual(preset?.check);
      for (const { tokens } of [unsteered, steered]) {
        const times = tokens.map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }
      expect(textOf(steered)).not.toBe(textOf(unsteered));
    }
  });

  it('show what the presets are known for: in most, only the steered answer follows the instruction', async () => {
    await loadLanguages();
    const won = runs.filter(({ check: rule, prompt, unsteered, steered }) => {
      const passes = (lane: RecordedLane) =>
        rule !== null && check(rule.instructionId, rule.kwargs, textOf(lane), prompt).loose;
      return passes(steered) && !passes(unsteered);
    });
    expect(won.length).toBeGreaterThan(runs.length / 2);
  });
});

describe('a replay', () => {
  it('waits, writes token by token, and ends with the reason that was recorded', () => {
    expect(laneAt(LANE, -1, PROBE)).toMatchObject({ status: 'waiting', text: '', tokenCount: 0 });
    expect(laneAt(LANE, 39, PROBE)).toMatchObject({
      status: 'streaming',
      text: 'Bon',
      tokensPerSecond: null,
    });
    expect(laneAt(LANE, 40, PROBE)).toMatchObject({ text: 'Bonjour', tokenCount: 2, finishReason: null });
    expect(laneAt(LANE, 90, PROBE)).toMatchObject({
      status: 'done',
      text: 'Bonjour.',
      finishReason: 'stop',
      perplexity: 3,
    });
    expect(laneAt(LANE, 40, PROBE)).toMatchObject({ perplexity: null, probe: PROBE });
    expect(laneAt(LANE, Number.POSITIVE_INFINITY, PROBE)).toEqual(laneAt(LANE, 90, PROBE));
  });

  it('is of this prompt and this preset only', () => {
    const [run] = runs;
    expect(findRecording(runs, ` ${run?.prompt} `, run?.presetId ?? null)).toBe(run);
    expect(findRecording(runs, 'something else', run?.presetId ?? null)).toBeNull();
    expect(findRecording(runs, run?.prompt ?? '', null)).toBeNull();
  });
});

describe('a file of recordings that is broken', () => {
  const [run] = runs;
  it.each([
    ['no list', {}],
    ['no object', { runs: [3] }],
    ['no prompt', { runs: [{ ...run, prompt: '' }] }],
    ['no setting', { runs: [{ ...run, setting: { layer: -1 } }] }],
    ['no tokens', { runs: [{ ...run, steered: { ...LANE, tokens: [] } }] }],
    ['a token without a time', { runs: [{ ...run, unsteered: { ...LANE, tokens: [{ id: 1, text: '' }] } }] }],
    ['an unknown end', { runs: [{ ...run, unsteered: { ...LANE, finishReason: 'aborted' } }] }],
  ])('with %s is refused', (_, json) => {
    expect(() => parseRecordedRuns(json)).toThrow(/npm run record/);
  });
});
