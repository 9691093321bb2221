#!/usr/bin/env node
// Plain JavaScript that an older Node can read, for it must be able to say that it is too old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 2)) {
  process.stderr.write(
    `yizhan needs Node 24.2 or later, this is ${process.versions.node}: run it as "npx yizhan" or "npm start" in the checkout, which bring their own / 需要 Node 24.2 或更高版本，请在项目目录内用 npx yizhan 或 npm start 运行\n`,
  );
  process.exit(1);
}
const { tuneEngine } = await import('../src/cli/engine.ts');
tuneEngine();
// What was compiled once, types taken out, is kept beside the packages: the next start takes half as long. Where nothing
// can be written there, nothing is kept.
const { enableCompileCache } = await import('node:module');
const { fileURLToPath } = await import('node:url');
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/yizhan', import.meta.url)));
const { main } = await import('../src/cli/main.ts');
await main(process.argv);
