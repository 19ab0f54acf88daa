/** Why a model cannot be offered, and the one thing to do next. */
import type { Offer, OfferStep } from '../../state/models/models.ts';
import { hubPage } from '../../state/models/offers.ts';
import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';

export function OfferProblem({ offer: { problem, address } }: { offer: Offer }) {
  const { askAgain, dismissOffer, setChoice } = useActions();
  if (!problem) return null;
  const page = problem.step === 'openFolder' ? hubPage(address) : null;

  function takeStep(step: OfferStep): void {
    if (step === 'askAgain') {
      void askAgain();
      return;
    }
    if (step === 'openFolder') setChoice({ kind: 'folder' });
    dismissOffer();
  }

  return (
    <div className="offer-problem">
      <p className="field-problem">{problem.what}</p>
      <div className="offer-choices">
        {page ? (
          <a className="button" href={page}>
            {t('models.readTerms')}
          </a>
        ) : null}
        <button type="button" className="button" onClick={() => takeStep(problem.step)}>
          {t(`models.${problem.step}`)}
        </button>
      </div>
    </div>
  );
}
