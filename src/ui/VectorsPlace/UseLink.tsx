/** Leads to the playground with the vector chosen. */
import { useActions } from '../appContext.tsx';
import { placeHref } from '../places.ts';

export function UseLink({ id, name }: { id: string; name: string }) {
  const { chooseVector } = useActions();
  return (
    <a
      className="button button-small"
      href={placeHref('playground')}
      aria-label={`Use ${name} on the Playground`}
      onClick={() => chooseVector(id)}
    >
      Use on the Playground
    </a>
  );
}
