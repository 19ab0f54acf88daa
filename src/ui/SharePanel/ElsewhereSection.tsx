/** The live state for other programs: what to run, with which file, and what it cannot say. */

import { useEffect, useId, useState } from 'react';
import type { Elsewhere, MadeFile, RunPlan } from '../../core/share/elsewhere/plan.ts';
import { pytorchRepository } from '../../core/share/elsewhere/repository.ts';
import { TARGETS, type Target } from '../../core/share/elsewhere/targets.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { downloadFile } from '../downloadFile.ts';
import { CopyButton } from './CopyButton.tsx';

export function ElsewhereSection() {
  const modelId = useAppState((state) => state.model.info?.id ?? 'embedded');
  const [repository, setRepository] = useState(() => pytorchRepository(modelId));
  const [target, setTarget] = useState<Target>(TARGETS[0]!);
  const plan = usePlan(repository);
  const id = useId();
  return (
    <section aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>{t('share.elsewhere')}</h3>
      <fieldset className="segments share-targets" aria-label={t('share.program')}>
        {TARGETS.map((each) => (
          <label key={each.id}>
            <input
              type="radio"
              name={`${id}-target`}
              checked={each.id === target.id}
              onChange={() => setTarget(each)}
            />
            {each.title}
          </label>
        ))}
      </fieldset>
      <p className="small muted">{t(`share.for_${target.id}`)}</p>
      <label className="field-label" htmlFor={`${id}-repository`}>
        {t('share.weights')}
      </label>
      <input
        id={`${id}-repository`}
        className="text-field"
        autoComplete="off"
        spellCheck={false}
        value={repository}
        onChange={({ target }) => setRepository(target.value)}
      />
      {plan ? <Made key={target.id} made={target.make(plan)} /> : null}
    </section>
  );
}

/** Of the state as it stands when the dialog opens. */
function usePlan(repository: string): RunPlan | null {
  const { planElsewhere } = useActions();
  const [plan, setPlan] = useState<RunPlan | null>(null);
  useEffect(() => {
    let isWanted = true;
    void planElsewhere(repository.trim()).then((made) => {
      if (isWanted) setPlan(made);
    });
    return () => {
      isWanted = false;
    };
  }, [planElsewhere, repository]);
  return plan;
}

function Made({ made }: { made: Elsewhere }) {
  if (made.kind === 'refused') {
    return (
      <ul className="share-refused small" aria-label={t('share.whyNot')}>
        {made.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    );
  }
  const commands = made.commands.join('\n');
  return (
    <>
      {made.files.map((file) => (
        <FileView key={file.name} file={file} />
      ))}
      <h4 className="small">{t('share.commands')}</h4>
      {/* reachable by keyboard, as it scrolls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <section className="share-code" aria-label={t('share.commands')} tabIndex={0}>
        <pre>{commands}</pre>
      </section>
      <div className="share-row">
        <CopyButton name={t('share.copyCommands')} text={commands} />
      </div>
      <ul className="share-notes small muted">
        {made.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}

function FileView({ file: { name, content } }: { file: MadeFile }) {
  return (
    <>
      {typeof content === 'string' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region
        <section className="share-code" aria-label={name} tabIndex={0}>
          <pre>{content}</pre>
        </section>
      ) : null}
      <div className="share-row">
        <button type="button" className="button button-small" onClick={() => downloadFile(name, content)}>
          {t('share.saveNamed', { name })}
        </button>
        {typeof content === 'string' ? (
          <CopyButton name={t('share.copyNamed', { name })} text={content} />
        ) : null}
      </div>
    </>
  );
}
