/** What of the page works without a network, and whether a newer version of it waits. */
import { t } from '../../text/text.ts';

export interface OfflineState {
  /** `page`: it opens; `models`: those that are stored here run as well */
  kept: 'nothing' | 'page' | 'models';
  /** `put off`: the user was asked, and goes on with this one for now */
  newVersion: 'none' | 'ready' | 'put off';
}

export const INITIAL_OFFLINE: OfflineState = { kept: 'nothing', newVersion: 'none' };

export function offlineText({ kept }: OfflineState): string {
  switch (kept) {
    case 'nothing':
      return '';
    case 'page':
      return t('offline.keptPage');
    case 'models':
      return t('offline.keptModels');
  }
}
