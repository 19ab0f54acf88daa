/** A model that was asked for: what it is, what it needs here, and the button that downloads it. */
import { useEffect, useRef } from 'react';
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import { suggestModel } from '../../core/preflight/expect.ts';
import type { Preflight } from '../../core/preflight/preflight.ts';
import type { ModelSurvey } from '../../protocol/storage.ts';
import { formatBytes } from '../../state/format.ts';
import { isHandheld } from '../../state/models/handheld.ts';
import { hasAllSizes, type Offer, type OfferStep } from '../../state/models/models.ts';
import { hubPage } from '../../state/models/offers.ts';
import { insteadText, needText, reasonTexts, verdictTitle } from '../../state/models/verdictWords.ts';
import { downloadText, freeText, revisionText } from '../../state/models/words.ts';
import { useActions, useAppState } from '../appContext.tsx';

export function OfferCard() {
  const offer = useAppState((state) => state.models.offer);
  const heading = useRef<HTMLHeadingElement>(null);
  const { dismissOffer } = useActions();
  const name = offer?.name;

  // It may have been asked for far down the page.
  useEffect(() => {
    if (name !== undefined) heading.current?.focus();
  }, [name]);

  if (!offer) return null;
  const { phase, survey, preflight } = offer;
  return (
    <section className="offer card" aria-label="Model on offer" data-level={preflight?.level}>
      <div className="offer-head">
        <h2 ref={heading} tabIndex={-1}>
          {offer.name}
        </h2>
        <button type="button" className="button button-small" onClick={dismissOffer}>
          Not now
        </button>
      </div>
      <p aria-live="polite" className={phase === 'asking' ? 'muted' : 'visually-hidden'}>
        {statusText(offer)}
      </p>
      {phase === 'failed' ? <Problem offer={offer} /> : null}
      {phase !== 'failed' && survey && preflight ? (
        <>
          <Facts offer={offer} survey={survey} />
          <Verdict survey={survey} preflight={preflight} />
          {phase === 'asking' ? null : <Choices offer={offer} survey={survey} preflight={preflight} />}
        </>
      ) : null}
    </section>
  );
}

function statusText({ phase, name, preflight, problem }: Offer): string {
  if (phase === 'asking') return `Asking what ${name} is and needs.`;
  return problem?.what ?? (preflight ? verdictTitle(preflight) : '');
}

function Facts({ offer, survey }: { offer: Offer; survey: ModelSurvey }) {
  const storage = useAppState((state) => state.models.storage);
  const known = catalogueModel(survey.id);
  const page = hubPage(offer.address);
  const commit = revisionText(survey.revision);
  return (
    <dl className="numbers">
      <div>
        <dt className="muted">From</dt>
        <dd title={survey.revision ?? undefined}>
          {page ? <a href={page}>{survey.id}</a> : survey.id}
          {commit ? ` at ${commit}` : ''}
        </dd>
      </div>
      <div>
        <dt className="muted">Licence</dt>
        <dd>
          {known ? <a href={known.licence.url}>{known.licence.name}</a> : (survey.licence ?? 'not told')}
          {known?.licence.terms ? `: ${known.licence.terms}` : ''}
        </dd>
      </div>
      <div>
        <dt className="muted">Files</dt>
        <dd>
          {survey.dtype}, {downloadText(survey)}
          {hasAllSizes(survey) ? '' : ', and files whose size the server does not tell'}
        </dd>
      </div>
      {storage && survey.downloadBytes > 0 ? (
        <div>
          <dt className="muted">Free</dt>
          <dd>{freeText(storage)}</dd>
        </div>
      ) : null}
      {survey.hasChatTemplate === false ? (
        <div>
          <dt className="muted">Prompts</dt>
          <dd>no chat template: asked as “Q: … A:”, ends before a new “Q:”</dd>
        </div>
      ) : null}
      {known && known.notes.length > 0 ? (
        <div>
          <dt className="muted">Notes</dt>
          <dd>{known.notes.join(' ')}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function Verdict({ survey, preflight }: { survey: ModelSurvey; preflight: Preflight }) {
  const device = useAppState((state) => state.models.device);
  const { level, instead } = preflight;
  const parameters = catalogueModel(survey.id)?.parameters ?? null;
  const smaller =
    level === 'refused' && device ? suggestModel({ ...device, isHandheld: isHandheld() }, parameters) : null;
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

function Choices({ offer, survey, preflight }: { offer: Offer; survey: ModelSurvey; preflight: Preflight }) {
  const { acceptOffer, changeOffer } = useActions();
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
          {instead.backend === 'wasm' ? 'Use WASM' : 'Use WebGPU'}
        </button>
      ) : null}
      {survey.dtypes.length > 1 ? (
        <label className="offer-dtype small">
          <span className="muted">Files</span>
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
  const all = downloadBytes === 0 ? 'Load' : `Download ${formatBytes(downloadBytes)} and load`;
  if (phase === 'paused') return `Resume, ${formatBytes(downloadBytes)} left`;
  return isWarned ? `${all} all the same` : all;
}

const STEP_LABELS: Record<OfferStep, string> = {
  askAgain: 'Ask again',
  openFolder: 'Open a folder',
  chooseOther: 'Choose another model',
};

function Problem({ offer: { problem, address } }: { offer: Offer }) {
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
