/** Runs of before: one press brings one back with its texts. */

import type { PastRun } from '../../state/playground/history.ts';
import { shownTitles } from '../../state/playground/presets.ts';
import type { StoredTexts } from '../../state/playground/storedRuns.ts';
import { verdictWord } from '../../state/playground/verdictWords.ts';
import { decimal } from '../../text/numbers.ts';
import { currentLanguage, LANGUAGES, t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './HistoryPanel.css';

export function HistoryPanel() {
  const history = useAppState((state) => state.history);
  const { clearHistory } = useActions();
  return (
    <details className="settings-panel history-panel card">
      <summary>
        {t('playground.history')}
        <span className="muted small numbers">
          {history.length === 0
            ? t('playground.historyEmpty')
            : t('playground.historyCount', { count: history.length })}
        </span>
      </summary>
      <div className="settings-fields">
        {history.length === 0 ? (
          <p className="small muted">{t('playground.historyHint')}</p>
        ) : (
          <>
            <ol className="history-list">
              {history.map((run) => (
                <HistoryItem key={run.id} run={run} />
              ))}
            </ol>
            <button type="button" className="button button-small" onClick={clearHistory}>
              {t('playground.historyClear')}
            </button>
          </>
        )}
      </div>
    </details>
  );
}

function HistoryItem({ run: { id, at, question, texts } }: { run: PastRun }) {
  const { restoreRun, deleteRun } = useActions();
  const time = timeText(at);
  const verdicts = [texts.unsteered, texts.steered].map((text) =>
    verdictWord(text?.verdict?.word ?? 'no check'),
  );
  return (
    <li>
      <button type="button" className="history-run" onClick={() => restoreRun(id)}>
        <span className="history-prompt" dir="auto">
          {question.prompt}
        </span>
        <span className="small muted numbers">
          {[question.title && shownTitles(question.title), verdicts.join(' → '), costOf(texts), time]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </button>
      <button
        type="button"
        className="steer-remove"
        aria-label={t('playground.historyDelete', { time, prompt: question.prompt.slice(0, 60) })}
        onClick={() => deleteRun(id)}
      >
        <svg aria-hidden="true" viewBox="0 0 16 16" width="12" height="12">
          <path d="M3 3l10 10M13 3L3 13" />
        </svg>
      </button>
    </li>
  );
}

function costOf({ unsteered, steered }: StoredTexts): string {
  const [from, to] = [unsteered?.perplexity ?? null, steered?.perplexity ?? null];
  if (from === null || to === null) return t('cost.notMeasured');
  return t('cost.perplexityFromTo', { from: decimal(from, 1), to: decimal(to, 1) });
}

/** As the browser writes times in English; in another language as that one does. */
function timeText(at: number): string {
  const language = currentLanguage();
  const locale = language === 'en' ? undefined : LANGUAGES[language].locale;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(at);
}
