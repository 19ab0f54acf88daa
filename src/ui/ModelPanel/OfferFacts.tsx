/** What a model on offer is: where it comes from, its licence, its files, how it is asked. */
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import type { Licence } from '../../core/catalogue/licences.ts';
import type { ModelSurvey } from '../../protocol/storage.ts';
import { hasAllSizes, type Offer } from '../../state/models/models.ts';
import { hubPage } from '../../state/models/offers.ts';
import { downloadText, freeText, revisionText } from '../../state/models/words.ts';
import { t } from '../../text/text.ts';
import { useAppState } from '../appContext.tsx';
import { RichText } from '../controls/RichText.tsx';

export function OfferFacts({ offer, survey }: { offer: Offer; survey: ModelSurvey }) {
  const storage = useAppState((state) => state.models.storage);
  const known = catalogueModel(survey.id);
  const page = hubPage(offer.address);
  const commit = revisionText(survey.revision);
  return (
    <dl className="numbers">
      <div>
        <dt className="muted">{t('models.from')}</dt>
        <dd title={survey.revision ?? undefined}>
          <RichText
            text={
              commit
                ? t('models.idAt', { id: `<page>${survey.id}</page>`, revision: commit })
                : `<page>${survey.id}</page>`
            }
            marks={{ page: (words) => (page ? <a href={page}>{words}</a> : words) }}
          />
        </dd>
      </div>
      <div>
        <dt className="muted">{t('models.licence')}</dt>
        <dd>
          {known ? (
            <RichText
              text={licenceText(known.licence)}
              marks={{ page: (words) => <a href={known.licence.url}>{words}</a> }}
            />
          ) : (
            (survey.licence ?? t('models.notTold'))
          )}
        </dd>
      </div>
      <div>
        <dt className="muted">{t('models.files')}</dt>
        <dd>{filesText(survey)}</dd>
      </div>
      {storage && survey.downloadBytes > 0 ? (
        <div>
          <dt className="muted">{t('models.free')}</dt>
          <dd>{freeText(storage)}</dd>
        </div>
      ) : null}
      {survey.hasChatTemplate === false ? (
        <div>
          <dt className="muted">{t('models.prompts')}</dt>
          <dd>{t('models.noTemplate')}</dd>
        </div>
      ) : null}
      {known && known.notes.length > 0 ? (
        <div>
          <dt className="muted">{t('models.notes')}</dt>
          <dd>{known.notes.map((note) => t(`models.note_${note}`)).join(' ')}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function licenceText({ name, terms }: Licence): string {
  const licence = `<page>${name}</page>`;
  return terms === null ? licence : t('models.licenceTerms', { licence, terms: t(`models.terms_${terms}`) });
}

function filesText(survey: ModelSurvey): string {
  const files = `${survey.dtype}, ${downloadText(survey)}`;
  return hasAllSizes(survey) ? files : t('models.filesUnknown', { files });
}
