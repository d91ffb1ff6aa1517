import { exact, measured } from '../../../protocol/format';
import { combined, type ElementStatistics, type TensorStatistics } from '../../../protocol/weights';
import { html } from '../../element';
import { factList, factRow } from '../factList';
import type { Fact } from '../../../drawing/graph/hoverFacts';
import { nameInside } from '../../../drawing/graph/layerText';
import type { Subject } from '../../../drawing/graph/network';
import { toldWeights, type WeightsByName } from '../weightFacts';
import { histogram } from './histogram';

/** So many tensors have a histogram each; of more, the numbers of all together are told. */
const mostHistograms = 6;

/** What a subject's weights are like: a layer's tensors, or a block's filters and matrices; nothing where they are not known. */
export function weightSection(subject: Subject, weights: WeightsByName): HTMLElement | undefined {
  const told = toldWeights(subject, weights);
  if (told.length === 0) return undefined;
  const parts = told.length > mostHistograms ? [together(told)] : told.map((tensor) => single(tensor, subject.id));
  return html('section', { class: 'weights' }, [html('h3', {}, ['Weights']), ...parts]);
}

function together(tensors: readonly TensorStatistics[]): HTMLElement {
  const title = `${tensors.length} tensors of weights together`;
  return html('div', { class: 'tensor' }, [
    html('h4', {}, [title]),
    factList(weightNumbers(combined(tensors)).map(factRow)),
  ]);
}

function single(tensor: TensorStatistics, owner: string): HTMLElement {
  const ends = html('div', { class: 'ends', 'aria-hidden': 'true' }, [
    html('span', {}, [measured(tensor.min)]),
    html('span', {}, [measured(tensor.max)]),
  ]);
  return html('div', { class: 'tensor' }, [
    html('h4', {}, [nameInside(tensor.name, owner)]),
    histogram(tensor),
    ends,
    factList(weightNumbers(tensor).map(factRow)),
  ]);
}

/** Moments and range, and counts of zeros, NaN and infinities, which are told even where there is none. */
export function weightNumbers({
  mean,
  std,
  min,
  max,
  norm,
  zeros,
  nans,
  infinities,
}: ElementStatistics): readonly Fact[] {
  return [
    { label: 'Mean ± spread', value: `${measured(mean)} ± ${measured(std)}` },
    { label: 'Range', value: `${measured(min)} … ${measured(max)}` },
    { label: 'Norm', value: measured(norm) },
    { label: 'Zeros', value: exact(zeros) },
    { label: 'NaN', value: exact(nans) },
    { label: '±∞', value: exact(infinities) },
  ];
}
