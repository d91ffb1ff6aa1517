/** What stands on a shortcut's path. */
type ShortcutLook = 'projection' | 'padded' | 'scaled' | 'gated' | 'dropout';

/** How a box is drawn; the keys of the drawing's tables. */
export type Look =
  ShortcutLook | 'unit' | 'frame' | 'run' | 'terminal' | 'card' | 'open' | 'layer' | 'note' | 'fork' | 'join';

export type EdgeLook = ShortcutLook | 'flow' | 'identity';

/** One line of text on a box. */
export interface Row {
  readonly strong?: string;
  readonly text?: string;
}

/** What is otherwise about a box than in the network that its own is compared with. */
export interface BoxDifference {
  readonly change: 'added' | 'removed' | 'changed';
  readonly words: string;
}

/** What stands on a box, and whom to ask about it. */
export interface Content {
  /** The id of the network's subject; a box without one can't be hovered or focused. */
  readonly subject?: string;
  readonly rows: readonly Row[];
  /** Whether the last row keeps room for a number. */
  readonly valued: boolean;
  /** A box that opens to show its layers. */
  readonly opens: boolean;
  /** Whether the keyboard stops here. */
  readonly stop: boolean;
  /** Of what stands on a shortcut's path as a whole: the id of the block, or run of blocks, whose shortcut it is. */
  readonly shortcutOf?: string | undefined;
  /** Of a network that is compared with another. */
  readonly difference?: BoxDifference;
}

/**
 * What to draw, without where. A leaf has a size; a group's size follows from what is inside. Edges meet a box on its spine
 * (the line that the branch runs along, `spine` from its left edge) or at its right side (`side` from its top).
 */
export interface SceneNode {
  readonly id: string;
  readonly look: Look;
  readonly content: Content;
  readonly body: LeafBody | GroupBody;
}

export interface LeafBody {
  readonly type: 'leaf';
  readonly width: number;
  readonly height: number;
  readonly spine: number;
  readonly side: number;
}

export interface GroupBody {
  readonly type: 'group';
  readonly graph: SceneGraph;
  readonly padding: Padding;
}

export interface Padding {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export type PortName = 'in' | 'out' | 'side';

export interface SceneEdge {
  readonly from: readonly [node: string, port: PortName];
  readonly to: readonly [node: string, port: PortName];
  readonly look: EdgeLook;
  readonly arrow: boolean;
  /** Edges of one line are drawn as one curve. */
  readonly line: string;
  /** Of a shortcut's line: the id of the block, or run of blocks, whose it is. */
  readonly shortcutOf?: string | undefined;
}

/** Boxes and edges of one level; `entry` and `exit` are where the network enters and leaves it. */
export interface SceneGraph {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly entry: string;
  readonly exit: string;
  /** Between boxes along the flow, and beside each other. */
  readonly gap: { readonly along: number; readonly across: number };
}

const silent: Content = { rows: [], valued: false, opens: false, stop: false };

/** A chain of boxes joined by arrows. */
export function chain(nodes: readonly SceneNode[], along: number): SceneGraph {
  const edges = nodes.slice(1).map((node, index): SceneEdge => {
    const before = nodes[index]?.id ?? '';
    return {
      from: [before, 'out'],
      to: [node.id, 'in'],
      look: 'flow',
      arrow: pointedAt(node),
      line: `${before}→${node.id}`,
    };
  });
  return { nodes, edges, entry: nodes[0]?.id ?? '', exit: nodes.at(-1)?.id ?? '', gap: { along, across: 0 } };
}

/** Whether an arrow's head belongs at a box: a fork and a stage's title are waypoints on the line, not its end. */
export function pointedAt({ look, body }: SceneNode): boolean {
  if (look !== 'run' || body.type === 'leaf') return look !== 'unit' && look !== 'frame';
  const first = body.graph.nodes.find(({ id }) => id === body.graph.entry);
  return first !== undefined && pointedAt(first);
}

/** A box with nothing written on it. */
export function bare(node: Omit<SceneNode, 'content'>): SceneNode {
  return { ...node, content: silent };
}
