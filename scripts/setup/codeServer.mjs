import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from './findProgram.mjs';
import { cacheRoot, versions } from './paths.mjs';
import { runTool, toolEnvironment } from './runTool.mjs';
import { SetupError } from './setupError.mjs';
import { completeFolder, makeFolder } from './staged.mjs';
import { step } from './step.mjs';

const whole = path.join(cacheRoot, `code-server-${versions.codeServer}-node-${versions.codeServerNode}`);
const platform = 'linux-x64';

/**
 * A real VS Code to run in a browser: code-server with the Node it is made for, from npm packages, without any system library.
 * @returns {Promise<{ folder: string, node: string }>}
 */
export async function codeServer() {
  const home = homeFolder();
  const folder = await step({
    name: `code-server ${versions.codeServer}`,
    find: () => completeFolder(home),
    doing: 'installing from npm packages, about a minute and 700 MB of disk while it runs, 400 MB after',
    make: () => {
      requirePlatform();
      return makeFolder(home, install);
    },
  });
  return { folder, node: path.join(folder, 'bin/node') };
}

/** A copy made without a compiler has a name of its own, so that it gives way to a whole one as soon as there is a compiler. */
function homeFolder() {
  return completeFolder(whole) !== undefined || missingTools().length === 0 ? whole : `${whole}-without-logs`;
}

function missingTools() {
  return ['g++', 'make', 'python3'].filter((name) => findProgram([name]) === undefined);
}

function requirePlatform() {
  if (`${process.platform}-${process.arch}` !== platform)
    throw new SetupError(
      `code-server is set up here on ${platform} only, and this machine is ${process.platform}-${process.arch}: install VS Code with its command "code".`,
    );
}

async function install(staging) {
  tell(`Node ${versions.codeServerNode}`);
  const nodeHome = await installNode(staging);
  const npm = npmUnder(nodeHome);
  writeFileSync(path.join(staging, 'package.json'), JSON.stringify({ private: true }));
  tell(`code-server ${versions.codeServer}`);
  await npm(staging, ['install', '--ignore-scripts', `code-server@${versions.codeServer}`]);
  const server = path.join(staging, 'node_modules/code-server/lib/vscode');
  tell('its packages');
  await npm(server, ['install', '--omit=dev', '--ignore-scripts']);
  await npm(path.join(server, 'extensions'), ['install', '--omit=dev', '--ignore-scripts']);
  await compile(npm, server);
  trim(server);
  cpSync(path.join(nodeHome, 'bin/node'), path.join(staging, 'bin/node'));
  rmSync(path.join(staging, 'node'), { recursive: true });
}

/** The server runs without these two: one writes logs and output channels, the other ends the extension host if the server is killed. */
async function compile(npm, server) {
  const missing = missingTools();
  if (missing.length > 0)
    return tell(`not compiling its log module, for want of ${missing.join(', ')}: output channels will stay empty`);
  tell('compiling its two native modules');
  const modules = ['@vscode/spdlog', '@vscode/native-watchdog'];
  await npm(server, ['rebuild', '--ignore-scripts=false', '--foreground-scripts', ...modules]);
}

function tell(what) {
  console.log(`[set-up]   ${what}`);
}

/** Node in the version that this code-server runs on; its package brings the headers that the compilation needs. */
async function installNode(staging) {
  const folder = path.join(staging, 'node');
  const name = `node-${platform}`;
  await runTool(
    ['npm', 'install', '--prefix', folder, '--no-save', '--ignore-scripts', `${name}@${versions.codeServerNode}`],
    {
      cwd: staging,
      failure: `Node ${versions.codeServerNode} could not be installed from npm (${name}); is the npm registry reachable?`,
    },
  );
  return path.join(folder, 'node_modules', name);
}

/** npm run by the given Node, so that its compilations are for that Node. */
function npmUnder(nodeHome) {
  const search = [path.join(nodeHome, 'bin'), process.env.PATH].join(path.delimiter);
  const env = toolEnvironment({
    PATH: search,
    npm_config_nodedir: nodeHome,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  });
  const failure = `code-server ${versions.codeServer} could not be installed, see the lines above.`;
  return (cwd, args) => runTool(['npm', ...args], { cwd, env, failure });
}

/** Built-in parts that this extension has nothing to do with: other platforms' binaries, AI agents, sign-in, debuggers. */
function trim(server) {
  keepOnly(path.join(server, 'node_modules/@vscode/ripgrep-universal/bin'), platform);
  keepOnly(path.join(server, 'node_modules/node-pty/prebuilds'), platform);
  const unused = /^(copilot|mermaid-markdown-features|github.*|microsoft-authentication|ms-vscode\..*)$/;
  removeMatching(path.join(server, 'extensions'), unused);
  removeMatching(path.join(server, 'node_modules/@github'), /^copilot/);
  removeMatching(path.join(server, 'node_modules/@microsoft'), /^mxc-sdk$/);
}

function keepOnly(folder, kept) {
  for (const name of readdirSync(folder)) if (name !== kept) rmSync(path.join(folder, name), { recursive: true });
}

function removeMatching(folder, pattern) {
  for (const name of readdirSync(folder)) if (pattern.test(name)) rmSync(path.join(folder, name), { recursive: true });
}
