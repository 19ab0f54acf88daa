/** The playground: what I do on the left, what happens in the centre. */

import { lazy, Suspense, useEffect, useState } from 'react';
import { isRunning } from '../../state/selectors.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { ChecksPanel } from '../ChecksPanel/ChecksPanel.tsx';
import { AlertBox } from '../Messages/AlertBox.tsx';
import { Notices } from '../Messages/Notices.tsx';
import { StatusRow } from '../Messages/StatusRow.tsx';
import { ComparePanel } from '../OutputPanel/ComparePanel.tsx';
import { HistoryPanel } from '../OutputPanel/HistoryPanel.tsx';
import { OutputPair } from '../OutputPanel/OutputPair.tsx';
import { SweepStrip } from '../OutputPanel/SweepStrip.tsx';
import { PromptPanel } from '../PromptPanel/PromptPanel.tsx';
import { SettingsPanel } from '../SettingsPanel/SettingsPanel.tsx';
import { SteerPanel } from '../SteerPanel/SteerPanel.tsx';
import './Playground.css';

const InsidePanel = lazy(async () => ({
  default: (await import('../InsidePanel/InsidePanel.tsx')).InsidePanel,
}));

export function Playground() {
  useRunKeys();
  return (
    <div className="playground">
      <h1 className="visually-hidden">{t('playground.heading')}</h1>
      <div className="playground-centre">
        <PromptPanel />
        <StatusRow />
        <AlertBox />
        <OutputPair />
        <SweepStrip />
        <Inside />
        <Notices />
      </div>
      <div className="playground-rail">
        <h2 className="eyebrow">{t('playground.steering')}</h2>
        <SteerPanel />
        <ComparePanel />
        <ChecksPanel />
        <SettingsPanel />
        <HistoryPanel />
      </div>
    </div>
  );
}

/** Most visits do not look inside: what is needed for it comes when it is opened. */
function Inside() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className="settings-panel card"
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary>
        {t('playground.seeInside')}
        <span className="muted small">{t('playground.seeInsideHint')}</span>
      </summary>
      <Suspense>{isOpen ? <InsidePanel /> : null}</Suspense>
    </details>
  );
}

/** Ctrl or Cmd with Enter generates, Escape stops, wherever the focus is. */
function useRunKeys(): void {
  const running = useAppState(isRunning);
  const isBusy = useAppState((state) => isRunning(state) || state.sweep.isRunning);
  const { generate, stop, stopSweep } = useActions();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && isBusy) {
        stop();
        stopSweep();
      }
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !running) {
        event.preventDefault();
        void generate();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [running, isBusy, generate, stop, stopSweep]);
}
