import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from './findProgram.mjs';
import { cacheRoot } from './paths.mjs';
import { runTool, toolEnvironment } from './runTool.mjs';
import { SetupError } from './setupError.mjs';
import { completeFolder, makeFolder } from './staged.mjs';
import { step } from './step.mjs';

const platform = 'linux-x64';

/**
 * A real VS Code to run in a browser: code-server with the Node it is made for, from npm packages, without any system library.
 * @param {{ version: string, node: string }} release
 * @returns {Promise<{ folder: string, node: string }>}
 */
export async function codeServer(release) {
  const home = homeFolder(release);
  const folder = await step({
    name: `code-server ${release.version}`,
    find: () => completeFolder(home),
    doing: 'installing from npm packages, about a minute and 700 MB of disk while it runs, 400 MB after',
    make: () => {
      requirePlatform();
      return makeFolder(home, (staging) => install(staging, release));
    },
  });
  return { folder, node: path.join(folder, 'bin/node') };
}

/** A copy made without a compiler has a name of its own, so that it gives way to a whole one as soon as there is a compiler. */
function homeFolder({ version, node }) {
  const whole = path.join(cacheRoot, `code-server-${version}-node-${node}`);
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

async function install(staging, { version, node }) {
  tell(`Node ${node}`);
  const nodeHome = await installNode(staging, node);
  const npm = npmUnder(nodeHome, `code-server ${version} could not be installed, see the lines above.`);
  writeFileSync(path.join(staging, 'package.json'), JSON.stringify({ private: true }));
  tell(`code-server ${version}`);
  await npm(staging, ['install', '--ignore-scripts', `code-server@${version}`]);
  const server = path.join(staging, 'node_modules/code-server/lib/vscode');
  tell('its packages');
  await npm(server, ['install', '--omit=dev', '--ignore-scripts']);
  await npm(path.join(server, 'extensions'), ['install', '--omit=dev', '--ignore-scripts']);
  await compilePasswords(npm, staging);
  await compile(npm, server);
  trim(server);
  cpSync(path.join(nodeHome, 'bin/node'), path.join(staging, 'bin/node'));
  rmSync(path.join(staging, 'node'), { recursive: true });
}

const rebuild = ['rebuild', '--ignore-scripts=false', '--foreground-scripts'];

/** The server does not start without its module for passwords, which older versions bring as source alone. */
async function compilePasswords(npm, staging) {
  if (existsSync(path.join(staging, 'node_modules/argon2/prebuilds'))) return;
  tell('compiling its password module');
  await npm(staging, [...rebuild, 'argon2']);
}

/** The server runs without these two: one writes logs and output channels, the other ends the extension host if the server is killed. */
async function compile(npm, server) {
  const missing = missingTools();
  if (missing.length > 0)
    return tell(`not compiling its log module, for want of ${missing.join(', ')}: output channels will stay empty`);
  tell('compiling its two native modules');
  // the second has an older name, too; npm passes over what is not there
  await npm(server, [...rebuild, '@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog']);
}

function tell(what) {
  console.log(`[set-up]   ${what}`);
}

/** Node in the version that this code-server runs on; its package brings the headers that the compilation needs. */
async function installNode(staging, version) {
  const folder = path.join(staging, 'node');
  const name = `node-${platform}`;
  await runTool(['npm', 'install', '--prefix', folder, '--no-save', '--ignore-scripts', `${name}@${version}`], {
    cwd: staging,
    failure: `Node ${version} could not be installed from npm (${name}); is the npm registry reachable?`,
  });
  return path.join(folder, 'node_modules', name);
}

/** npm run by the given Node, so that its compilations are for that Node. */
function npmUnder(nodeHome, failure) {
  const search = [path.join(nodeHome, 'bin'), process.env.PATH].join(path.delimiter);
  const env = toolEnvironment({
    PATH: search,
    npm_config_nodedir: nodeHome,
    npm_config_build_from_source: 'true', // else argon2 asks GitHub for a binary first
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  });
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
  remove(folder, (name) => name !== kept);
}

function removeMatching(folder, pattern) {
  remove(folder, (name) => pattern.test(name));
}

/** A folder that this version does not have is fine. */
function remove(folder, isUnused) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter(isUnused)) rmSync(path.join(folder, name), { recursive: true });
}
