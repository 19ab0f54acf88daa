/** The lesson's experiment on the loaded model: progress while it runs, a way to stop it, and what came out. */
import { useId } from 'react';
import type { Lesson } from '../../learn/lesson.ts';
import { RECORD } from '../../learn/recorded.ts';
import { displayName } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { LoadProgress } from '../ModelPanel/LoadProgress.tsx';
import { AnswerCards } from './AnswerCards.tsx';
import { ExperimentView } from './ExperimentView.tsx';

export function LiveCard({ lesson }: { lesson: Lesson }) {
  const { id } = lesson;
  const run = useAppState((state) => (state.learn.run?.lesson === id ? state.learn.run : null));
  const live = useAppState((state) => state.learn.results[id]);
  const isBusy = useAppState((state) => state.learn.run?.phase === 'running');
  const heading = useId();
  const isRunning = run?.phase === 'running';
  return (
    <section className="live card" aria-labelledby={heading}>
      <h2 id={heading}>Run it live</h2>
      <p>{lesson.live}</p>
      {isRunning ? <Running /> : <Start lesson={lesson} isBusy={isBusy} hasResult={live !== undefined} />}
      {run?.phase === 'failed' ? (
        <p className="live-problem" role="alert">
          {run.error?.message} The recorded result is below; try again when the cause is gone.
        </p>
      ) : null}
      <p className="visually-hidden" aria-live="polite">
        {announcement(run?.phase ?? null, live !== undefined)}
      </p>
      {isRunning && run.update?.answers ? (
        <AnswerCards answers={run.update.answers} />
      ) : live ? (
        <>
          <p className="small muted">
            On {live.modelName}, in this page
            {live.isMeasured
              ? ''
              : '. The vectors were made just now from a few pairs, and layers are guessed by depth'}
            .
          </p>
          <ExperimentView result={live.result} />
        </>
      ) : (
        <>
          <p className="small muted">Recorded on the embedded model; run it to see your own.</p>
          <ExperimentView result={RECORD.experiments[id]} />
        </>
      )}
    </section>
  );
}

function announcement(phase: 'running' | 'stopped' | 'failed' | null, hasResult: boolean): string {
  if (phase === 'running') return 'The experiment runs';
  if (phase === 'stopped') return 'Stopped';
  return phase === null && hasResult ? 'The experiment is done' : '';
}

function Start({ lesson, isBusy, hasResult }: { lesson: Lesson; isBusy: boolean; hasResult: boolean }) {
  const phase = useAppState((state) => state.model.phase);
  const info = useAppState((state) => state.model.info);
  const manifest = useAppState((state) => state.model.manifest);
  const { runExperiment, loadEmbedded } = useActions();
  if (phase === 'none') {
    return (
      <div className="learn-actions">
        <button type="button" className="button button-primary" onClick={() => void loadEmbedded()}>
          Load the embedded model to run it
        </button>
      </div>
    );
  }
  if (phase === 'loading') return <LoadProgress />;
  const words = hasResult ? 'Run it again' : 'Run it';
  return (
    <div className="learn-actions">
      <button
        type="button"
        className="button button-primary"
        disabled={phase !== 'ready' || isBusy}
        onClick={() => void runExperiment(lesson.id)}
      >
        {info ? `${words} on ${displayName(info.id, manifest)}` : words}
      </button>
      {isBusy ? <span className="small muted">The experiment of another lesson runs.</span> : null}
    </div>
  );
}

function Running() {
  const update = useAppState((state) => state.learn.run?.update ?? null);
  const { stopExperiment } = useActions();
  const isKnown = update !== null && update.total > 0;
  return (
    <div className="live-running small">
      <span className="numbers">
        {update?.words ?? 'Begins'}
        {isKnown ? `, ${update.done} of ${update.total}` : ''}
      </span>
      <progress
        className="thin-bar"
        aria-label="Experiment"
        {...(isKnown ? { value: update.done, max: update.total } : {})}
      />
      <button type="button" className="button button-small" onClick={stopExperiment}>
        Stop
      </button>
    </div>
  );
}
