/** Leads to the playground with the vector chosen. */

import { t } from '../../text/text.ts';
import { useActions } from '../appContext.tsx';
import { placeHref } from '../places.ts';

export function UseLink({ id, name }: { id: string; name: string }) {
  const { chooseVector } = useActions();
  return (
    <a
      className="button button-small"
      href={placeHref('playground')}
      aria-label={t('vectors.useName', { name })}
      onClick={() => chooseVector(id)}
    >
      {t('vectors.use')}
    </a>
  );
}
