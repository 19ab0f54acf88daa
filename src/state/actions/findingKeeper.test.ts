import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { jobModel, newJob, withChange, withJob, withoutJob } from '../jobs/jobs.ts';
import type { Store } from '../store.ts';
import { MODEL_INFO } from '../testValues.ts';
import { updateSlice } from './context.ts';
import { keepFindings } from './findingKeeper.ts';

it('what a job has found out stays when the job is forgotten, and is found anew when it runs again', () => {
  const store = createStore<AppState>()(() => INITIAL_STATE) as Store;
  keepFindings({ store });
  const search = newJob({
    id: 'a',
    kind: 'layerSearch',
    title: '',
    createdAt: 1,
    input: { steering: { operator: 'add', strength: 1 } },
    vectorIds: ['french'],
    model: jobModel(MODEL_INFO),
    phase: 'running',
  });
  const layers = () => store.getState().findings.map((each) => each.kind === 'layers' && each.layers);
  updateSlice(store, 'jobs', (jobs) => withJob(jobs, search));
  expect(layers()).toEqual([]);
  updateSlice(store, 'jobs', (jobs) => withChange(jobs, 'a', { phase: 'done', result: { layers: [] } }));
  expect(layers()).toEqual([[]]);
  const score = { layer: 1, passed: 3, total: 4, degenerate: 0, score: 0.75, interval: [0.3, 0.95] };
  updateSlice(store, 'jobs', (jobs) => withChange(jobs, 'a', { result: { layers: [score] } }));
  updateSlice(store, 'jobs', (jobs) => withoutJob(jobs, 'a'));
  expect(layers()).toEqual([[score]]);
});
