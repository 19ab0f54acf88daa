/** How fast the loaded model runs on this device: one button, the numbers with what they mean, and earlier results. */
import { reportKey } from '../../benchmark/report.ts';
import { modelName } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { BenchmarkResult } from './BenchmarkResult.tsx';
import './BenchmarkPanel.css';

export function BenchmarkPanel() {
  const { progress, reports, problem } = useAppState((state) => state.benchmark);
  const isReady = useAppState((state) => state.model.phase === 'ready');
  const name = useAppState(modelName);
  const { runBenchmark, stopBenchmark } = useActions();
  return (
    <section className="benchmark card" aria-label="Benchmark">
      <h2>Benchmark</h2>
      <p className="small muted">
        Measures the loaded model on this device: writing, reading, waiting, and how near it comes to what
        memory allows. Takes about a minute; nothing leaves this page.
      </p>
      {progress ? (
        <div className="load-progress small">
          <span>{progress.what}</span>
          <progress
            className="thin-bar"
            aria-label="Benchmark progress"
            {...(progress.total > 0 ? { value: progress.done, max: progress.total } : {})}
          />
          <span className="muted numbers">
            {progress.total > 0 ? `${progress.done} of ${progress.total}` : ''}
          </span>
          <button type="button" className="button button-small" onClick={stopBenchmark}>
            Cancel
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
            Run benchmark
          </button>
          {isReady ? null : <span className="small muted">Load a model first.</span>}
          {isReady ? <span className="small muted">{name}</span> : null}
        </div>
      )}
      {problem ? (
        <p className="benchmark-problem small" role="alert">
          The benchmark ended without a result: {problem}
        </p>
      ) : null}
      {reports.map((report, index) => (
        <BenchmarkResult key={reportKey(report)} report={report} isOpen={index === 0} />
      ))}
    </section>
  );
}
