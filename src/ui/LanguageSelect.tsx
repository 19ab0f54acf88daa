/** The language of the page, each under its own name; what cannot be fetched is said beside it. */
import { isLanguage, LANGUAGES, t } from '../text/text.ts';
import { useActions, useAppState } from './appContext.tsx';

export function LanguageSelect() {
  const { shown, failed } = useAppState((state) => state.language);
  const { setLanguage } = useActions();
  return (
    <>
      <label>
        {t('shell.language')}{' '}
        <select
          value={shown}
          onChange={({ target }) => {
            if (isLanguage(target.value)) void setLanguage(target.value);
          }}
        >
          {Object.entries(LANGUAGES).map(([language, { name }]) => (
            <option key={language} value={language} lang={language}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {failed ? (
        <p role="alert">
          {t('shell.languageFailed', { language: LANGUAGES[failed].name })}{' '}
          <button type="button" onClick={() => void setLanguage(failed)}>
            {t('shell.tryAgain')}
          </button>
        </p>
      ) : null}
    </>
  );
}
