import { describe, expect, it } from 'vitest';
import type { ScoredLayer } from '../../core/search/layerSearch.ts';
import type { StrengthSweepResult } from '../../lab/strengthSweep.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { type Job, jobModel, newJob } from '../jobs/jobs.ts';
import { MODEL_INFO, QUESTION } from '../testValues.ts';
import type { SteeringCard } from './card.ts';
import {
  type FindingsState,
  findingOf,
  selectLayerScores,
  selectMeasuredCost,
  selectStrengthWindow,
  withFinding,
} from './findings.ts';
import { withSelectedCard } from './steering.ts';
import { readFindings } from './storedFindings.ts';

const WINDOW = {
  from: 0.5,
  to: 1.5,
  recommended: 1,
  degeneratesAbove: 2,
  degeneratesBelow: null,
  reason: '',
};
const SCORES: ScoredLayer[] = [
  { layer: 1, passed: 3, total: 4, degenerate: 0, score: 0.75, interval: [0.3, 0.95] },
];

const job = (id: string, kind: Job['kind'], steering: object, result: unknown): Job =>
  newJob({
    id,
    kind,
    title: '',
    createdAt: 1,
    input: { steering },
    vectorIds: ['french'],
    model: jobModel(MODEL_INFO),
    result,
    phase: 'done',
  });

const sweep = (id: string, layer: number, window: Partial<StrengthSweepResult>): Job =>
  job(id, 'strengthSweep', { layer, operator: 'setProjection' }, window);

/** The page after these jobs, of which it has forgotten all but what they found out. */
function withJobs(...list: Job[]): AppState {
  const found = list.flatMap((each) => findingOf(each) ?? []);
  return { ...INITIAL_STATE, steering: QUESTION.steering, findings: found.reduce(withFinding, []) };
}

describe('what jobs found out about the vector on the card', () => {
  it('is nothing before there were any, and while one has no result', () => {
    expect([selectStrengthWindow(withJobs()), selectLayerScores(withJobs())]).toEqual([null, null]);
    const open = { ...sweep('a', 1, WINDOW), result: null };
    expect(selectStrengthWindow(withJobs(open))).toBeNull();
  });

  it('is the window of the newest sweep at the layer and by the operator that are set', () => {
    const newest = { ...WINDOW, degeneratesAbove: 3 };
    const state = withJobs(sweep('a', 1, WINDOW), sweep('b', 1, newest), sweep('c', 2, WINDOW));
    expect(selectStrengthWindow(state)).toEqual(newest);
    const withCard = (change: Partial<SteeringCard>): AppState => ({
      ...state,
      steering: withSelectedCard(state.steering, (card) => ({ ...card, ...change })),
    });
    expect(selectStrengthWindow(withCard({ operator: 'add' }))).toBeNull();
    expect(selectStrengthWindow(withCard({ layer: 0 }))).toBeNull();
  });

  it('is nothing that was found out about another vector, or about several together', () => {
    const other = { ...sweep('a', 1, WINDOW), vectorIds: ['german'] };
    const both = { ...sweep('b', 1, WINDOW), vectorIds: ['french', 'german'] };
    expect(selectStrengthWindow(withJobs(other, both))).toBeNull();
  });

  it('is what four conditions found it to cost, with the setting that was measured', () => {
    const setting = { layer: 2, operator: 'setProjection', strength: 1.2 };
    const evaluation = (
      id: string,
      perplexityRatio: number | null,
      applied: object[] = [{ setting }],
    ): Job => ({
      ...job(
        id,
        'evaluation',
        {},
        {
          comparisons: [{ base: 'plain', steered: 'steered', prompts: 8, perplexityRatio }],
        },
      ),
      input: { applied } as never,
    });
    const state = withJobs(evaluation('a', 9), evaluation('b', 3.7), evaluation('c', null));
    const cost = selectMeasuredCost(state);
    expect(cost).toMatchObject({ layer: 2, strength: 1.2, prompts: 8, perplexityRatio: 3.7 });
    expect(selectMeasuredCost(withJobs(evaluation('d', 2, [{ setting }, { setting }])))).toBeNull();
    expect(readFindings(JSON.parse(JSON.stringify(state.findings)))).toEqual(state.findings);
    expect(readFindings([{ ...cost, perplexityRatio: 'much' }])).toEqual([]);
  });

  it('is the scores of the newest layer search by the operator', () => {
    const search = job('a', 'layerSearch', { operator: 'setProjection', strength: 1 }, { layers: SCORES });
    expect(selectLayerScores(withJobs(search))).toBe(SCORES);
    const fast = job('c', 'fastLayerSearch', { operator: 'setProjection', strength: 1 }, { layers: [] });
    expect(selectLayerScores(withJobs(fast))).toEqual([]);
    expect(selectLayerScores(withJobs(search, fast))).toBe(SCORES);
    const byAdding = job('b', 'layerSearch', { operator: 'add', strength: 1 }, { layers: [] });
    expect(selectLayerScores(withJobs(search, byAdding))).toBe(SCORES);
  });

  it('holds for the model that it was found on', () => {
    const state = withJobs(sweep('a', 1, WINDOW));
    const on = (id: string): AppState => ({
      ...state,
      model: { ...state.model, info: { ...MODEL_INFO, id } },
    });
    expect(selectStrengthWindow(on('embedded'))).toEqual(WINDOW);
    expect(selectStrengthWindow(on('owner/other'))).toBeNull();
  });
});

describe('findings', () => {
  const findings = (...jobs: Job[]): FindingsState => withJobs(...jobs).findings;
  const search = job('a', 'layerSearch', { operator: 'add', strength: 1 }, { layers: SCORES });

  it('of the same kind about the same are one: the newest', () => {
    expect(findings(sweep('a', 1, WINDOW), sweep('b', 1, { ...WINDOW, from: 0 }))).toMatchObject([
      { window: { from: 0 } },
    ]);
    expect(findings(sweep('a', 1, WINDOW), sweep('b', 2, WINDOW), search)).toHaveLength(3);
  });

  it('come back from storage as they were', () => {
    const all = findings(sweep('a', 1, WINDOW), search);
    expect(readFindings(JSON.parse(JSON.stringify(all)))).toEqual(all);
  });

  it.each([
    [null],
    [{}],
    [[null, {}, { kind: 'window' }]],
    [[{ ...findings(search)[0], layers: [{ layer: 1 }] }]],
    [[{ ...findings(sweep('a', 1, WINDOW))[0], window: { ...WINDOW, from: 'low' } }]],
    [[{ ...findings(search)[0], operator: 'multiply' }]],
  ])('are left out where they are not whole: %j', (stored) => {
    expect(readFindings(stored)).toEqual([]);
  });

  it('of the oldest kind make room', () => {
    const many = Array.from({ length: 120 }, (_, layer) => sweep(String(layer), layer, WINDOW));
    const kept = findings(...many);
    expect(kept).toHaveLength(100);
    expect(kept[0]).toMatchObject({ layer: 20 });
  });
});
