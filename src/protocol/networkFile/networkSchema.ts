import * as z from 'zod';
import { activationOrders } from '../../model/branches';
import { presetNames } from '../../model/presets';
import { matchings, shortcutOptions } from '../../model/shortcuts';
import { stemKinds } from '../../model/stems';
import { blockKinds, stridedConvolutions } from '../spelledNetwork';
import { closedObject } from './closedObject';
import { countOf, flagOf, optionNumber, textOf, wordOf } from './fields';

const size = (what: string): z.ZodNumber => countOf(what, 100_000);

/** What may be changed of any residual network. */
const changes = {
  input: z
    .tuple([size('the number of channels'), size('the height'), size('the width')], {
      error: 'The input must be three numbers: channels, height and width.',
    })
    .optional()
    .describe('Channels, height and width of an image, to look at the network; the data’s own, 3×32×32, if left out.'),
  plain: flagOf('"plain"').optional().describe('The same layers without shortcuts (He et al. 2015).'),
  bias: flagOf('"bias"')
    .optional()
    .describe('Gives every 3×3 convolution a bias, which batch normalisation makes redundant.'),
  shortcut: wordOf('shortcut', shortcutOptions)
    .optional()
    .describe(
      'What the shortcuts do. A: identity, zero-padded where the shape changes; B: a projection there; C: projections everywhere (He et al. 2015, §4.1); D: as B, behind an average pool that has the stride (He et al. 2019, Fig. 2c). The others are of He et al. 2016, Fig. 2.',
    ),
  order: wordOf('order of activations', activationOrders)
    .optional()
    .describe('Where batch norm and ReLU stand in a block (He et al. 2016, Fig. 4); original if left out.'),
  gateBias: optionNumber('gateBias')
    .optional()
    .describe('What the bias of a gate starts from, with gated shortcuts; −6 if left out.'),
  squeezeExcitation: optionNumber('squeezeExcitation')
    .optional()
    .describe('Squeeze-and-excitation in each block: by how much the channels are squeezed (Hu et al. 2018).'),
  survival: optionNumber('survival')
    .optional()
    .describe('Stochastic depth: the last block stays in a step with this probability (Huang et al. 2016).'),
};

/** A preset, and what is changed of it. */
export const presetNetwork = closedObject('The network of a preset', {
  preset: textOf('"preset"')
    .describe('A network by its name; resnet<6n+2>-cifar works for every n.')
    .meta({ examples: [...presetNames] }),
  ...changes,
}).describe('A network by its name, and what is changed of it.');

const stage = closedObject('A stage', {
  blocks: countOf('the number of blocks', 1000).describe('Residual blocks of the stage.'),
  width: countOf('the width', 65_536).describe('Channels of the stage, before a bottleneck’s expansion by 4.'),
}).describe('Blocks of one width; each stage but the first begins with a stride of 2.');

const missingStages = 'A network needs a "preset", or its "stages" spelled out.';

const inner = countOf('an inner width of the stem', 65_536);

/** Stages and blocks spelled out. */
export const spelledNetworkInFile = closedObject('The network', {
  name: textOf('"name"').optional().describe('What the network is called; the file’s name if left out.'),
  block: wordOf('block', blockKinds)
    .default('basic')
    .describe('basic: two 3×3 convolutions; bottleneck: 1×1, 3×3, 1×1 with four times the width behind it.'),
  stem: wordOf('stem', stemKinds)
    .default('cifar')
    .describe(
      'cifar: a 3×3 convolution; imagenet: a 7×7 convolution of stride 2 and a max-pool; deep: three 3×3 convolutions instead of the 7×7 (He et al. 2019, Fig. 2b).',
    ),
  stages: z
    .array(stage, {
      error: ({ input }) => (input === undefined ? missingStages : '"stages" must be a list of stages, in brackets.'),
    }) // prettier-ignore
    .min(1, { error: 'A network needs at least one stage.' })
    .max(64, { error: 'A network can have 64 stages at most.' })
    .describe('The stages from the image on.'),
  stemWidth: countOf('the width of the stem', 65_536)
    .optional()
    .describe('Channels of the stem; the first stage’s width if left out.'),
  stemInner: z
    .tuple([inner, inner], { error: 'The inner widths of a deep stem must be two numbers, in brackets.' })
    .optional()
    .describe('Channels of a deep stem’s first two convolutions; half of the stem’s if left out.'),
  matching: wordOf('matching of dimensions', matchings)
    .optional()
    .describe(
      'How shortcuts match dimensions whose option does not say it: A pads with zeros, B projects, D projects behind an average pool.',
    ),
  strided: wordOf('strided convolution', stridedConvolutions)
    .optional()
    .describe(
      'Which of a bottleneck’s convolutions has the stride: conv2, the 3×3, as torchvision has it, if left out.',
    ),
  groups: countOf('the number of groups', 65_536)
    .optional()
    .describe('Groups of a bottleneck’s 3×3 convolution (Xie et al. 2017).'),
  widthPerGroup: countOf('the width per group', 65_536)
    .optional()
    .describe(
      'A bottleneck’s 3×3 convolution has width · widthPerGroup / 64 · groups channels; 64 if left out, 128 in wide ResNets.',
    ),
  ...changes,
}).describe('A residual network spelled out, stage by stage.');
