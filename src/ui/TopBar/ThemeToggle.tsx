import { useActions, useAppState } from '../appContext.tsx';
import { useMediaQuery } from '../useMediaQuery.ts';

/** Light or dark; follows the system until it is pressed. */
export function ThemeToggle() {
  const theme = useAppState((state) => state.settings.theme);
  const { toggleTheme } = useActions();
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)');
  const isDark = theme === 'system' ? systemIsDark : theme === 'dark';
  return (
    <button
      type="button"
      className="theme-toggle"
      aria-label="Dark theme"
      aria-pressed={isDark}
      onClick={() => toggleTheme(systemIsDark)}
    >
      <svg aria-hidden="true" viewBox="0 0 24 24" width="18" height="18">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
    </button>
  );
}
