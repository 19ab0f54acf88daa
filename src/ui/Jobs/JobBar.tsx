/** The one progress bar of long work, at the foot of every place: how far it is, and the ways to stop it or go on. */

import { useEffect, useRef, useState } from 'react';
import { sectionOf } from '../../state/evaluate/evaluate.ts';
import { isFinished, isInOtherTab, type Job } from '../../state/jobs/jobs.ts';
import {
  announcementKey,
  jobAnnouncement,
  jobText,
  jobTitle,
  type ShownJob,
  shownJob,
} from '../../state/jobs/words.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { placeHref } from '../places.ts';
import './Jobs.css';

export function JobBar() {
  const jobs = useAppState((state) => state.jobs);
  const shown = shownJob(jobs);
  return (
    <>
      {shown ? <Bar shown={shown} notice={jobs.notice} /> : null}
      <Announcement shown={shown} />
    </>
  );
}

function Bar({ shown: { job, others }, notice }: { shown: ShownJob; notice: string | null }) {
  const { done, total, phase } = job;
  const title = jobTitle(job);
  const text = jobText(job);
  return (
    <section className="job-bar" data-phase={phase} aria-label={t('jobs.label')}>
      <div className="job-bar-words">
        <p className="job-bar-title">
          {title}
          {others > 0 ? <span className="small muted"> {t('jobs.more', { count: others })}</span> : null}
        </p>
        <p className="small muted numbers">{text}</p>
        {notice && !isFinished(job) ? (
          <p className="small muted">{t('jobs.notice', { detail: notice })}</p>
        ) : null}
      </div>
      {phase === 'done' || isInOtherTab(job) ? null : (
        <progress
          aria-label={title}
          aria-valuetext={text}
          {...(total > 0 ? { value: done, max: total } : { value: 0, max: 1 })}
        />
      )}
      <div className="job-bar-buttons">
        <Buttons job={job} />
      </div>
    </section>
  );
}

/** The same places for the same buttons, whatever the phase. What another tab has is stopped there. */
function Buttons({ job }: { job: Job }) {
  const { id, kind, phase } = job;
  const { showJob } = useActions();
  return (
    <>
      {sectionOf(kind) === null ? null : (
        <a className="button button-small" href={placeHref('evaluate')} onClick={() => showJob(id)}>
          {t('jobs.show')}
        </a>
      )}
      {isInOtherTab(job) ? null : <Controls id={id} phase={phase} />}
    </>
  );
}

function Controls({ id, phase }: Pick<Job, 'id' | 'phase'>) {
  const { pauseJob, resumeJob, cancelJob, dismissJobs } = useActions();
  const isOpen = phase === 'queued' || phase === 'running' || phase === 'paused';
  return (
    <>
      {phase === 'queued' || phase === 'running' ? (
        <button type="button" className="button button-small" onClick={() => pauseJob(id)}>
          {t('jobs.pause')}
        </button>
      ) : null}
      {phase === 'paused' || phase === 'failed' || phase === 'cancelled' ? (
        <button type="button" className="button button-small" onClick={() => resumeJob(id)}>
          {t(phase === 'failed' ? 'jobs.tryAgain' : 'jobs.resume')}
        </button>
      ) : null}
      {isOpen ? (
        <button type="button" className="button button-small" onClick={() => cancelJob(id)}>
          {t('jobs.cancel')}
        </button>
      ) : (
        <button type="button" className="button button-small" onClick={dismissJobs}>
          {t('jobs.close')}
        </button>
      )}
    </>
  );
}

/** Milliseconds between two announcements, so that a screen reader is not talked over. */
const QUIET_MS = 4000;

/** Stays in the page while there is nothing to say: a live region has to be there before its text. */
function Announcement({ shown }: { shown: ShownJob | null }) {
  const key = shown ? announcementKey(shown) : '';
  const text = shown ? jobAnnouncement(shown) : '';
  const newest = useRef(text);
  newest.current = text;
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  const [said, say] = useState('');
  useEffect(() => {
    if (key === '') return;
    const wait = Math.max(0, lastAt.current + QUIET_MS - performance.now());
    const timer = setTimeout(() => {
      lastAt.current = performance.now();
      say(newest.current);
    }, wait);
    return () => clearTimeout(timer);
  }, [key]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}
