/** What a section has found: the newest job of its kind or an older one, while it runs and afterwards. */
import { useId } from 'react';
import { SECTION_KINDS, type Section } from '../../state/evaluate/evaluate.ts';
import { isFinished, isJobOf, type Job } from '../../state/jobs/jobs.ts';
import { jobText, jobTitle } from '../../state/jobs/words.ts';
import { currentLanguage, LANGUAGES, t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { ConditionsResult } from './ConditionsResult.tsx';
import { ExclusionResult } from './ExclusionResult.tsx';
import { GridResult } from './GridResult.tsx';
import { LayerResult } from './LayerResult.tsx';
import { StrengthResult } from './StrengthResult.tsx';

export function SectionResult({ section }: { section: Section }) {
  const all = useAppState((state) => state.jobs.list);
  const shownId = useAppState((state) => state.evaluate.shown[section]);
  const jobs = all.filter(({ kind }) => SECTION_KINDS[section].includes(kind));
  const job = jobs.find(({ id }) => id === shownId) ?? jobs.at(-1);
  const heading = useId();
  return (
    <section className="evaluate-result card" aria-labelledby={heading}>
      <div className="evaluate-result-head">
        <h2 id={heading}>{t('evaluate.result')}</h2>
        {jobs.length > 1 && job ? <OtherResults section={section} jobs={jobs} job={job} /> : null}
      </div>
      {job ? (
        <>
          <Standing job={job} />
          <ResultOf job={job} />
        </>
      ) : (
        <p className="muted">{t(`evaluate.empty_${section}`)}</p>
      )}
    </section>
  );
}

/** Whose result it is and how far it is; what can be done about it stands in the progress bar. */
function Standing({ job }: { job: Job }) {
  const { removeJob, resumeJob } = useActions();
  const { phase, id } = job;
  return (
    <div className="evaluate-standing">
      <div>
        <p className="evaluate-subject">{jobTitle(job)}</p>
        <p className="small muted numbers">{jobText(job)}</p>
      </div>
      {isFinished(job) ? (
        <div className="checks-actions">
          {phase === 'done' ? null : (
            <button type="button" className="button button-small" onClick={() => resumeJob(id)}>
              {t('evaluate.goOn')}
            </button>
          )}
          <button type="button" className="button button-small" onClick={() => removeJob(id)}>
            {t('evaluate.removeResult')}
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
      aria-label={t('evaluate.resultShown')}
      value={job.id}
      onChange={({ target }) => setEvaluate({ shown: { ...shown, [section]: target.value } })}
    >
      {jobs.toReversed().map((each) => (
        <option key={each.id} value={each.id}>
          {t('evaluate.resultOf', {
            title: jobTitle(each),
            time: new Date(each.createdAt).toLocaleString(LANGUAGES[currentLanguage()].locale),
          })}
        </option>
      ))}
    </select>
  );
}
