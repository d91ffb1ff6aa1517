import { analyze } from '../../model/analyze';
import { formatShape, type Architecture } from '../../model/layer';
import { exact } from '../../protocol/format';
import { wrapped } from './pythonLayout';

/** The module's docstring: what network it is, and what it takes. */
export function heading(architecture: Architecture): string {
  const { input, classes, name } = architecture;
  const parameters = exact(analyze(architecture).totals.params);
  const first = `${printable(name)}: images of ${formatShape(input)}, ${exact(classes)} classes, ${parameters} parameters.`;
  const rest =
    'Written by ResNet Inspector. The weights that it trains expect pixels between 0 and 1, normalised with mean 0.5 and ' +
    'standard deviation 0.5 in each channel.';
  return ['"""', ...wrapped(first, 120), '', ...wrapped(rest, 120), '"""'].join('\n');
}

/** A name from a file as it can stand in a docstring. */
function printable(name: string): string {
  return name.replaceAll(/["\\\p{C}\p{Zl}\p{Zp}]/gu, '_').slice(0, 100);
}

/** What the text of a module uses. */
export function imports(body: string): string[] {
  return [
    'import sys',
    ...(body.includes('OrderedDict(') ? ['from collections import OrderedDict'] : []),
    ...['from pathlib import Path', '', 'import torch'],
    ...['from safetensors.torch import load_file', 'from torch import Tensor, nn'],
  ];
}

/** How a network gets its weights, and what happens where the module is run as a program. */
export function loading({ input }: Architecture, name: string, weights: string): string[] {
  const load = `def load(weights: str | Path) -> ${name}:
    """The network with the weights of a safetensors file, ready to predict."""
    network = ${name}()
    network.load_state_dict(load_file(weights))
    return network.eval()`;
  const program = `if __name__ == "__main__":
    weights = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name(${JSON.stringify(weights)})
    with torch.inference_mode():
        logits = load(weights)(torch.zeros(1, ${input.join(', ')}))
    print(tuple(logits.shape))`;
  return [load, program];
}
