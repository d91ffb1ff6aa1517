import { writeFile } from 'node:fs/promises';
import type { TextDocument, Uri } from 'vscode';

type Listener = (event: never) => void;

class FakeUri {
  constructor(
    readonly path: string,
    readonly scheme = 'file',
    readonly query = '',
  ) {}

  static from({
    scheme,
    path,
    query,
  }: {
    readonly scheme: string;
    readonly path: string;
    readonly query?: string;
  }): FakeUri {
    return new FakeUri(path, scheme, query);
  }

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

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `${this.scheme}://${this.path}`;
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

class FakeEmitter {
  readonly #listeners = new Set<Listener>();
  readonly event = (listener: Listener): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  fire(news?: unknown): void {
    for (const listener of this.#listeners) listener(news as never); // what VS Code would give it
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

interface FakeProvider {
  provideTextDocumentContent(uri: FakeUri): Promise<string>;
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
  /** What gives the text of documents by their scheme. */
  readonly providers = new Map<string, FakeProvider>();
  /** What deletes a file or folder; a test may have it fail. */
  deleteFile: (path: string, options: object) => Promise<void> = () => Promise.resolve();
  readonly #listeners: Record<'file' | 'open' | 'change' | 'close', Set<Listener>> = {
    file: new Set(),
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

  /** Something has happened to a file that is watched. */
  touchFile(): void {
    this.#tell('file', undefined);
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
    Position: FakePlace,
    WorkspaceEdit: class {
      readonly inserted: { readonly uri: FakeUri; readonly text: string }[] = [];

      insert(uri: FakeUri, _: FakePlace, text: string): void {
        this.inserted.push({ uri, text });
      }
    },
    EventEmitter: FakeEmitter,
    RelativePattern: class {
      constructor(
        readonly base: FakeUri,
        readonly pattern: string,
      ) {}
    },
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
        onDidOpenTextDocument: (listener: Listener) => this.#listen('open', listener),
        onDidChangeTextDocument: (listener: Listener) => this.#listen('change', listener),
        onDidCloseTextDocument: (listener: Listener) => this.#listen('close', listener),
        findFiles: (pattern: string) => {
          const end = pattern.replace('**/*', '');
          const found = [...this.documents.keys()].filter((path) => path.endsWith(end));
          return Promise.resolve(found.map((path) => this.uri(path)));
        },
        asRelativePath: ({ path }: FakeUri) => path.replace(/^\//, ''),
        openTextDocument: (uri: FakeUri) => Promise.resolve(this.document(uri.path)),
        applyEdit: ({
          inserted,
        }: {
          readonly inserted: readonly { readonly uri: FakeUri; readonly text: string }[];
        }) => {
          for (const { uri, text } of inserted) this.documents.set(uri.path, text);
          return Promise.resolve(true);
        },
        onDidChangeWorkspaceFolders: () => ({ dispose: () => undefined }),
        onDidChangeConfiguration: () => ({ dispose: () => undefined }),
        createFileSystemWatcher: () => {
          const on = (listener: Listener): unknown => this.#listen('file', listener);
          return { onDidCreate: on, onDidChange: on, onDidDelete: on, dispose: () => this.#listeners.file.clear() };
        },
        registerTextDocumentContentProvider: (scheme: string, provider: FakeProvider) => {
          this.providers.set(scheme, provider);
          return { dispose: () => this.providers.delete(scheme) };
        },
        fs: {
          writeFile: (uri: FakeUri, bytes: Uint8Array) => writeFile(uri.path, bytes),
          delete: (uri: FakeUri, options: object) => this.deleteFile(uri.path, options),
        },
      },
      {
        isTrusted: { get: () => this.isTrusted },
        textDocuments: { get: () => [...this.documents.keys()].map((path) => this.document(path)) },
      },
    ),
  };

  #listen(event: 'file' | 'open' | 'change' | 'close', listener: Listener): { dispose(): void } {
    this.#listeners[event].add(listener);
    return { dispose: () => void this.#listeners[event].delete(listener) };
  }

  #tell(event: 'file' | 'open' | 'change' | 'close', news: unknown): void {
    for (const listener of this.#listeners[event]) listener(news as never); // what VS Code would give it
  }
}

export const fakeEditor = new FakeEditor();
