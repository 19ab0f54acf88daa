/** System, light or dark: a native list behind a small picture of what is chosen. */
import { INITIAL_SETTINGS, THEMES, type Theme } from '../../state/playground/settings.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';

const nameOf = (theme: Theme): string => t(`shell.theme_${theme}`);

export function ThemeChoice() {
  const theme = useAppState((state) => state.settings.theme);
  const { setTheme } = useActions();
  return (
    <span className="theme-choice">
      <svg aria-hidden="true" viewBox="0 0 24 24" width="18" height="18">
        <ThemePicture theme={theme} />
      </svg>
      <select
        aria-label={t('shell.theme')}
        title={t('shell.themeIs', { theme: nameOf(theme) })}
        value={theme}
        onChange={({ target }) =>
          setTheme(THEMES.find((each) => each === target.value) ?? INITIAL_SETTINGS.theme)
        }
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {nameOf(each)}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Half and half, a sun, a moon. */
function ThemePicture({ theme }: { theme: Theme }) {
  if (theme === 'dark') return <path d="M19 14.5A8 8 0 0 1 9.5 5a8 8 0 1 0 9.5 9.5z" fill="currentColor" />;
  if (theme === 'light') {
    return (
      <g stroke="currentColor" strokeWidth="2" strokeLinecap="round">
        <circle cx="12" cy="12" r="4" fill="currentColor" />
        <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4" />
      </g>
    );
  }
  return (
    <>
      <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
    </>
  );
}
