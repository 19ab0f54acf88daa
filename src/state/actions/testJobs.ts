/** Pages with jobs, for tests: a store, a database, and a model that answers by a script. */
import { createStore } from 'zustand/vanilla';
import type { EvaluationInput } from '../../lab/evaluation.ts';
import { GREEDY, MODEL, type ScriptedTiller, scriptedTiller, scriptedVector } from '../../lab/testing.ts';
import type { TillerDatabase } from '../../storage/index.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import { findJob, type Job } from '../jobs/jobs.ts';
import type { Store } from '../store.ts';
import { createJobActions, type JobActions } from './jobActions.ts';
import { createJobLocks, type LockSource } from './jobLocks.ts';
import type { JobNews } from './jobNews.ts';

export const INPUT: EvaluationInput = {
  prompts: [{ text: 'one' }, { text: 'two' }, { text: 'three' }],
  phrasings: ['Use no commas.'],
  checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }],
  applied: [{ vector: scriptedVector(), setting: { layer: 3, operator: 'add', strength: 1 } }],
  decoding: GREEDY,
};

export const tillerOf = (ending = ''): ScriptedTiller =>
  scriptedTiller(
    (text, lane) => {
      const isSteered = (lane.interventions ?? []).length > 0;
      return `this is ${isSteered ? 'steered' : 'plain, as ever'} and answers ${text} at some length${ending}`;
    },
    { score: async (_, text) => ({ logProbs: new Float32Array(1), perplexity: text.length }) },
  );

const NO_NEWS: JobNews = { announce: () => {}, listen: () => {} };

export interface Page {
  store: Store;
  tiller: ScriptedTiller;
  actions: JobActions;
  job(id: string): Job;
}

/** A page over stored data: what a reload leaves is the database, and the model that is loaded again. */
export function pageOn(
  database: TillerDatabase,
  tiller = tillerOf(),
  tab?: LockSource,
  news: JobNews = NO_NEWS,
): Page {
  const model = { ...INITIAL_STATE.model, phase: 'ready' as const, info: MODEL };
  const store = createStore<AppState>()(() => ({ ...INITIAL_STATE, model })) as Store;
  const context = { store, tiller, baseUrl: '', database: async () => database };
  const actions = createJobActions(context, undefined, createJobLocks(tab), news);
  return { store, tiller, actions, job: (id) => findJob(store.getState().jobs, id)! };
}

/** Resolves when a condition on the page's state holds. */
export const until = (page: Page, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    if (holds()) return resolve();
    const stop = page.store.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
