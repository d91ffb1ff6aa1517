import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser/lib/esm/main.js'; // prettier-ignore

/** A property or element by the keys and indices that lead to it. */
export type JsonPath = readonly (string | number)[];

/** Part of a text. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A text's JSON, which may have comments and trailing commas, and where it is broken. */
export interface JsonText {
  readonly value: unknown;
  readonly fault: (Span & { readonly message: string }) | undefined;
  /** Where a property is, or the nearest that there is of what it would be in. */
  spanOf(path: JsonPath): Span;
}

export function parseJson(text: string): JsonText {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  return {
    value: root === undefined ? undefined : getNodeValue(root),
    fault: root === undefined ? empty : error === undefined ? undefined : faultOf(error),
    spanOf: (path) => (root === undefined ? { offset: 0, length: 1 } : nearest({ root, text }, path)),
  };
}

const empty = { offset: 0, length: 1, message: 'There is nothing in it.' };

function faultOf(error: ParseError): JsonText['fault'] {
  const words = printParseErrorCode(error.error).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return { offset: error.offset, length: error.length, message: `This is no JSON:${words}.` };
}

function nearest({ root, text }: { readonly root: Node; readonly text: string }, path: JsonPath): Span {
  for (let end = path.length; end > 0; end--) {
    const node = findNodeAtLocation(root, path.slice(0, end));
    if (node !== undefined) return spanOfNode(node, text);
  }
  return { offset: root.offset, length: 1 };
}

/** A value; of a list or an object the key, or without one as much as is on its first line. */
function spanOfNode(node: Node, text: string): Span {
  const [key] = node.parent?.type === 'property' ? (node.parent.children ?? []) : [];
  const { offset, length } = node.type === 'object' || node.type === 'array' ? (key ?? node) : node;
  const [line = ''] = text.slice(offset, offset + length).split('\n', 1);
  return { offset, length: line.length };
}

/** A line's number, from 1 on. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
