/** One report: what was measured on what, its numbers, and the file. */
import { type BenchmarkReport, reportKey } from '../../benchmark/report.ts';
import { deviceWords, fileName, numberRows } from '../../state/benchmark/words.ts';
import { useActions } from '../appContext.tsx';
import { downloadFile } from '../downloadFile.ts';

interface BenchmarkResultProps {
  report: BenchmarkReport;
  isOpen: boolean;
}

export function BenchmarkResult({ report, isOpen }: BenchmarkResultProps) {
  const { deleteReport } = useActions();
  const { model, at, isEmulated, selfTest } = report;
  const title = `${model.id}, ${model.dtype} on ${model.backend === 'webgpu' ? 'WebGPU' : 'WebAssembly'}`;
  return (
    <details className="benchmark-result" open={isOpen}>
      <summary>
        <strong>{title}</strong>{' '}
        <span className="small muted">
          {deviceWords(report)} · <time dateTime={at}>{new Date(at).toLocaleString()}</time>
        </span>
      </summary>
      {isEmulated ? (
        <p className="benchmark-warning small">
          Emulated: this WebGPU runs on the processor, so its times say nothing about a graphics card.
        </p>
      ) : null}
      {/* reachable by keyboard, as it scrolls on narrow screens */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="benchmark-scroll" aria-label={`${title}, numbers`} tabIndex={0}>
        <table className="benchmark-table small">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Median</th>
              <th scope="col">Spread</th>
              <th scope="col">What it means</th>
            </tr>
          </thead>
          <tbody>
            {numberRows(report).map(({ name, value, spread, meaning }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="numbers">{value}</td>
                <td className="numbers muted">{spread}</td>
                <td className="muted">{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="small muted">
        Self-test {selfTest.passed ? 'passed' : 'failed'} at load. {selfTest.notices.join(' ')}
      </p>
      <div className="benchmark-start">
        <button
          type="button"
          className="button button-small"
          onClick={() => downloadFile(fileName(report), `${JSON.stringify(report, null, 2)}\n`)}
        >
          Export as JSON
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={`Delete the result of ${title}`}
          onClick={() => deleteReport(reportKey(report))}
        >
          Delete
        </button>
      </div>
    </details>
  );
}
