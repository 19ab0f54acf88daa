/** One report: what was measured on what, its numbers, and the file. */
import { type BenchmarkReport, reportKey } from '../../benchmark/report.ts';
import { deviceWords, fileName, numberRows } from '../../state/benchmark/words.ts';
import { currentLanguage, LANGUAGES, t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';
import { downloadFile } from '../downloadFile.ts';

/** In full: WASM is its name elsewhere on the page, where there is less room. */
const BACKENDS = { webgpu: 'WebGPU', wasm: 'WebAssembly' } as const;

interface BenchmarkResultProps {
  report: BenchmarkReport;
  isOpen: boolean;
}

export function BenchmarkResult({ report, isOpen }: BenchmarkResultProps) {
  const { deleteReport } = useActions();
  const { model, at, isEmulated, selfTest } = report;
  const title = t('benchmark.resultTitle', {
    model: model.id,
    dtype: model.dtype,
    backend: BACKENDS[model.backend],
  });
  return (
    <details className="benchmark-result" open={isOpen}>
      <summary>
        <strong>{title}</strong>{' '}
        <span className="small muted">
          {deviceWords(report)} ·{' '}
          <time dateTime={at}>{new Date(at).toLocaleString(LANGUAGES[currentLanguage()].locale)}</time>
        </span>
      </summary>
      {isEmulated ? <p className="benchmark-warning small">{t('benchmark.emulatedHint')}</p> : null}
      {/* reachable by keyboard, as it scrolls on narrow screens */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="benchmark-scroll" aria-label={t('benchmark.numbers', { title })} tabIndex={0}>
        <table className="benchmark-table small">
          <thead>
            <tr>
              <th scope="col">{t('benchmark.what')}</th>
              <th scope="col">{t('benchmark.median')}</th>
              <th scope="col">{t('benchmark.spread')}</th>
              <th scope="col">{t('benchmark.meaning')}</th>
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
        {t(selfTest.passed ? 'benchmark.selfTestPassed' : 'benchmark.selfTestFailed')}{' '}
        <span lang="en">{selfTest.notices.join(' ')}</span>
      </p>
      <div className="benchmark-start">
        <button
          type="button"
          className="button button-small"
          onClick={() => downloadFile(fileName(report), `${JSON.stringify(report, null, 2)}\n`)}
        >
          {t('benchmark.exportJson')}
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={t('benchmark.deleteResult', { title })}
          onClick={() => deleteReport(reportKey(report))}
        >
          {t('benchmark.delete')}
        </button>
      </div>
    </details>
  );
}
