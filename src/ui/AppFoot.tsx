/** The last line of every place: what the words on it are, where to read on, and the language of the page. */
import { t } from '../text/text.ts';
import { useActions } from './appContext.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import { placeHref } from './places.ts';
import { ShortcutsButton } from './Shortcuts/ShortcutsButton.tsx';
import './AppFoot.css';

export function AppFoot() {
  const { setPresenting } = useActions();
  return (
    <footer className="app-foot small muted">
      <p>{t('shell.footNote')}</p>
      <ul>
        <li>
          <a href={placeHref('learn', 'responsible-use')}>{t('shell.responsibleUse')}</a>
        </li>
        <li>
          <a href={placeHref('learn', 'glossary')}>{t('shell.glossary')}</a>
        </li>
        <li>
          <button type="button" onClick={() => setPresenting(true)}>
            {t('shell.presenterMode')}
          </button>
        </li>
        <li>
          <ShortcutsButton />
        </li>
        <li>
          <LanguageSelect />
        </li>
      </ul>
    </footer>
  );
}
