/** Why a search chose what it did, in words. Results of an earlier version say it in English only, and are shown so. */
import type { LayerPick } from '../../core/search/layerSearch.ts';
import type { StrengthWindow } from '../../core/search/strengthWindow.ts';
import { asWritten } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { countText } from './words.ts';

/** Of a layer search. */
export function searchText({ why, reason }: Pick<LayerPick, 'why' | 'reason'>): string {
  if (!why) return reason;
  switch (why.kind) {
    case 'chosen':
      return t('evaluate.search_chosen', {
        layer: why.layer,
        best: countText(why.best),
        plain: countText(why.plain),
      });
    case 'notCompared':
      return t('evaluate.search_notCompared', { layer: why.layer, best: countText(why.best) });
    case 'notBetter': {
      const text = t('evaluate.search_notBetter', {
        layer: why.layer,
        best: countText(why.best),
        plain: countText(why.plain),
      });
      const { fellApart } = why;
      return fellApart > 0 ? `${text} ${t('evaluate.search_othersFellApart', { count: fellApart })}` : text;
    }
    default:
      return t(`evaluate.search_${why.kind}`);
  }
}

/** Of a strength sweep. */
export function windowText({ why, reason }: Pick<StrengthWindow, 'why' | 'reason'>): string {
  if (!why) return reason;
  switch (why.kind) {
    case 'noneTried':
      return t('evaluate.window_noneTried');
    case 'breaksAtOnce':
      return t('evaluate.window_breaksAtOnce', { strength: asWritten(why.strength) });
    case 'noGain':
      return noGainText(why.plain && countText(why.plain), why.breaksAt && asWritten(why.breaksAt));
    case 'holds':
      return withBreak(t('evaluate.window_holds', { where: rangeText(why) }), why.breaksAt);
    case 'acts':
      return withBreak(
        t('evaluate.window_acts', {
          where: rangeText(why),
          best: asWritten(why.best),
          passing: countText(why.passing),
          plain: countText(why.plain),
        }),
        why.breaksAt,
      );
  }
}

function noGainText(plain: string | null, breaksAt: string | 0 | null): string {
  if (plain) {
    return breaksAt
      ? t('evaluate.window_noGainOverBefore', { plain, breaksAt })
      : t('evaluate.window_noGainOver', { plain });
  }
  return breaksAt ? t('evaluate.window_noGainBefore', { breaksAt }) : t('evaluate.window_noGain');
}

function rangeText({ from, to }: { from: number; to: number }): string {
  return from === to
    ? t('evaluate.windowAt', { strength: asWritten(from) })
    : t('evaluate.windowFromTo', { from: asWritten(from), to: asWritten(to) });
}

function withBreak(text: string, breaksAt: number | null): string {
  return breaksAt === null
    ? text
    : `${text} ${t('evaluate.windowBreaks', { breaksAt: asWritten(breaksAt) })}`;
}
