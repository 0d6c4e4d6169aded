// Measures the heap of a dashboard after an hour's worth of events: node benchmarks/dashboard-heap.mjs [seconds] [events a second] [proffer]
// Runs `proffer bench launch` for the cluster: a real master, emulated agents and 50,000 live tasks, but with more events a second
// (launched, running, ended) than the 2,000 that the hour would have, so that it is over sooner. They come over the page's own stream. What
// the page has heard of is counted by what the master has told; it says how many, and how many seconds of an hour that is.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { browser, sleep } from './browser.mjs';

const SECONDS = Number(process.argv[2] ?? 600);
const EVENTS_PER_SECOND = Number(process.argv[3] ?? 12_000);
const proffer = process.argv[4] ?? fileURLToPath(new URL('../proffer', import.meta.url));
const AN_HOUR = 2000 * 3600;
const EVENTS_PER_TASK = 3;
const TASKS = 50_000;
const MB = 1024 * 1024;

const rate = Math.round(EVENTS_PER_SECOND / EVENTS_PER_TASK);
const taskMs = Math.round((TASKS / rate) * 1000);

function cluster() {
  const bench = spawn(proffer, ['bench', 'launch', '--agents', 5000, '--rate', rate, '--task-ms', taskMs,
    '--warm-up', Math.ceil(taskMs / 1000) + 3, '--seconds', SECONDS + 60, '--in-flight', 40_000].map(String), { stdio: ['ignore', 'ignore', 'pipe'] });
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

const large = await cluster();
const chromium = browser();
try {
  await sleep(taskMs + 5000);
  const page = await chromium.visit(large.url + '/#/tasks');
  await sleep(5000);
  const heap = async () => {
    await chromium.call('HeapProfiler.collectGarbage', {}, page.session);
    return (await page.run('performance.memory.usedJSHeapSize')) / MB;
  };
  const before = await events(large.url);
  console.log(`${(await heap()).toFixed(0).padStart(4)} MB at first`);
  const end = Date.now() + SECONDS * 1000;
  let told = 0;
  while (Date.now() < end && told < AN_HOUR) {
    await sleep(Math.min(30_000, Math.max(0, end - Date.now())));
    told = (await events(large.url)) - before;
    const live = await page.run(`document.querySelector('.pulse').textContent + ', ' + document.querySelector('.filter [role=status]').textContent`);
    console.log(`${(await heap()).toFixed(0).padStart(4)} MB after ${told} events, ${((told / AN_HOUR) * 100).toFixed(0)} % of an hour's; the page is ${live}`);
  }
} finally {
  chromium.close();
  large.close();
}
