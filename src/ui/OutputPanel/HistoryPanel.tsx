/** Runs of before: one press brings one back with its texts. */
import type { PastRun } from '../../state/playground/history.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './HistoryPanel.css';

export function HistoryPanel() {
  const history = useAppState((state) => state.history);
  const { clearHistory } = useActions();
  return (
    <details className="settings-panel history-panel card">
      <summary>
        History
        <span className="muted small numbers">
          {history.length === 0
            ? 'no runs yet'
            : `${history.length} ${history.length === 1 ? 'run' : 'runs'}`}
        </span>
      </summary>
      <div className="settings-fields">
        {history.length === 0 ? (
          <p className="small muted">Finished runs are kept here, in this browser only.</p>
        ) : (
          <>
            <ol className="history-list">
              {history.map((run) => (
                <HistoryItem key={run.id} run={run} />
              ))}
            </ol>
            <button type="button" className="button button-small" onClick={clearHistory}>
              Clear the history
            </button>
          </>
        )}
      </div>
    </details>
  );
}

function HistoryItem({ run: { id, at, question, texts } }: { run: PastRun }) {
  const { restoreRun, deleteRun } = useActions();
  const time = TIME.format(at);
  const verdicts = [texts.unsteered, texts.steered].map((text) => text?.verdict?.word ?? 'no check');
  return (
    <li>
      <button type="button" className="history-run" onClick={() => restoreRun(id)}>
        <span className="history-prompt">{question.prompt}</span>
        <span className="small muted numbers">
          {[question.title, `${verdicts.join(' → ')}`, time].filter(Boolean).join(' · ')}
        </span>
      </button>
      <button
        type="button"
        className="steer-remove"
        aria-label={`Delete the run of ${time}: ${question.prompt.slice(0, 60)}`}
        onClick={() => deleteRun(id)}
      >
        <svg aria-hidden="true" viewBox="0 0 16 16" width="12" height="12">
          <path d="M3 3l10 10M13 3L3 13" />
        </svg>
      </button>
    </li>
  );
}

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });
