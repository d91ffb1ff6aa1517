import { ProgressLocation, StatusBarAlignment, window, type Disposable, type StatusBarItem } from 'vscode';
import { percent } from '../protocol/format';
import type { RunEvent, RunResult } from '../protocol/run';
import { Pacer } from './pacer';
import { beforeStart, glance, glanceDetail, glanceFraction, glanceLine, type RunGlance } from './runGlance';

/** Four times a second. */
const updateEvery = 250;

/** Shows a run that goes on in the status bar and in a cancellable notification. */
export class RunIndicator implements Disposable {
  readonly #item: StatusBarItem;
  readonly #pacer = new Pacer(() => this.#update(), updateEvery);
  #seen: RunGlance = beforeStart;
  #report: (message: string, increment: number) => void = () => undefined;
  #reported = 0;

  /** @param command What a click on the status bar item does. */
  constructor(command: string) {
    this.#item = window.createStatusBarItem('resnet.run', StatusBarAlignment.Left);
    this.#item.name = 'ResNet Run';
    this.#item.command = command;
  }

  event(event: RunEvent): void {
    this.#seen = glance(this.#seen, event);
    this.#pacer.news();
  }

  /** Follows a run to its end; cancelling the notification calls `stop`. */
  async follow(
    { title, stop }: { readonly title: string; readonly stop: () => void },
    run: Promise<RunResult>,
  ): Promise<RunResult> {
    this.#begin();
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    void window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => {
        progress.report({ message: 'stopping after this batch…' });
        this.#report = (): void => undefined;
        stop();
      });
      this.#report = (message, increment) => progress.report({ message, increment });
      await run.catch(() => undefined);
    });
    try {
      return this.#end(await run);
    } catch (error) {
      this.#close('$(error) ResNet: failed');
      throw error;
    }
  }

  dispose(): void {
    this.#pacer.dispose();
    this.#item.dispose();
  }

  #begin(): void {
    this.#seen = beforeStart;
    this.#reported = 0;
    this.#update();
    this.#item.show();
  }

  #update(): void {
    this.#item.text = `$(${this.#seen.paused ? 'debug-pause' : 'pulse'}) ${glanceLine(this.#seen)}`;
    this.#item.tooltip = glanceDetail(this.#seen);
    const done = 100 * glanceFraction(this.#seen);
    this.#report(glanceDetail(this.#seen), done - this.#reported);
    this.#reported = done;
  }

  #end(result: RunResult): RunResult {
    const best = result.bestAccuracy === undefined ? '' : ` · best ${percent(result.bestAccuracy)}`;
    this.#close(result.stopped ? `$(debug-stop) ResNet: stopped${best}` : `$(check) ResNet: done${best}`);
    return result;
  }

  #close(text: string): void {
    this.#pacer.dispose();
    this.#report = (): void => undefined;
    this.#item.text = text;
    this.#item.tooltip = 'Show the run';
  }
}
