/** What the model reads for both sides of a pair: its template around the text, cut into tokens, and where it is read. */
import { useEffect, useState } from 'react';
import type { PairRow } from '../../core/pairs/table.ts';
import { errorSentence } from '../../state/alert.ts';
import { tokenLabel } from '../../state/vectors/tokens.ts';
import { t } from '../../text/text.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { RichText } from '../controls/RichText.tsx';
import { placeHref } from '../places.ts';

export function PairTokens({ row }: { row: PairRow }) {
  const isReady = useAppState((state) => state.model.phase === 'ready');
  if (!isReady) {
    return (
      <p className="small muted">
        <RichText
          text={t('vectors.noModelTokens')}
          marks={{ link: (words) => <a href={placeHref('models')}>{words}</a> }}
        />
      </p>
    );
  }
  return (
    <div className="pair-tokens">
      <SideTokens name={t('vectors.withInstruction')} text={row.positive} />
      <SideTokens name={t('vectors.withoutIt')} text={row.negative} />
    </div>
  );
}

type Tokens =
  | { text: string; tokens: string[]; problem: null }
  | { text: string; tokens: null; problem: string };

function SideTokens({ name, text }: { name: string; text: string }) {
  const info = useAppState((state) => state.model.info);
  const { readTokens } = useActions();
  const [read, setRead] = useState<Tokens | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another model reads other tokens
  useEffect(() => {
    let isCurrent = true;
    // typing goes on for a while: the model is asked when it rests
    const timer = setTimeout(async () => {
      const result: Tokens = await readTokens(text).then(
        (tokens) => ({ text, tokens, problem: null }),
        (error: unknown) => ({ text, tokens: null, problem: errorSentence(error) }),
      );
      if (isCurrent) setRead(result);
    }, 200);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, readTokens, info]);

  return (
    <div>
      <p className="small">
        {name}
        {read?.tokens ? (
          <span className="muted numbers">
            {' · '}
            {t('vectors.tokensRead', { count: read.tokens.length })}
          </span>
        ) : null}
      </p>
      {read?.problem ? <p className="field-problem small">{read.problem}</p> : null}
      {read?.tokens ? <TokenText tokens={read.tokens} /> : null}
      {read ? null : <p className="small muted">{t('vectors.asking')}</p>}
    </div>
  );
}

function TokenText({ tokens }: { tokens: readonly string[] }) {
  return (
    <p className="token-text">
      {tokens.map((token, position) => {
        const isRead = position === tokens.length - 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
          <span key={position} className="token" data-read={isRead || undefined}>
            {tokenLabel(token)}
            {isRead ? <span className="visually-hidden"> {t('vectors.readHere')}</span> : null}
          </span>
        );
      })}
    </p>
  );
}
