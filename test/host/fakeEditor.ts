import type { TextDocument, Uri } from 'vscode';

type Listener = (event: never) => void;

class FakeUri {
  constructor(readonly path: string) {}

  static parse(text: string): FakeUri {
    return new FakeUri(text.replace(/^file:\/\//, ''));
  }

  static file(path: string): FakeUri {
    return new FakeUri(path);
  }

  static joinPath(base: FakeUri | string, ...parts: readonly string[]): FakeUri | string {
    if (typeof base === 'string') return [base, ...parts].join('/');
    return new FakeUri(new URL([base.path, ...parts].join('/'), 'file:///').pathname);
  }

  get scheme(): string {
    return 'file';
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `file://${this.path}`;
  }
}

class FakePlace {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

class FakeRange {
  readonly start: FakePlace;
  readonly end: FakePlace;

  constructor(...[from, to, line, character]: readonly (FakePlace | number)[]) {
    this.start = from instanceof FakePlace ? from : new FakePlace(Number(from), Number(to));
    this.end = to instanceof FakePlace ? to : new FakePlace(Number(line), Number(character));
  }
}

/** A problem as the editor was given it. */
export interface FakeDiagnostic {
  readonly range: FakeRange;
  readonly message: string;
  readonly severity: number;
}

/** The editor's side of VS Code: documents that tests open and change, and the problems that they were given. */
class FakeEditor {
  readonly problems = new Map<string, readonly FakeDiagnostic[]>();
  readonly documents = new Map<string, string>();
  isTrusted = true;
  readonly #listeners: Record<'open' | 'change' | 'close', Set<Listener>> = {
    open: new Set(),
    change: new Set(),
    close: new Set(),
  };

  uri(path: string): Uri {
    return new FakeUri(path) as unknown as Uri; // all of it that is used
  }

  open(path: string, text: string): void {
    this.documents.set(path, text);
    this.#tell('open', this.document(path));
  }

  change(path: string, text: string): void {
    this.documents.set(path, text);
    this.#tell('change', { document: this.document(path) });
  }

  close(path: string): void {
    const document = this.document(path);
    this.documents.delete(path);
    this.#tell('close', document);
  }

  document(path: string): TextDocument {
    const text = (): string => this.documents.get(path) ?? '';
    const document = {
      uri: this.uri(path),
      isClosed: !this.documents.has(path),
      getText: text,
      positionAt: (offset: number) => {
        const lines = text().slice(0, offset).split('\n');
        return new FakePlace(lines.length - 1, lines.at(-1)?.length ?? 0);
      },
    };
    return document as unknown as TextDocument; // all of it that is used
  }

  readonly api = {
    Uri: FakeUri,
    Range: FakeRange,
    Diagnostic: class {
      constructor(
        readonly range: FakeRange,
        readonly message: string,
        readonly severity: number,
      ) {}
    },
    DiagnosticSeverity: { Error: 0, Warning: 1 },
    CodeLens: class {
      constructor(
        readonly range: FakeRange,
        readonly command: object,
      ) {}
    },
    languages: {
      createDiagnosticCollection: () => ({
        set: (uri: FakeUri, found: readonly FakeDiagnostic[]) => this.problems.set(uri.path, found),
        clear: () => this.problems.clear(),
        delete: (uri: FakeUri) => this.problems.delete(uri.path),
        dispose: () => this.problems.clear(),
      }),
    },
    workspace: Object.defineProperties(
      {
        textDocuments: [],
        onDidOpenTextDocument: (listener: Listener) => this.#listen('open', listener),
        onDidChangeTextDocument: (listener: Listener) => this.#listen('change', listener),
        onDidCloseTextDocument: (listener: Listener) => this.#listen('close', listener),
        openTextDocument: (uri: FakeUri) => Promise.resolve(this.document(uri.path)),
      },
      { isTrusted: { get: () => this.isTrusted } },
    ),
  };

  #listen(event: 'open' | 'change' | 'close', listener: Listener): { dispose(): void } {
    this.#listeners[event].add(listener);
    return { dispose: () => void this.#listeners[event].delete(listener) };
  }

  #tell(event: 'open' | 'change' | 'close', news: unknown): void {
    for (const listener of this.#listeners[event]) listener(news as never); // what VS Code would give it
  }
}

export const fakeEditor = new FakeEditor();
