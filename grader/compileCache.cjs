/**
 * Keeps what V8 has compiled, so that the next start of the same program need not compile it again. Node does so itself from
 * version 22 on. JavaScript, because start.cjs needs it before TypeScript can run.
 */
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const packages = path.join(path.dirname(__dirname), "node_modules") + path.sep;

/**
 * @param {string} folder for Node's own cache
 * @param {string} file for ours, where Node has none: with all modules of one program, because it is read in one go
 */
exports.keepCompiled = (folder, file) => {
  if (Module.enableCompileCache) Module.enableCompileCache(folder);
  else keepIn(file);
};

function keepIn(file) {
  const kept = read(file);
  const added = new Map();
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, name, format) {
    // What comes from the cache runs no import().
    const isKept =
      name.startsWith(packages) &&
      /\.c?js$/.test(name) &&
      format !== "module" &&
      !/\bimport\s*\(/.test(content);
    if (!isKept) return compile.call(this, content, name, format);
    const { size, mtimeMs } = statSync(name);
    const version = `${size} ${mtimeMs}`;
    const known = kept.get(name);
    let script;
    try {
      script = new vm.Script(Module.wrap(content), {
        filename: name,
        cachedData: known?.version === version ? known.code : undefined,
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
    } catch {
      // An ES module, or an error of which Node tells more.
      return compile.call(this, content, name, format);
    }
    if (script.cachedDataRejected !== false) added.set(name, { version, script });
    return script.runInThisContext().call(this.exports, ...parametersOf(this, name));
  };
  process.once("exit", (code) => {
    // A run that fails at once has compiled little.
    if (added.size === 0 || code > 1) return;
    for (const [name, { version, script }] of added)
      kept.set(name, { version, code: script.createCachedData() });
    write(file, kept);
  });
}

/** What Node passes to a module: exports, require, module, __filename, __dirname. */
function parametersOf(module, name) {
  const require = (id) => module.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return [module.exports, require, module, name, path.dirname(name)];
}

/** The file has the length of a table in JSON, the table, and the code of all modules. */
function write(file, kept) {
  let end = 0;
  const table = [];
  for (const [name, { version, code }] of kept) {
    const begin = end;
    end += code.length;
    table.push([name, version, begin, end]);
  }
  const head = Buffer.from(JSON.stringify(table));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      `${file}.${process.pid}`,
      Buffer.concat([length, head, ...Array.from(kept.values(), ({ code }) => code)]),
    );
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // The next start takes longer.
  }
}

/** What was kept, by the module's file; empty where there is nothing, or nothing that can be read. */
function read(file) {
  try {
    const bytes = readFileSync(file);
    const begin = 4 + bytes.readUInt32LE(0);
    const table = JSON.parse(bytes.toString("utf8", 4, begin));
    return new Map(
      table.map(([name, version, from, to]) => [
        name,
        { version, code: bytes.subarray(begin + from, begin + to) },
      ]),
    );
  } catch {
    return new Map();
  }
}
