/** A tree item as the extension made it. */
export interface FakeItem {
  readonly label: string;
  readonly id?: string;
  readonly description?: string;
  readonly contextValue?: string;
  readonly tooltip?: { readonly value: string };
  readonly iconPath?: { readonly id: string };
}

interface Provider {
  getChildren(): Promise<readonly FakeItem[]>;
  resolveTreeItem(item: FakeItem, element: FakeItem): FakeItem;
  onDidChangeTreeData(listener: () => void): unknown;
}

/** VS Code's side of a tree: what it shows, and how often it was asked to show it anew. */
class FakeTree {
  readonly view = { description: '', message: '', selection: [] as readonly FakeItem[], dispose: () => undefined };
  clipboard = '';
  refreshes = 0;
  #provider: Provider | undefined;

  readonly createTreeView = (_: string, { treeDataProvider }: { readonly treeDataProvider: Provider }): object => {
    this.#provider = treeDataProvider;
    treeDataProvider.onDidChangeTreeData(() => this.refreshes++);
    return this.view;
  };

  /** The items that the tree shows now. */
  async items(): Promise<readonly FakeItem[]> {
    return (await this.#provider?.getChildren()) ?? [];
  }

  /** What an item shows under the pointer. */
  tooltip(item: FakeItem): string | undefined {
    return this.#provider?.resolveTreeItem(item, item).tooltip?.value;
  }

  readonly api = {
    TreeItem: class {
      constructor(readonly label: string) {}
    },
    ThemeIcon: class {
      constructor(readonly id: string) {}
    },
    ThemeColor: class {
      constructor(readonly id: string) {}
    },
    MarkdownString: class {
      constructor(readonly value: string) {}
    },
  };
}

export const fakeTree = new FakeTree();
