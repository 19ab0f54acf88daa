/** How fast the loaded model runs on this device: one button, the numbers with what they mean, and earlier results. */
import { reportKey } from '../../benchmark/report.ts';
import { modelName } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { BenchmarkResult } from './BenchmarkResult.tsx';
import './BenchmarkPanel.css';
import { stepText } from '../../state/benchmark/words.ts';
import { t } from '../../text/text.ts';

export function BenchmarkPanel() {
  const { progress, reports, problem } = useAppState((state) => state.benchmark);
  const isReady = useAppState((state) => state.model.phase === 'ready');
  const name = useAppState(modelName);
  const { runBenchmark, stopBenchmark } = useActions();
  return (
    <section className="benchmark card" aria-label={t('benchmark.title')}>
      <h2>{t('benchmark.title')}</h2>
      <p className="small muted">{t('benchmark.about')}</p>
      {progress ? (
        <div className="load-progress small">
          <span>{stepText(progress.step)}</span>
          <progress
            className="thin-bar"
            aria-label={t('benchmark.progress')}
            {...(progress.total > 0 ? { value: progress.done, max: progress.total } : {})}
          />
          <span className="muted numbers">
            {progress.total > 0 ? t('benchmark.counted', { done: progress.done, total: progress.total }) : ''}
          </span>
          <button type="button" className="button button-small" onClick={stopBenchmark}>
            {t('benchmark.cancel')}
          </button>
        </div>
      ) : (
        <div className="benchmark-start">
          <button
            type="button"
            className="button button-primary"
            disabled={!isReady}
            onClick={() => void runBenchmark()}
          >
            {t('benchmark.run')}
          </button>
          {isReady ? null : <span className="small muted">{t('benchmark.loadFirst')}</span>}
          {isReady ? <span className="small muted">{name}</span> : null}
        </div>
      )}
      {problem ? (
        <p className="benchmark-problem small" role="alert">
          {t('benchmark.ended', { problem })}
        </p>
      ) : null}
      {reports.map((report, index) => (
        <BenchmarkResult key={reportKey(report)} report={report} isOpen={index === 0} />
      ))}
    </section>
  );
}
