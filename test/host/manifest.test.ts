import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { runCommandNames } from '../../src/host/runCommandNames';
import { architecturePanelType, metricsViewId, runsViewId } from '../../src/host/viewIds';
import { helpfulCommands } from '../../src/host/failureActions';
import { manifest } from './manifest';

const versionsSchema = z.object({ codeServer: z.object({ minimum: z.object({ version: z.string() }) }) });

describe('manifest', () => {
  const { engines, contributes, capabilities, activationEvents, icon } = manifest();
  const titles = new Map(
    contributes.commands.map(({ command, category, title }) => [command, `${category}: ${title}`]),
  );

  const ofRuns: readonly string[] = runCommandNames.map((name) => `resnet.${name}`);

  it('has the commands by the names that users know', () => {
    assert.equal(titles.get('resnet.train'), 'ResNet: Train');
    assert.equal(titles.get('resnet.stop'), 'ResNet: Stop Training');
    assert.equal(titles.get('resnet.showArchitecture'), 'ResNet: Show Architecture');
    assert.equal(titles.get('resnet.compareArchitectures'), 'ResNet: Compare Architectures');
    assert.equal(titles.get('resnet.installEngine'), 'ResNet: Install Engine');
    assert.equal(titles.get('resnet.doctor'), 'ResNet: Doctor');
  });

  it('has every command that a failure’s buttons run', () => {
    for (const command of Object.values(helpfulCommands)) assert.ok(titles.has(command), command);
  });

  it('has a handler for every command', () => {
    const source = ['extension', 'host/runCommands'].map((file) => readFileSync(`src/${file}.ts`, 'utf8')).join('\n');
    for (const command of titles.keys())
      assert.match(source, new RegExp(`\\b${command.replace('resnet.', '')}: `), command);
  });

  it('has the views by the ids that the code uses', () => {
    assert.deepEqual(
      contributes.views['resnet']?.map(({ id, type }) => [id, type]),
      [
        [metricsViewId, 'webview'],
        [runsViewId, undefined],
      ],
    );
    assert.deepEqual(activationEvents, [`onWebviewPanel:${architecturePanelType}`, 'onLanguage:jsonc']);
  });

  it('does not let a workspace choose programs', () => {
    for (const key of ['resnet.nodePath', 'resnet.python']) {
      assert.equal(contributes.configuration.properties[key]?.scope, 'machine', key);
      assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes(key), key);
    }
  });

  it('has a walkthrough whose commands, events and pictures are there', () => {
    const known = new Set([...titles.keys(), `${metricsViewId}.focus`]);
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 5);
    for (const { description, media, completionEvents } of steps) {
      const commands = [...description.matchAll(/\(command:([^)?]+)(\?[^)]*)?\)/g)].map(([, command]) => command ?? '');
      const events = completionEvents.map((event) => event.replace(/^onCommand:/, ''));
      assert.ok(commands.length > 0, description);
      for (const command of commands) assert.ok(known.has(command), command);
      for (const event of events) assert.ok(known.has(event) || event === `onView:${metricsViewId}`, event);
      assert.ok(existsSync(media.svg ?? media.markdown ?? ''), description);
    }
  });

  it('has all its commands where there is no machine, too', () => {
    const source = readFileSync('src/web.ts', 'utf8');
    for (const command of [...titles.keys()].filter((each) => !ofRuns.includes(each)))
      assert.match(source, new RegExp(`'(resnet\\.)?${command.replace('resnet.', '')}'`), command);
  });

  it('has menus, keys and buttons for known commands, and all about runs in the tree', () => {
    const { menus, keybindings, viewsWelcome } = contributes;
    const buttons = viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/\(command:(resnet\.[^)]+)\)/g)].map(([, command = '']) => command)); // prettier-ignore
    const inMenus = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    for (const command of [...inMenus, ...buttons, ...keybindings.map((key) => key.command)])
      assert.ok(titles.has(command), command);
    assert.ok(buttons.includes('resnet.train'));
    const ofTree = [...(menus['view/item/context'] ?? []), ...(menus['view/title'] ?? [])].filter(({ when }) => when.includes(runsViewId)); // prettier-ignore
    for (const command of [...ofRuns, 'resnet.resume', 'resnet.export'])
      assert.ok(
        ofTree.some((item) => item.command === command),
        command,
      );
  });

  it('asks for the lowest VS Code that it is tested in', () => {
    const { codeServer } = versionsSchema.parse(JSON.parse(readFileSync('scripts/setup/versions.json', 'utf8')));
    const [, minor] = codeServer.minimum.version.split('.');
    assert.equal(engines.vscode, `^1.${minor}.0`); // code-server 4.N has VS Code 1.N in it
  });

  it('has its icons', () => {
    for (const file of [icon, ...contributes.viewsContainers.activitybar.map((container) => container.icon)])
      assert.ok(existsSync(file), file);
    for (const theme of ['light', 'dark']) assert.ok(existsSync(`media/panel-${theme}.svg`), theme);
  });
});
