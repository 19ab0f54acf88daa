/** The lesson's experiment on the loaded model: progress while it runs, a way to stop it, and what came out. */
import { useId } from 'react';
import type { ExperimentStep } from '../../learn/experiments/experiment.ts';
import type { Lesson } from '../../learn/lesson.ts';
import type { Prose } from '../../learn/prose.ts';
import { RECORD } from '../../learn/recorded.ts';
import { titleFor } from '../../learn/titles.ts';
import { displayName } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { LoadProgress } from '../ModelPanel/LoadProgress.tsx';
import { AnswerCards } from './AnswerCards.tsx';
import { ExperimentView } from './ExperimentView.tsx';
import { useProse } from './prose.tsx';

export function LiveCard({ lesson }: { lesson: Lesson }) {
  const { id } = lesson;
  const run = useAppState((state) => (state.learn.run?.lesson === id ? state.learn.run : null));
  const live = useAppState((state) => state.learn.results[id]);
  const isBusy = useAppState((state) => state.learn.run?.phase === 'running');
  const heading = useId();
  const isRunning = run?.phase === 'running';
  return (
    <section className="live card" aria-labelledby={heading}>
      <h2 id={heading}>{t('learn.runLive')}</h2>
      <p>{lesson.live}</p>
      {isRunning ? <Running /> : <Start lesson={lesson} isBusy={isBusy} hasResult={live !== undefined} />}
      {run?.phase === 'failed' ? (
        <p className="live-problem" role="alert">
          {run.error?.message} {t('learn.failed')}
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
            {t(live.isMeasured ? 'learn.liveOn' : 'learn.liveGuessed', { model: live.modelName })}
          </p>
          <ExperimentView result={live.result} />
        </>
      ) : (
        <>
          <p className="small muted">{t('learn.recordedOn')}</p>
          <ExperimentView result={RECORD.experiments[id]} />
        </>
      )}
    </section>
  );
}

function announcement(phase: 'running' | 'stopped' | 'failed' | null, hasResult: boolean): string {
  if (phase === 'running') return t('learn.runs');
  if (phase === 'stopped') return t('learn.stopped');
  return phase === null && hasResult ? t('learn.isDone') : '';
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
          {t('learn.loadToRun')}
        </button>
      </div>
    );
  }
  if (phase === 'loading') return <LoadProgress />;
  const model = info ? displayName(info.id, manifest) : null;
  return (
    <div className="learn-actions">
      <button
        type="button"
        className="button button-primary"
        disabled={phase !== 'ready' || isBusy}
        onClick={() => void runExperiment(lesson.id)}
      >
        {runWords(model, hasResult)}
      </button>
      {isBusy ? <span className="small muted">{t('learn.otherRuns')}</span> : null}
    </div>
  );
}

function runWords(model: string | null, isAgain: boolean): string {
  if (model === null) return isAgain ? t('learn.runAgain') : t('learn.run');
  return isAgain ? t('learn.runAgainOn', { model }) : t('learn.runOn', { model });
}

function Running() {
  const { steps } = useProse().experiments;
  const update = useAppState((state) => state.learn.run?.update ?? null);
  const { stopExperiment } = useActions();
  const isKnown = update !== null && update.total > 0;
  return (
    <div className="live-running small">
      <span className="numbers">
        {isKnown
          ? t('learn.stepProgress', {
              step: stepText(update.step, steps),
              done: update.done,
              total: update.total,
            })
          : update
            ? stepText(update.step, steps)
            : t('learn.begins')}
      </span>
      <progress
        className="thin-bar"
        aria-label={t('learn.experiment')}
        {...(isKnown ? { value: update.done, max: update.total } : {})}
      />
      <button type="button" className="button button-small" onClick={stopExperiment}>
        {t('learn.stop')}
      </button>
    </div>
  );
}

function stepText(step: ExperimentStep, words: Prose['experiments']['steps']): string {
  if (step.kind === 'pushing') return words.pushing(step);
  return step.kind === 'fitting' ? words.fitting({ title: titleFor(step.instruction) }) : words[step.kind];
}
