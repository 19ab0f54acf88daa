/** A model that was asked for: what it is, what it needs here, and the button that downloads it. */
import { useEffect, useRef } from 'react';
import { type CatalogueModel, catalogueModel } from '../../core/catalogue/catalogue.ts';
import { suggestModel } from '../../core/preflight/expect.ts';
import type { DeviceFacts, ModelSurvey } from '../../protocol/storage.ts';
import { isHandheld } from '../../state/models/handheld.ts';
import type { Offer } from '../../state/models/models.ts';
import { verdictTitle } from '../../state/models/verdictWords.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { OfferChoices } from './OfferChoices.tsx';
import { OfferFacts } from './OfferFacts.tsx';
import { OfferProblem } from './OfferProblem.tsx';
import { OfferVerdict } from './OfferVerdict.tsx';

export function OfferCard() {
  const offer = useAppState((state) => state.models.offer);
  const heading = useRef<HTMLHeadingElement>(null);
  const device = useAppState((state) => state.models.device);
  const { dismissOffer } = useActions();
  const name = offer?.name;

  // It may have been asked for far down the page.
  useEffect(() => {
    if (name !== undefined) heading.current?.focus();
  }, [name]);

  if (!offer) return null;
  const { phase, survey, preflight } = offer;
  const smaller = survey && preflight?.level === 'refused' ? smallerModel(survey, device) : null;
  return (
    <section className="offer card" aria-label={t('models.offer')} data-level={preflight?.level}>
      <div className="offer-head">
        <h2 ref={heading} tabIndex={-1}>
          {offer.name}
        </h2>
        <button type="button" className="button button-small" onClick={dismissOffer}>
          {t('models.notNow')}
        </button>
      </div>
      <p aria-live="polite" className={phase === 'asking' ? 'muted' : 'visually-hidden'}>
        {statusText(offer)}
      </p>
      {phase === 'failed' ? <OfferProblem offer={offer} /> : null}
      {phase !== 'failed' && survey && preflight ? (
        <>
          <OfferFacts offer={offer} survey={survey} />
          <OfferVerdict survey={survey} preflight={preflight} smaller={smaller} />
          {phase === 'asking' ? null : (
            <OfferChoices offer={offer} survey={survey} preflight={preflight} smaller={smaller} />
          )}
        </>
      ) : null}
    </section>
  );
}

function smallerModel({ id }: ModelSurvey, device: DeviceFacts | null): CatalogueModel | null {
  const parameters = catalogueModel(id)?.parameters ?? null;
  return device && suggestModel({ ...device, isHandheld: isHandheld() }, parameters);
}

function statusText({ phase, name, preflight, problem }: Offer): string {
  if (phase === 'asking') return t('models.asking', { name });
  return problem?.what ?? (preflight ? verdictTitle(preflight) : '');
}
