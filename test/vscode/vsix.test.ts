import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { packaged } from '../package/packaged';
import { runCommandAndPick } from './harness/commandPalette';
import type { Environment, Release } from './harness/codeServer';
import { environmentOf, internetSockets } from './harness/processFacts';
import { startVsCode } from './harness/startVsCode';
import { keptRun, metricsView, toast, train, untilRun, untilStep, worker, type Session } from './session';

const id = 'resnet-inspector.resnet-inspector';
const scratch = mkdtempSync(path.join(tmpdir(), 'resnet-bare-'));
const home = path.join(scratch, 'home');
const programs = path.join(scratch, 'programs');

const told = Object.keys(process.env).filter((name) => /^(RESNET|XDG|TF)_/.test(name));

/** A user who has nothing: an empty home, no program on the PATH, and nothing of what the tests are told. */
const bare: Environment = {
  ...Object.fromEntries(told.map((name) => [name, undefined])),
  HOME: home,
  PATH: programs,
  SHELL: '/bin/true', // a login shell, which VS Code asks for its environment, would give another PATH
};

let vsix: string;

before(() => {
  for (const folder of [home, programs]) mkdirSync(folder);
  vsix = packaged('linux-x64').get('linux-x64') ?? '';
});

async function open(release: Release, settings: Readonly<Record<string, unknown>>): Promise<Session> {
  const code = await startVsCode({ release, extension: { vsix }, environment: bare, settings });
  // without a workspace runs are kept in the extension's own storage
  return { code, workspace: path.join(code.userFolder, 'User/globalStorage', id) };
}

/** How often a VS Code may be started anew: 1.100 now and then leaves a webview blank for ever that loads beside another. */
const restarts: Readonly<Record<Release, number>> = { newest: 0, minimum: 2 };

/** A VS Code in which the example trains, and the panel that shows its graph. */
async function training(release: Release): Promise<{ readonly session: Session; readonly panel: Frame }> {
  for (let left = restarts[release]; ; left--) {
    const session = await open(release, { 'resnet.epochs': 1, 'resnet.limitTrain': 256, 'resnet.limitTest': 32 });
    try {
      return { session, panel: await train(session) };
    } catch (error) {
      await session.code.screenshot(`failed-vsix-${release}`);
      await session.code.close();
      if (left === 0) throw error;
    }
  }
}

for (const release of ['newest', 'minimum'] as const)
  describe(`the VSIX, installed in the ${release} VS Code without a folder, on a machine with nothing`, function () {
    this.timeout(300_000);
    let session: Session;

    describe('on a machine', () => {
      let panel: Frame;
      before(async () => {
        ({ session, panel } = await training(release));
      });
      after(() => session.code.close());
      afterEach(async function () {
        if (this.currentTest?.state === 'failed') await session.code.screenshot(`failed-vsix-${release}`);
      });

      it('trains at once: the graph is drawn, and the first loss appears', async () => {
        assert.equal(await panel.locator('[data-block]').count(), 16);
        await untilStep(panel, 1);
        assert.match((await panel.locator('#status').textContent()) ?? '', /loss \d/);
      });

      it('does so with what came in the VSIX, and no network', () => {
        const pid = worker(session);
        const { commandLine = '' } = session.code.processes().find((running) => running.pid === pid) ?? {};
        assert.match(commandLine, new RegExp(`/extensions/${id}-[^/]+/dist/trainer\\.cjs`));
        const environment = environmentOf(pid);
        const search = (environment.get('PATH') ?? '').split(':'); // VS Code puts a folder of its own first
        assert.equal(search.at(-1), programs);
        for (const folder of search) assert.ok(!existsSync(path.join(folder, 'python3')), folder);
        assert.equal(environment.get('RESNET_DIST'), undefined);
        assert.deepEqual(internetSockets(pid), []);
        assert.ok(!existsSync(path.join(home, '.cache/resnet-inspector')));
      });

      it('ends with a test accuracy and a run in the extension’s storage', async () => {
        const charts = await session.code.webview(metricsView);
        assert.match((await charts.locator('[data-fact="engine"]').textContent()) ?? '', /wasm|webgpu/);
        await untilRun(session, 'done');
        assert.equal(keptRun(session).epochs.length, 1);
        await session.code.screenshot(`vsix-trained-${release}`);
      });

      it('has a walkthrough of five steps', async () => {
        const { page } = session.code;
        await runCommandAndPick(page, 'Welcome: Open Walkthrough', 'Train your first ResNet');
        await page.locator('.getting-started-step').first().waitFor();
        assert.equal(await page.locator('.getting-started-step').count(), 5);
        await session.code.screenshot(`walkthrough-${release}`);
      });
    });

    describe('in a browser’s worker, as in a VS Code without a machine', () => {
      before(async () => {
        session = await open(release, { 'remote.extensionKind': { [id]: ['web'] } });
      });
      after(() => session.code.close());
      afterEach(async function () {
        if (this.currentTest?.state === 'failed') await session.code.screenshot(`failed-vsix-web-${release}`);
      });

      it('shows networks', async () => {
        await runCommandAndPick(session.code.page, 'ResNet: Show Architecture', 'resnet50');
        const panel = await session.code.webview('[data-block="layer3.5"]');
        assert.equal(await panel.locator('[data-block]').count(), 16);
        await session.code.screenshot(`vsix-web-${release}`);
      });

      it('says what training needs', async () => {
        await session.code.runCommand('ResNet: Train');
        await toast(session, /Training and writing files need a machine/).waitFor();
        assert.deepEqual(
          session.code.processes().filter(({ commandLine }) => commandLine.includes('trainer.cjs')),
          [],
        );
      });
    });
  });
