/** What a layer search found, over the curve: a dot a layer, as high as its pass rate, hollow where text fell apart. */
import type { ScoredLayer } from '../../core/search/layerSearch.ts';
import type { Range } from '../../state/playground/settings.ts';
import { trackShare } from '../controls/SliderField.tsx';

export function LayerDots({ scores, range }: { scores: readonly ScoredLayer[]; range: Range }) {
  return scores.map(({ layer, passed, total, degenerate }) => (
    <span
      key={layer}
      className="layer-dot"
      data-degenerate={degenerate > 0 || undefined}
      style={{
        insetInlineStart: `${trackShare(layer, range) * 100}%`,
        insetBlockEnd: `${(total > 0 ? passed / total : 0) * 100}%`,
      }}
    />
  ));
}
