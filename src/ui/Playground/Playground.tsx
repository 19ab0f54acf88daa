/** The playground: what I do on the left, what happens in the centre. */
import { useEffect } from 'react';
import { isRunning } from '../../state/selectors.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { ChecksPanel } from '../ChecksPanel/ChecksPanel.tsx';
import { AlertBox } from '../Messages/AlertBox.tsx';
import { Notices } from '../Messages/Notices.tsx';
import { StatusRow } from '../Messages/StatusRow.tsx';
import { ComparePanel } from '../OutputPanel/ComparePanel.tsx';
import { OutputPair } from '../OutputPanel/OutputPair.tsx';
import { PromptPanel } from '../PromptPanel/PromptPanel.tsx';
import { SettingsPanel } from '../SettingsPanel/SettingsPanel.tsx';
import { SteerPanel } from '../SteerPanel/SteerPanel.tsx';
import './Playground.css';

export function Playground() {
  useRunKeys();
  return (
    <div className="playground">
      <h1 className="visually-hidden">Playground</h1>
      <div className="playground-centre">
        <PromptPanel />
        <StatusRow />
        <AlertBox />
        <OutputPair />
        <Notices />
      </div>
      <div className="playground-rail">
        <h2 className="eyebrow">Steering</h2>
        <SteerPanel />
        <ComparePanel />
        <ChecksPanel />
        <SettingsPanel />
      </div>
    </div>
  );
}

/** Ctrl or Cmd with Enter generates, Escape stops, wherever the focus is. */
function useRunKeys(): void {
  const running = useAppState(isRunning);
  const { generate, stop } = useActions();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && running) stop();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !running) {
        event.preventDefault();
        void generate();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [running, generate, stop]);
}
