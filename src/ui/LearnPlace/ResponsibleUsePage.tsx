/** What the app is for, what it is not for, and what to know about steered text. */
import { RESPONSIBLE_USE } from '../../learn/responsibleUse.ts';
import { placeHref } from '../places.ts';

export function ResponsibleUsePage() {
  return (
    <>
      <p className="small">
        <a href={placeHref('learn')}>All lessons</a>
      </p>
      <h1>Responsible use</h1>
      {RESPONSIBLE_USE.map(({ title, points }) => (
        <section key={title} className="use-section">
          <h2>{title}</h2>
          <ul>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
