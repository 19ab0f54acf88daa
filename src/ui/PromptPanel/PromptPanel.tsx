/** The prompt, the button that runs it, and examples. */

import { EXAMPLE_PROMPTS } from '../../state/appState.ts';
import { canUseModel } from '../../state/models/load.ts';
import { isRunning, selectTitle } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import './PromptPanel.css';

export function PromptPanel() {
  const prompt = useAppState((state) => state.prompt);
  const checkText = useAppState((state) => selectTitle(state));
  const { setPrompt } = useActions();
  return (
    <div className="prompt-panel">
      <div className="prompt-box card">
        <textarea
          data-shortcut="prompt"
          aria-label={t('playground.prompt')}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          dir="auto"
          rows={1}
          placeholder={t('playground.promptPlaceholder')}
          value={prompt}
          onChange={({ target }) => setPrompt(target.value)}
        />
        <RunButton />
      </div>
      <div className="prompt-examples small">
        {checkText ? (
          <span className="prompt-instruction">
            <span className="muted">{t('playground.steeredToward')}</span> <strong>{checkText}</strong>
            <span className="muted">{t('playground.promptUnchangedAfter')}</span>
          </span>
        ) : null}
        <ul aria-label={t('playground.examples')}>
          {EXAMPLE_PROMPTS.filter((example) => example !== prompt).map((example) => (
            <li key={example}>
              <button type="button" className="chip" onClick={() => setPrompt(example)}>
                {example}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** One button for both, so that the focus stays where it is. */
function RunButton() {
  const running = useAppState(isRunning);
  const isReady = useAppState((state) => canUseModel(state.model));
  const { generate, stop } = useActions();
  return (
    <button
      type="button"
      className="button button-primary run-button"
      disabled={!running && !isReady}
      onClick={({ detail }) => {
        // The second click of a double click would stop what the first one started.
        if (detail > 1) return;
        if (running) stop();
        else void generate();
      }}
    >
      {t(running ? 'playground.stop' : 'playground.generate')}
    </button>
  );
}
