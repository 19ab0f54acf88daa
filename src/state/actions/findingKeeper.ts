/** Takes down what finished jobs have found out, before they are forgotten. */
import { findingOf, withFinding } from '../playground/findings.ts';
import { type ActionContext, updateSlice } from './context.ts';

/** @returns nothing: it looks at every change of the jobs by itself */
export function keepFindings({ store }: Pick<ActionContext, 'store'>): void {
  const taken = new Set<unknown>();
  store.subscribe(({ jobs }, before) => {
    if (jobs === before.jobs) return;
    for (const job of jobs.list) {
      // a job that is run again has another result
      if (job.result === null || taken.has(job.result)) continue;
      const finding = findingOf(job);
      if (!finding) continue;
      taken.add(job.result);
      updateSlice(store, 'findings', (findings) => withFinding(findings, finding));
    }
  });
}
