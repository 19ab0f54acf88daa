/** Any instruction in the user's own words, and the one press that turns it into steering. */

import { type FormEvent, useId } from 'react';
import { MAX_INSTRUCTION_LENGTH } from '../../core/pairs/free.ts';
import { pauseWords } from '../../state/jobs/jobs.ts';
import { formatRemaining } from '../../state/jobs/words.ts';
import { type OwnJob, openOwnJob, ownStageText } from '../../state/playground/ownInstruction.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';

export function OwnInstruction() {
  const words = useAppState((state) => state.ownWords);
  const isReady = useAppState((state) => state.model.phase === 'ready');
  const job = useAppState((state) => openOwnJob(state.jobs));
  const canStart = isReady && words.trim() !== '';
  const { setOwnWords, steerOwnWay, cancelOwnWay } = useActions();
  const id = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!job && canStart) steerOwnWay();
  }

  return (
    <form className="own-instruction" onSubmit={submit}>
      <label className="field-label" htmlFor={id}>
        {t('steering.own')}
      </label>
      <div className="own-instruction-row">
        <input
          id={id}
          className="text-field"
          type="text"
          placeholder={t('steering.ownExample')}
          autoComplete="off"
          aria-describedby={job ? undefined : `${id}-hint`}
          maxLength={MAX_INSTRUCTION_LENGTH}
          value={job ? job.input.text : words}
          readOnly={job !== null}
          onChange={({ target }) => setOwnWords(target.value)}
        />
        {/* One button for both, so that the focus stays; no submit button, which would submit as soon as it is one again. */}
        <button
          type="button"
          className="button own-instruction-button"
          disabled={!job && !canStart}
          onClick={({ detail }) => {
            // The second click of a double click would cancel what the first one started.
            if (detail > 1) return;
            if (job) cancelOwnWay();
            else steerOwnWay();
          }}
        >
          {t(job ? 'steering.cancel' : 'steering.ownStart')}
        </button>
      </div>
      <div className="own-instruction-state small">
        {job ? (
          <Progress job={job} />
        ) : (
          <p id={`${id}-hint`} className="muted">
            {t('steering.ownHint')}
          </p>
        )}
      </div>
    </form>
  );
}

/** What is being done, and how far it is. */
function Progress({ job }: { job: OwnJob }) {
  const { phase, done, total, remainingMs } = job;
  return (
    <>
      <progress
        className="thin-bar"
        data-paused={phase === 'paused' || undefined}
        aria-label={t('steering.ownProgress')}
        {...(total > 0 ? { value: done, max: total } : {})}
      />
      <p className="muted numbers">
        {phase === 'paused' ? pauseWords(job) : ownStageText(job)}
        {phase === 'running' && remainingMs !== null
          ? ` · ${t('steering.left', { time: formatRemaining(remainingMs) })}`
          : null}
      </p>
    </>
  );
}
