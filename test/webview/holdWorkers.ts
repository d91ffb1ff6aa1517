import type { Page } from 'playwright-core';

declare global {
  interface Window {
    heldWorkers?: {
      /** Sends what was held back; how many answers came, once there is one to each message. */
      letGo(): Promise<number>;
    };
  }
}

/** Holds back what a page says to the worker that it starts. */
export async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(hold);
}

function hold(): void {
  const held: (() => void)[] = [];
  const answered: (() => void)[] = [];
  class HeldWorker extends Worker {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('message', () => answered.shift()?.());
      window.heldWorkers = { letGo };
    }

    override postMessage(message: unknown): void {
      held.push(() => super.postMessage(message));
    }
  }
  const letGo = async (): Promise<number> => {
    const answers = held.map(() => new Promise<void>((resolve) => answered.push(resolve)));
    for (const send of held) send();
    return (await Promise.all(answers)).length;
  };
  window.Worker = HeldWorker;
}
