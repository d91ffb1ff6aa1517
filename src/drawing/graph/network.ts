import { analyze, totalsOf, type LayerFacts, type Totals } from '../../model/analyze';
import { isKind, type Architecture, type Shape } from '../../model/layer';
import { blocksOf, layersOf, outline, type Block, type Outline, type Stage } from '../../model/outline';
import { blockStructure } from './blockStructure';
import { groupWords } from './groupWords';
import { layerSentence } from './layerText';
import { asOneBlock, folds, runsOf, type Run } from './runs';

/** Something drawn that can be asked about: a layer, a block, or several layers under one name. */
export interface Subject {
  readonly id: string;
  readonly type: 'layer' | 'block' | 'group';
  readonly title: string;
  /** `basic block`, `conv 3×3, 64 → 64, stride 1`. */
  readonly kind: string;
  readonly layers: readonly LayerFacts[];
  readonly totals: Totals;
  readonly input: Shape;
  readonly output: Shape;
  readonly block: Block | undefined;
  /** Of a stage or a run of identical blocks, their names. */
  readonly members: readonly string[];
  /** Names of those of its layers that stand on its blocks' shortcuts. */
  readonly apart: ReadonlySet<string>;
  /** Of how many blocks, or shortcuts, it is the picture. */
  readonly times: number;
}

/** An architecture with everything derived from it that the drawing needs. */
export interface Network {
  readonly architecture: Architecture;
  readonly outline: Outline;
  readonly totals: Totals;
  /** By id: a layer's, block's, run's or stage's name, `stem`, `head`, `logits`, and `<block>.downsample` for a shortcut's layers. */
  readonly subjects: ReadonlyMap<string, Subject>;
  /** By stage: its blocks, neighbours of one structure together. */
  readonly runs: ReadonlyMap<string, readonly Run[]>;
  /** By block: what it has in common with blocks of the same structure. */
  readonly structures: ReadonlyMap<string, string>;
  /** The first fault found, in words; the layers up to it are drawn. */
  readonly problem: string | undefined;
}

/** Analyses an architecture and names everything in it that can be asked about. */
export function describeNetwork(architecture: Architecture): Network {
  const { layers, totals, problems } = analyze(architecture);
  const shape = outline(architecture);
  const facts = new Map(layers.map((some) => [some.layer.name, some]));
  const find: Find = (names) => names.flatMap((name) => facts.get(name) ?? []);
  const blocks = blocksOf(shape);
  const structures = new Map(blocks.map((block) => [block.name, blockStructure(block, facts)]));
  const runs = new Map(shape.stages.map((stage) => [stage.name, runsOf(stage.blocks, structures)]));
  const folded = [...runs.values()].flatMap((some) => some.filter(folds));
  const subjects = [
    ...layers.map(layerSubject),
    ...groups(shape, find),
    ...folded.flatMap((run) => runSubjects(run, find)),
  ];
  return {
    architecture,
    outline: shape,
    totals,
    runs,
    structures,
    subjects: new Map(subjects.map((subject) => [subject.id, subject])),
    problem: problems[0]?.message,
  };
}

type Facts = readonly LayerFacts[];
type Find = (names: readonly string[]) => Facts;

function layerSubject(facts: LayerFacts): Subject {
  const { name } = facts.layer;
  return subject({ id: name, type: 'layer', title: name, kind: layerSentence(facts.layer), layers: [facts] });
}

function groups({ stem, stages, head }: Outline, find: Find): Subject[] {
  const blocks = blocksOf({ stages });
  const stemLayers = find(stem).filter(({ layer }) => layer.kind !== 'input');
  const headLayers = find(head);
  const logits = headLayers.slice(-1);
  return [
    ...group({ id: 'stem', title: 'stem', kind: groupWords(stemLayers), layers: stemLayers }),
    ...stages.flatMap((stage) => stageSubject(stage, find)),
    ...blocks.flatMap((block) => blockSubjects(block, find)),
    ...group({ id: 'head', title: 'head', kind: groupWords(headLayers), layers: headLayers }),
    ...logits.map((last) => ({
      ...subject({ id: 'logits', type: 'group', title: 'logits', kind: 'one score a class', layers: [] }),
      input: last.output,
      output: last.output,
    })),
  ];
}

function stageSubject({ name, blocks }: Stage, find: Find): Subject[] {
  const kind = `stage of ${blocks.length} ${blocks.length === 1 ? 'block' : 'blocks'}`;
  return group({ id: name, title: name, kind, layers: find(blocks.flatMap(layersOf)), ...together(blocks) });
}

function runSubjects(run: Run, find: Find): Subject[] {
  const { id, blocks } = run;
  const whole = asOneBlock(run);
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (whole === undefined || first === undefined || last === undefined) return [];
  const kind = `${blocks.length} × ${blockKind(first, find(layersOf(first)))}`;
  const layers = find(blocks.flatMap(layersOf));
  return [
    ...group({ id, title: `${first.name} … ${last.name}`, kind, layers, ...together(blocks) }),
    ...shortcutSubject(whole, find).map((shortcut) => ({ ...shortcut, times: blocks.length })),
  ];
}

/** What several blocks have in common with one. */
function together(blocks: readonly Block[]): Pick<Subject, 'members' | 'apart' | 'times'> {
  const apart = new Set(blocks.flatMap(({ shortcut }) => shortcut.layers));
  return { members: blocks.map(({ name }) => name), apart, times: blocks.length };
}

function blockSubjects(block: Block, find: Find): Subject[] {
  const layers = find(layersOf(block));
  if (layers.length === 0) return [];
  const own = {
    id: block.name,
    type: 'block',
    title: block.name,
    kind: blockKind(block, layers),
    layers,
    block,
    apart: new Set(block.shortcut.layers),
  } as const;
  return [subject(own), ...shortcutSubject(block, find)];
}

function shortcutSubject(block: Block, find: Find): Subject[] {
  const id = projectionId(block);
  const { type, layers } = block.shortcut;
  return hasLayers(block) ? group({ id, title: id, kind: `${type} shortcut`, layers: find(layers) }) : [];
}

function group(of: Omit<Parts, 'type'>): Subject[] {
  return of.layers.length === 0 ? [] : [subject({ ...of, type: 'group' })];
}

type Parts = Pick<Subject, 'id' | 'type' | 'title' | 'kind' | 'layers'> &
  Partial<Pick<Subject, 'block' | 'members' | 'apart' | 'times'>>;

function subject({ block, members = [], apart = new Set(), times = 1, ...parts }: Parts): Subject {
  const input = parts.layers[0]?.input ?? [];
  const output = parts.layers.at(-1)?.output ?? [];
  return { ...parts, block, members, apart, times, totals: totalsOf(parts.layers), input, output };
}

/** All runs of identical blocks, stage by stage; a block that has no equal beside it is a run of one. */
export function allRuns({ runs }: Pick<Network, 'runs'>): readonly Run[] {
  return [...runs.values()].flat();
}

/** The subjects of those of the ids that are known. */
export function subjectsOf(ids: readonly string[], { subjects }: Pick<Network, 'subjects'>): Subject[] {
  return ids.flatMap((id) => subjects.get(id) ?? []);
}

/** Whether a block's shortcut is more than one line or one padding: it is a card of its own then. */
export function hasLayers({ shortcut: { type } }: Block): boolean {
  return type !== 'identity' && type !== 'padded' && type !== 'none';
}

/** The id under which the layers of a block's shortcut are asked about as a whole. */
export function projectionId(block: Pick<Block, 'name'>): string {
  return `${block.name}.downsample`;
}

function blockKind({ add }: Block, layers: Facts): string {
  const kernels = layers.flatMap(({ layer }) => (isKind(layer, 'conv2d') ? [layer.attributes.kernel] : []));
  const bottleneck = kernels[0] === 1;
  if (add === undefined) return bottleneck ? 'plain bottleneck' : 'plain block';
  return bottleneck ? 'bottleneck' : 'basic block';
}

/** The same for networks that are drawn the same. */
export function networkKey({ architecture: { name, input, classes, layers } }: Network): string {
  return [name, input.join('×'), classes, layers.length, hash(JSON.stringify(layers))].join(' ');
}

/** 32-bit FNV-1a. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return sum >>> 0;
}
