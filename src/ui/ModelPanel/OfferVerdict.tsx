/** Whether a model fits this device, with the numbers, and what to choose where it does not. */
import type { CatalogueModel } from '../../core/catalogue/catalogue.ts';
import type { Preflight } from '../../core/preflight/preflight.ts';
import type { ModelSurvey } from '../../protocol/storage.ts';
import { insteadText, needText, reasonTexts, verdictTitle } from '../../state/models/verdictWords.ts';

interface OfferVerdictProps {
  survey: ModelSurvey;
  preflight: Preflight;
  /** a model that fits where this one does not */
  smaller: CatalogueModel | null;
}

export function OfferVerdict({ survey, preflight, smaller }: OfferVerdictProps) {
  const { level, instead } = preflight;
  const reasons = reasonTexts(preflight);
  return (
    <div className="offer-verdict" data-level={level}>
      <p className="offer-verdict-title">{verdictTitle(preflight)}</p>
      <p className="small numbers">{needText(preflight, survey.largestTensorBytes)}</p>
      {reasons.length > 0 ? (
        <ul className="small numbers">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ) : null}
      {level === 'refused' ? <p className="small">{insteadText(instead, smaller)}</p> : null}
    </div>
  );
}
