/** What a section has found: the newest job of its kind or an older one, while it runs and afterwards. */
import { useId } from 'react';
import { SECTION_KINDS, type Section } from '../../state/evaluate/evaluate.ts';
import { isFinished, isJobOf, type Job } from '../../state/jobs/jobs.ts';
import { jobText } from '../../state/jobs/words.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { ConditionsResult } from './ConditionsResult.tsx';
import { ExclusionResult } from './ExclusionResult.tsx';
import { GridResult } from './GridResult.tsx';
import { LayerResult } from './LayerResult.tsx';
import { StrengthResult } from './StrengthResult.tsx';

const EMPTY: Record<Section, string> = {
  layer: 'The pass rate of every layer appears here while the answers come in.',
  strength: 'The curve from weak to strong appears here while the answers come in.',
  conditions: 'The table of the conditions appears here while the answers come in.',
  compose: 'The grid of strengths appears here while the answers come in.',
  exclude: 'Both ways to leave it out appear here, beside the unsteered answers.',
};

export function SectionResult({ section }: { section: Section }) {
  const all = useAppState((state) => state.jobs.list);
  const shownId = useAppState((state) => state.evaluate.shown[section]);
  const jobs = all.filter(({ kind }) => SECTION_KINDS[section].includes(kind));
  const job = jobs.find(({ id }) => id === shownId) ?? jobs.at(-1);
  const heading = useId();
  return (
    <section className="evaluate-result card" aria-labelledby={heading}>
      <div className="evaluate-result-head">
        <h2 id={heading}>Result</h2>
        {jobs.length > 1 && job ? <OtherResults section={section} jobs={jobs} job={job} /> : null}
      </div>
      {job ? (
        <>
          <Standing job={job} />
          <ResultOf job={job} />
        </>
      ) : (
        <p className="muted">{EMPTY[section]}</p>
      )}
    </section>
  );
}

/** Whose result it is and how far it is; what can be done about it stands in the progress bar. */
function Standing({ job }: { job: Job }) {
  const { removeJob, resumeJob } = useActions();
  const { title, phase, id } = job;
  return (
    <div className="evaluate-standing">
      <div>
        <p className="evaluate-subject">{title}</p>
        <p className="small muted numbers">{jobText(job)}</p>
      </div>
      {isFinished(job) ? (
        <div className="checks-actions">
          {phase === 'done' ? null : (
            <button type="button" className="button button-small" onClick={() => resumeJob(id)}>
              Go on with it
            </button>
          )}
          <button type="button" className="button button-small" onClick={() => removeJob(id)}>
            Remove this result
          </button>
        </div>
      ) : null}
    </div>
  );
}

function ResultOf({ job }: { job: Job }) {
  if (isJobOf(job, 'layerSearch')) return <LayerResult job={job} />;
  if (isJobOf(job, 'fastLayerSearch')) return <LayerResult job={job} />;
  if (isJobOf(job, 'strengthSweep')) return <StrengthResult job={job} />;
  if (isJobOf(job, 'evaluation')) return <ConditionsResult job={job} />;
  if (isJobOf(job, 'compositionGrid')) return <GridResult job={job} />;
  if (isJobOf(job, 'exclusion')) return <ExclusionResult job={job} />;
  return null;
}

function OtherResults({ section, jobs, job }: { section: Section; jobs: readonly Job[]; job: Job }) {
  const shown = useAppState((state) => state.evaluate.shown);
  const { setEvaluate } = useActions();
  return (
    <select
      className="select-field evaluate-others"
      aria-label="Result shown"
      value={job.id}
      onChange={({ target }) => setEvaluate({ shown: { ...shown, [section]: target.value } })}
    >
      {jobs.toReversed().map(({ id, title, createdAt }) => (
        <option key={id} value={id}>
          {title}, {new Date(createdAt).toLocaleString()}
        </option>
      ))}
    </select>
  );
}
