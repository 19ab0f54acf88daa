/** Why a model cannot be offered, and the one thing to do next. */
import type { Offer, OfferStep } from '../../state/models/models.ts';
import { hubPage } from '../../state/models/offers.ts';
import { useActions } from '../appContext.tsx';

const STEP_LABELS: Record<OfferStep, string> = {
  askAgain: 'Ask again',
  openFolder: 'Open a folder',
  chooseOther: 'Choose another model',
};

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
            Read its terms on the hub
          </a>
        ) : null}
        <button type="button" className="button" onClick={() => takeStep(problem.step)}>
          {STEP_LABELS[problem.step]}
        </button>
      </div>
    </div>
  );
}
