// Measures the heap of open pages of the dashboard while an hour's worth of events passes: 7,200,000, which is an hour of 2,000 a second.
//
//   node benchmarks/dashboard-heap.mjs [--seconds N] [--rate EVENTS_A_SECOND] [--proffer FILE]
//
// Runs `proffer bench launch` for the cluster: a real master, 5,000 emulated agents and 50,000 live tasks, but with 12,000 events a second
// (launched, running, ended), so that the hour is over in 600 s; fewer `--seconds` try it. Three pages are open at once, each in a process of
// its own: the overview, the list of all tasks, and that list in a window that nobody sees, where browsers draw nothing. Every second their
// heaps are looked at, for the highest; every 30 s garbage is collected first. Ends with 1 if a heap is larger than 150 MB then.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { browser, sleep } from './browser.mjs';

const { values: wanted } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    rate: { type: 'string', default: '12000' },
    proffer: { type: 'string', default: fileURLToPath(new URL('../proffer', import.meta.url)) },
  },
});
const SECONDS = Number(wanted.seconds);
const EVENTS_PER_SECOND = Number(wanted.rate);
const AN_HOUR = 2000 * 3600;
const ENOUGH = Math.min(AN_HOUR, SECONDS * EVENTS_PER_SECOND);
/** A machine that is slower than it should be gets this many times as long. */
const PATIENCE = 3;
const EVENTS_PER_TASK = 3;
const TASKS = 50_000;
const LIMIT_MB = 150;
const MB = 1024 * 1024;
const COLLECTED_EVERY_MS = 30_000;

const rate = Math.round(EVENTS_PER_SECOND / EVENTS_PER_TASK);
const taskMs = Math.round((TASKS / rate) * 1000);

function cluster() {
  const bench = spawn(wanted.proffer, ['bench', 'launch', '--agents', 5000, '--rate', rate, '--task-ms', taskMs,
    '--warm-up', Math.ceil(taskMs / 1000) + 3, '--seconds', SECONDS * PATIENCE + 60, '--in-flight', 40_000].map(String), { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((done, fail) => {
    let said = '';
    bench.stderr.on('data', (bytes) => {
      said += bytes;
      const found = /master (http:\S+) pid (\d+)/.exec(said);
      if (found) done({ url: found[1], close: () => bench.kill() });
    });
    bench.on('exit', () => fail(new Error('the cluster has ended: ' + said)));
  });
}

/** Tasks launched and updates of their states, since the master runs. */
async function events(url) {
  const text = await (await fetch(url + '/metrics')).text();
  const of = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  return of('proffer_master_tasks_launched_total') + of('proffer_master_status_updates_total');
}

/** Runs in a page before anything else: counts what the page is told, and how often it had to begin anew. */
const COUNTED = `
  window.toldOf = { deltas: 0, characters: 0, resets: 0 };
  const Known = window.EventSource;
  window.EventSource = class extends Known {
    constructor(...address) {
      super(...address);
      this.addEventListener('delta', (event) => { toldOf.deltas++; toldOf.characters += event.data.length; });
      this.addEventListener('reset', () => toldOf.resets++);
    }
  };`;

/** What a browser does of a window that nobody sees: frames are not drawn, and timers wait. */
const UNSEEN = `
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
  Object.defineProperty(document, 'hidden', { get: () => true });
  window.requestAnimationFrame = () => 0;
  const soon = window.setTimeout;
  window.setTimeout = (run, ms, ...rest) => soon(run, Math.max(ms ?? 0, 60_000), ...rest);`;

async function open(chromium, name, url, before) {
  const page = await chromium.visit(url, COUNTED + before, true);
  await chromium.call('HeapProfiler.enable', {}, page.session);
  const used = async () => (await chromium.call('Runtime.getHeapUsage', {}, page.session)).usedSize / MB;
  return {
    name,
    highest: 0,
    kept: 0,
    async look() {
      this.highest = Math.max(this.highest, await used());
    },
    async collect() {
      await chromium.call('HeapProfiler.collectGarbage', {}, page.session);
      this.kept = await used();
    },
    told: () => page.run('toldOf'),
    /** What can be read on it, where it is drawn. */
    live: () => page.run(`[...document.querySelectorAll('.pulse, .filter [role=status]')].map((one) => one.textContent).join(', ')`),
  };
}

async function watch(pages, url) {
  const before = await events(url);
  const until = Date.now() + SECONDS * PATIENCE * 1000;
  let collectAt = Date.now() + COLLECTED_EVERY_MS;
  let told = 0;
  while (told < ENOUGH && Date.now() < until) {
    await sleep(1000);
    for (const page of pages) await page.look();
    told = (await events(url)) - before;
    if (Date.now() < collectAt && told < ENOUGH) continue;
    collectAt = Date.now() + COLLECTED_EVERY_MS;
    for (const page of pages) await page.collect();
    const heaps = pages.map((page) => `${page.name} ${page.kept.toFixed(0)} (highest ${page.highest.toFixed(0)})`).join(', ');
    console.log(`${((told / AN_HOUR) * 100).toFixed(0).padStart(3)} % of an hour: MB ${heaps}; ${await pages[1].live()}`);
  }
  return told;
}

const large = await cluster();
const chromium = browser();
try {
  await sleep(taskMs + 5000);
  const pages = [
    await open(chromium, 'overview', large.url + '/#/', ''),
    await open(chromium, 'tasks', large.url + '/#/tasks', ''),
    await open(chromium, 'tasks unseen', large.url + '/#/tasks', UNSEEN),
  ];
  await sleep(5000);
  for (const page of pages) await page.collect();
  console.log('at first: MB ' + pages.map((page) => `${page.name} ${page.kept.toFixed(0)}`).join(', '));
  const told = await watch(pages, large.url);
  console.log(`\n${told} events, which is ${((told / AN_HOUR) * 100).toFixed(0)} % of an hour's`);
  for (const page of pages) {
    const { deltas, characters, resets } = await page.told();
    console.log(`${page.name.padEnd(14)} ${page.kept.toFixed(0).padStart(5)} MB kept, ${page.highest.toFixed(0).padStart(5)} MB at most; ` +
      `told ${deltas} times, ${(characters / MB).toFixed(0)} MB in all, began anew ${Math.max(0, resets - 1)} times`);
  }
  if (told < ENOUGH || pages.some((page) => page.kept > LIMIT_MB)) process.exitCode = 1;
} finally {
  chromium.close();
  large.close();
}
