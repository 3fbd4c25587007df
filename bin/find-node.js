/**
 * Finds a Node that can run fairlead where the one that started it is too old: one that is installed here, or one that npm
 * gets once. A dependency would do it without a search, but npm would then put its `node` before the user's own in every
 * project that uses the library. CommonJS, so that old Nodes can read it.
 */
'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { homedir } = require('node:os');
const { basename, delimiter, dirname, join } = require('node:path');

module.exports = { bringNode, canRun, findNode };

/** Node 24.15 is the first with an SQLite that cannot damage the database. */
const minimum = [24, 15];

const root = dirname(__dirname);
const env = process.env;
const home = env.HOME || homedir();
const platform = `${process.platform}-${process.arch}`;
/** The names under which npm has Node's programs, by platform. */
const packages = [`node-${platform}`, `node-bin-${platform}`];
const wanted = readWanted();

/** @param version as in `process.versions.node` */
function canRun(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

/** @returns the path of a Node that is installed here, or undefined */
function findNode() {
  // A checkout has one for development; where somebody has installed one beside this package, npm puts it there.
  const beside = basename(dirname(root)) === 'node_modules' ? [dirname(root)] : [];
  for (const directory of [join(root, 'node_modules'), ...beside]) {
    const found = programIn(directory);
    if (found) return found;
  }
  const brought = wanted && programIn(join(wanted.cache, 'node_modules'));
  return brought || findOnPath() || findManaged();
}

/**
 * Gets a Node from npm into the user's cache.
 *
 * @returns its path, or why there is none and what to do: `{ node, fault, next }`
 */
function bringNode() {
  const isCheckout = fs.existsSync(join(root, 'src'));
  const next = isCheckout ? 'npm ci' : `install Node ${minimum.join('.')} or newer`;
  if (!wanted)
    return {
      fault: isCheckout ? 'its dependencies are not installed' : `npm has none for ${platform}`,
      next,
    };
  const { cache } = wanted;
  console.error(`fairlead: getting Node ${wanted.version} from npm, once, into ${cache}`);
  let made;
  try {
    fs.mkdirSync(dirname(cache), { recursive: true });
    made = fs.mkdtempSync(`${cache}-`);
    writeProject(made, wanted);
    const got = spawnSync(npm(), ['ci', '--prefix', made, ...options], { cwd: made, encoding: 'utf8' });
    if (!programIn(join(made, 'node_modules')))
      return { fault: `npm could not get one: ${reasonOf(got)}`, next };
    // Another process may have been faster; what an interrupted one left is replaced.
    if (!programIn(join(cache, 'node_modules'))) {
      fs.rmSync(cache, { recursive: true, force: true });
      fs.renameSync(made, cache);
    }
  } catch (error) {
    if (!programIn(join(cache, 'node_modules'))) return { fault: error.message, next };
  } finally {
    if (made) fs.rmSync(made, { recursive: true, force: true });
  }
  return { node: programIn(join(cache, 'node_modules')) };
}

/** Against what somebody has configured for another purpose, as npx does for what it runs. */
const options = ['--global=false', '--workspaces=false', '--dry-run=false', '--ignore-scripts'].concat([
  '--fetch-retries=1',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
]);

/** Which Node to get; tools/build.ts writes it into the package. */
function readWanted() {
  const list = join(root, 'dist', 'node.json');
  if (!fs.existsSync(list)) return undefined;
  const offered = JSON.parse(fs.readFileSync(list, 'utf8'));
  const name = packages.find((entry) => entry in offered);
  if (!name) return undefined;
  const { version, integrity } = offered[name];
  const cache = join(env.XDG_CACHE_HOME || join(home, '.cache'), 'fairlead', `node-${version}`);
  return { name, version, integrity, cache };
}

/** A project that consists of this one dependency, locked by its checksum. */
function writeProject(directory, { name, version, integrity }) {
  const own = { name: 'fairlead-node', version: '0.0.0', private: true, dependencies: { [name]: version } };
  const entries = { '': own, [`node_modules/${name}`]: { version, integrity } };
  const lock = {
    name: own.name,
    version: own.version,
    lockfileVersion: 3,
    requires: true,
    packages: entries,
  };
  fs.writeFileSync(join(directory, 'package.json'), JSON.stringify(own));
  fs.writeFileSync(join(directory, 'package-lock.json'), JSON.stringify(lock));
}

function programIn(directory) {
  return packages.map((name) => examine(join(directory, name, 'bin', 'node'))).find(Boolean);
}

/** Asks a program itself what it is: version managers put a script of theirs where a `node` is looked for. */
function examine(path) {
  if (!fs.existsSync(path) || fs.realpathSync(path) === fs.realpathSync(process.execPath)) return undefined;
  const question = 'process.versions.bun ? "" : process.versions.node + "\\n" + process.execPath';
  const asked = spawnSync(path, ['-p', question], {
    encoding: 'utf8',
    timeout: 10_000,
    env: { ...env, NODE_OPTIONS: '' },
  });
  const [version = '', real] = (asked.stdout || '').trim().split('\n');
  return asked.status === 0 && real && canRun(version) ? real : undefined;
}

function findOnPath() {
  const directories = (env.PATH || '').split(delimiter).filter(Boolean);
  return directories.map((directory) => examine(join(directory, 'node'))).find(Boolean);
}

/** The newest that a version manager keeps. */
function findManaged() {
  const layouts = [
    [join(env.NVM_DIR || join(home, '.nvm'), 'versions/node'), 'bin/node'],
    [join(env.FNM_DIR || join(home, '.local/share/fnm'), 'node-versions'), 'installation/bin/node'],
    [join(env.VOLTA_HOME || join(home, '.volta'), 'tools/image/node'), 'bin/node'],
    [join(env.ASDF_DATA_DIR || join(home, '.asdf'), 'installs/nodejs'), 'bin/node'],
    [join(env.MISE_DATA_DIR || join(home, '.local/share/mise'), 'installs/node'), 'bin/node'],
    [join(env.N_PREFIX || '/usr/local', 'n/versions/node'), 'bin/node'],
  ];
  const installed = layouts.flatMap(([directory, path]) =>
    listed(directory).map((version) => ({
      version: version.replace(/^v/, ''),
      path: join(directory, version, path),
    })),
  );
  return installed
    .filter(({ version }) => /^\d+\.\d+\.\d+$/.test(version) && canRun(version))
    .sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }))
    .map(({ path }) => examine(path))
    .find(Boolean);
}

function listed(directory) {
  try {
    return fs.readdirSync(directory);
  } catch {
    // It is not used here, or not readable, and then holds nothing that could be run.
    return [];
  }
}

/** The npm that came with this Node, or whichever there is. */
function npm() {
  const beside = join(dirname(process.execPath), 'npm');
  return fs.existsSync(beside) ? beside : 'npm';
}

function reasonOf({ error, stderr }) {
  if (error) return error.message;
  const line = stderr
    .split('\n')
    .find((entry) => /^npm (error|ERR!) (?!code |errno |A complete log)/.test(entry));
  return (line || stderr.trim() || 'it said nothing').slice(0, 200);
}
