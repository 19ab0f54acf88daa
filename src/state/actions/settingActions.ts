/** Actions on the prompt box, the sampling settings and the theme. */
import { INITIAL_SETTINGS, type Sampling, type Theme, withSampling } from '../playground/settings.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface SettingActions {
  setPrompt(prompt: string): void;
  /** What the model is told before the prompt. */
  setSystemPrompt(text: string): void;
  setSampling(key: keyof Sampling, value: number | null): void;
  resetSampling(): void;
  setTheme(theme: Theme): void;
  setPresenting(isPresenting: boolean): void;
  /** Whether keys of one character are shortcuts. */
  setSingleKeys(hasSingleKeys: boolean): void;
}

export function createSettingActions({ store }: ActionContext): SettingActions {
  return {
    setPrompt: (prompt) => store.setState({ prompt }),
    setSystemPrompt: (systemPrompt) =>
      updateSlice(store, 'settings', (settings) => ({ ...settings, systemPrompt })),
    setSampling: (key, value) =>
      updateSlice(store, 'settings', (settings) => ({
        ...settings,
        sampling: withSampling(settings.sampling, key, value),
      })),
    resetSampling: () =>
      updateSlice(store, 'settings', (settings) => ({ ...settings, sampling: INITIAL_SETTINGS.sampling })),
    setTheme: (theme) => updateSlice(store, 'settings', (settings) => ({ ...settings, theme })),
    setPresenting: (isPresenting) =>
      updateSlice(store, 'settings', (settings) => ({ ...settings, isPresenting })),
    setSingleKeys: (hasSingleKeys) =>
      updateSlice(store, 'settings', (settings) => ({ ...settings, hasSingleKeys })),
  };
}
