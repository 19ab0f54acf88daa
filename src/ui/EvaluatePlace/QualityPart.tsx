/** Whether the answers are still good ones: yes/no questions to the loaded model, or to a stronger judge elsewhere. */
import { useMemo, useState } from 'react';
import { isSteered } from '../../core/evaluate/conditions.ts';
import { toJsonLines } from '../../core/evaluate/generations.ts';
import {
  judgesText,
  openJudgements,
  qualityItems,
  qualityJobOf,
  qualityQuestions,
  qualityTable,
  reliabilityText,
} from '../../state/evaluate/quality.ts';
import { conditionTitle } from '../../state/evaluate/words.ts';
import type { JobOf } from '../../state/jobs/jobs.ts';
import { jobText } from '../../state/jobs/words.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { FileField } from '../controls/FileField.tsx';
import { download } from './download.ts';
import { SummaryTable } from './SummaryTable.tsx';

export function QualityPart({ job }: { job: JobOf<'evaluation'> }) {
  const quality = useAppState((state) => qualityJobOf(state.jobs, job.id));
  const questions = useAppState((state) => qualityQuestions(state, job.vectorIds));
  const { askQuality, readJudgements } = useActions();
  const [taken, setTaken] = useState<readonly string[]>([]);
  const known = quality?.result?.judgements ?? quality?.update?.judgements;
  const judgements = useMemo(
    () => known ?? openJudgements(qualityItems(job), questions),
    [known, job, questions],
  );
  const isOpen = quality !== null && quality.phase !== 'done';
  return (
    <section className="comparison" aria-label={t('evaluate.quality')}>
      <h3>{t('evaluate.quality')}</h3>
      <p className="small muted">{t('evaluate.qualityAbout', { number: questions.length })}</p>
      {known ? <QualityTable judgements={judgements} /> : null}
      {quality ? (
        <p className="small muted">
          {isOpen ? jobText(quality) : t('evaluate.answersJudged', { judges: judgesText(judgements) })}{' '}
          {quality.result?.reliability ? reliabilityText(quality.result.reliability) : ''}
        </p>
      ) : null}
      <div className="checks-actions">
        <button
          type="button"
          className="button button-small"
          disabled={isOpen}
          onClick={() => askQuality(job.id)}
        >
          {t('evaluate.askModel')}
        </button>
        <button
          type="button"
          className="button button-small"
          onClick={() => download('quality.jsonl', toJsonLines(judgements), 'application/jsonl')}
        >
          {t('evaluate.downloadQuestions')}
        </button>
      </div>
      <div>
        <FileField
          label={t('evaluate.filledIn')}
          accept=".jsonl,.json,.txt"
          onPick={(file) => void readJudgements(job.id, file).then(setTaken)}
        />
      </div>
      <div role="status" className="small">
        {taken.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </section>
  );
}

function QualityTable({ judgements }: { judgements: Parameters<typeof qualityTable>[0] }) {
  const { head, rows } = qualityTable(judgements);
  return (
    <SummaryTable
      label={t('evaluate.probabilityOfYes')}
      head={head}
      rows={rows.map(({ condition, cells }) => ({
        name: conditionTitle(condition),
        isSteered: isSteered(condition),
        cells,
      }))}
    />
  );
}
