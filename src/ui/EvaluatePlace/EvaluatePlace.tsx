/** The Evaluate place: where a vector works, how strongly, how well, and with which others. */
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { SECTIONS, type Section } from '../../state/evaluate/evaluate.ts';
import { selectedCard } from '../../state/playground/steering.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { AlertBox } from '../Messages/AlertBox.tsx';
import { StatusRow } from '../Messages/StatusRow.tsx';
import { SectionForm } from './SectionForm.tsx';
import { SectionResult } from './SectionResult.tsx';
import './EvaluatePlace.css';
import { t } from '../../text/text.ts';

export function EvaluatePlace() {
  const section = useAppState((state) => state.evaluate.section);
  const id = useId();
  useFirstVector();
  return (
    <div className="evaluate-place">
      <h1>{t('shell.evaluate')}</h1>
      <AlertBox />
      <StatusRow about="model" />
      <SectionTabs section={section} id={id} />
      <div
        key={section}
        className="evaluate-columns"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${section}`}
      >
        <SectionForm section={section} />
        <SectionResult section={section} />
      </div>
    </div>
  );
}

/** Arrow keys move between the tabs; one of them is a stop of the Tab key. */
function SectionTabs({ section, id }: { section: Section; id: string }) {
  const { setEvaluate } = useActions();
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const index = SECTIONS.indexOf(section);
    const last = SECTIONS.length - 1;
    const targets: Record<string, number> = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index === 0 ? last : index - 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    const next = target === undefined ? undefined : SECTIONS[target];
    if (!next) return;
    event.preventDefault();
    setEvaluate({ section: next });
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next}`)}`)?.focus();
  }

  return (
    <div
      ref={list}
      className="evaluate-tabs"
      role="tablist"
      aria-label={t('evaluate.sections')}
      onKeyDown={onKeyDown}
    >
      {SECTIONS.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`${id}-${each}`}
          aria-selected={each === section}
          aria-controls={`${id}-panel`}
          tabIndex={each === section ? 0 : -1}
          onClick={() => setEvaluate({ section: each })}
        >
          {t(`evaluate.section_${each}`)}
        </button>
      ))}
    </div>
  );
}

/** The place opens with what the playground steers by. */
function useFirstVector(): void {
  const isEmpty = useAppState(({ evaluate }) => evaluate.vectors[0]?.id === null);
  const chosenId = useAppState((state) => selectedCard(state.steering).chosenId);
  const areRead = useAppState(
    ({ presets, library }) => presets.phase !== 'loading' && library.phase !== 'loading',
  );
  const { chooseEvaluated } = useActions();
  useEffect(() => {
    if (isEmpty && chosenId !== null && areRead) chooseEvaluated(0, chosenId);
  }, [isEmpty, chosenId, areRead, chooseEvaluated]);
}
