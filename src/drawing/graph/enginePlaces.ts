import type { ElkEdgeSection, ElkNode } from 'elkjs/lib/elk-api';
import { blockLayout } from './blockLayout';
import { elkGraph, type SizedNode } from './elkGraph';
import type { LaidOut, Point } from './layoutScene';
import type { SceneGraph } from './scene';

/** Places one flat graph: ELK, in a worker or in this thread. */
export type Place = (graph: ElkNode) => Promise<ElkNode>;

/** What to do until the engine has started: blocks are placed as they are expected, and the engine has the last word. */
export interface Meanwhile {
  /** Settles when what was expected is drawn and the engine may take the time to start. */
  readonly drawn: () => Promise<void>;
  /** The engine has placed something otherwise: to be laid out again. */
  readonly otherwise: () => void;
  readonly failed: (error: unknown) => void;
}

/** Asks the engine once for each distinct structure and remembers its answers. */
export class EnginePlaces {
  readonly #known = new Map<string, Promise<LaidOut>>();
  #started = false;

  /** @param meanwhile left out: every layout awaits the engine */
  constructor(
    private readonly place: Place,
    private readonly meanwhile: Meanwhile | undefined,
  ) {}

  async of(graph: SceneGraph, sized: readonly SizedNode[]): Promise<LaidOut> {
    const request = elkGraph(graph, sized);
    const key = JSON.stringify(request);
    const ask = async (): Promise<LaidOut> => readAnswer(await this.place(request), sized);
    const { meanwhile } = this;
    const expected = this.#started ? undefined : blockLayout(graph, sized);
    if (meanwhile === undefined || expected === undefined) return this.#known.get(key) ?? this.#remember(key, ask());
    if (!this.#known.has(key)) void check(expected, this.#remember(key, meanwhile.drawn().then(ask)), meanwhile);
    return expected;
  }

  #remember(key: string, answer: Promise<LaidOut>): Promise<LaidOut> {
    this.#known.set(key, answer);
    answer.then(
      () => (this.#started = true),
      () => this.#known.delete(key),
    );
    return answer;
  }
}

async function check(expected: LaidOut, answer: Promise<LaidOut>, meanwhile: Meanwhile): Promise<void> {
  try {
    if (JSON.stringify(await answer) !== JSON.stringify(expected)) meanwhile.otherwise();
  } catch (error) {
    meanwhile.failed(error);
  }
}

function readAnswer(
  { width = 0, height = 0, children = [], edges = [] }: ElkNode,
  sized: readonly SizedNode[],
): LaidOut {
  const nodes = sized.map((size, index) => {
    const { x = 0, y = 0 } = children[index] ?? {};
    return { width: size.width, height: size.height, spine: size.spine, side: size.side, x, y, inside: undefined };
  });
  return { width, height, nodes, edges: edges.map(({ sections = [] }) => sections.flatMap(points)) };
}

function points({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): Point[] {
  return [startPoint, ...bendPoints, endPoint];
}
