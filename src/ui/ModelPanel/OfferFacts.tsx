/** What a model on offer is: where it comes from, its licence, its files, how it is asked. */
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import type { ModelSurvey } from '../../protocol/storage.ts';
import { hasAllSizes, type Offer } from '../../state/models/models.ts';
import { hubPage } from '../../state/models/offers.ts';
import { downloadText, freeText, revisionText } from '../../state/models/words.ts';
import { useAppState } from '../appContext.tsx';

export function OfferFacts({ offer, survey }: { offer: Offer; survey: ModelSurvey }) {
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
