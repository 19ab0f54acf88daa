/** What can be done with a model on offer: download and load it, or take other files or another backend. */
import type { CatalogueModel } from '../../core/catalogue/catalogue.ts';
import type { Preflight } from '../../core/preflight/preflight.ts';
import type { ModelSurvey } from '../../protocol/storage.ts';
import { formatBytes } from '../../state/format.ts';
import type { Offer } from '../../state/models/models.ts';
import { BACKEND_NAMES } from '../../state/models/verdictWords.ts';
import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';

interface OfferChoicesProps {
  offer: Offer;
  survey: ModelSurvey;
  preflight: Preflight;
  /** a model that fits where this one does not */
  smaller: CatalogueModel | null;
}

export function OfferChoices({ offer, survey, preflight, smaller }: OfferChoicesProps) {
  const { acceptOffer, changeOffer, askForCatalogue } = useActions();
  const { instead, level } = preflight;
  return (
    <div className="offer-choices">
      {level === 'refused' ? null : (
        <button type="button" className="button button-primary" onClick={() => void acceptOffer()}>
          {acceptText(offer, survey, level === 'warned')}
        </button>
      )}
      {instead?.kind === 'backend' ? (
        <button
          type="button"
          className="button"
          onClick={() => void changeOffer({ backend: instead.backend })}
        >
          {t('models.useBackend', { backend: BACKEND_NAMES[instead.backend] })}
        </button>
      ) : null}
      {instead?.kind === 'dtype' ? (
        <button type="button" className="button" onClick={() => void changeOffer({ dtype: instead.dtype })}>
          {t('models.useFiles', { dtype: instead.dtype })}
        </button>
      ) : null}
      {instead === null && smaller ? (
        <button type="button" className="button" onClick={() => void askForCatalogue(smaller.id)}>
          {t('models.chooseName', { name: smaller.name })}
        </button>
      ) : null}
      {survey.dtypes.length > 1 ? (
        <label className="offer-dtype small">
          <span className="muted">{t('models.files')}</span>
          <select
            className="select-field"
            value={survey.dtype}
            onChange={({ target }) => void changeOffer({ dtype: target.value })}
          >
            {survey.dtypes.map((dtype) => (
              <option key={dtype}>{dtype}</option>
            ))}
          </select>
        </label>
      ) : null}
    </div>
  );
}

function acceptText({ phase }: Offer, { downloadBytes }: ModelSurvey, isWarned: boolean): string {
  const size = formatBytes(downloadBytes);
  if (phase === 'paused') return t('models.resumeLeft', { size });
  if (downloadBytes === 0) return isWarned ? t('models.loadAllTheSame') : t('models.load');
  return isWarned ? t('models.downloadAllTheSame', { size }) : t('models.downloadAndLoad', { size });
}
