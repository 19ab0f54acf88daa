/** From a survey to an offer: the verdict, what has to be said of gated models, and what went wrong in words. */
import { catalogueModel } from '../../core/catalogue/catalogue.ts';
import { TillerError } from '../../core/errors.ts';
import { type Preflight, preflight } from '../../core/preflight/preflight.ts';
import type { DeviceFacts, ModelSurvey, StorageFacts } from '../../protocol/storage.ts';
import { t } from '../../text/text.ts';
import { errorSentence, MAY_PASS } from '../alert.ts';
import type { BackendChoice } from './choice.ts';
import type { Offer } from './models.ts';

/** @param isHandheld see `handheld.ts` */
export function judgeSurvey(
  survey: ModelSurvey,
  device: DeviceFacts,
  storage: StorageFacts,
  wanted: BackendChoice,
  isHandheld: boolean,
): Preflight {
  const parameters = catalogueModel(survey.id)?.parameters ?? null;
  return preflight({ ...survey, parameters }, { ...device, isHandheld }, storage, wanted);
}

/** Hub id and revision of `owner/name@revision`; an address has no revision of this form. */
export function splitRevision(address: string): { address: string; revision: string } {
  const [, id, revision] = address.match(/^([\w.-]+\/[\w.-]+)@([^\s@]+)$/) ?? [];
  return { address: id ?? address, revision: revision ?? '' };
}

/** The repository's page on the hub; null for what is not there. */
export function hubPage(address: string | null): string | null {
  return address !== null && /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(address)
    ? `https://huggingface.co/${address}`
    : null;
}

/** What a failed survey leaves on the page. */
export function offerProblem(error: unknown): NonNullable<Offer['problem']> {
  const { code, details } = TillerError.toData(error);
  if (details?.reason === 'GatedRepo') return { what: t('models.gated'), step: 'openFolder' };
  return { what: errorSentence(error), step: MAY_PASS.has(code) ? 'askAgain' : 'chooseOther' };
}
