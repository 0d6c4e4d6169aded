// Measures the dashboard of a large cluster in a real browser: node benchmarks/dashboard.mjs [proffer]
// Runs `proffer bench launch` for the cluster: a real master, 5,000 emulated agents and as many tasks as make 50,000
// live ones with 2,000 events a second (launched, running, ended). Takes two minutes, needs Chromium and nothing else.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { browser, sleep } from './browser.mjs';

const AGENTS = 5000;
const TASKS = 50_000;
const EVENTS_PER_SECOND = 2000;
const EVENTS_PER_TASK = 3;
const VIEWERS = 50;

const rate = Math.round(EVENTS_PER_SECOND / EVENTS_PER_TASK);
const taskMs = Math.round((TASKS / rate) * 1000);
const warmUp = Math.ceil(taskMs / 1000) + 3;

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

/** The cluster; resolves when its master answers. */
function cluster() {
  const proffer = process.argv[2] ?? fileURLToPath(new URL('../proffer', import.meta.url));
  const bench = spawn(proffer, ['bench', 'launch', '--agents', AGENTS, '--rate', rate, '--task-ms', taskMs,
    '--warm-up', warmUp, '--seconds', 70, '--in-flight', 20_000].map(String), { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((done, fail) => {
    let said = '';
    bench.stderr.on('data', (bytes) => {
      said += bytes;
      const found = /master (http:\S+) pid (\d+)/.exec(said);
      if (found) done({ url: found[1], pid: Number(found[2]), close: () => bench.kill() });
    });
    bench.on('exit', () => fail(new Error('the cluster has ended: ' + said)));
  });
}

/** Bytes as they come over the wire. */
function size(url) {
  return new Promise((done, fail) => {
    http.get(url, { headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part) => (bytes += part.length));
      answer.on('end', () => done(bytes));
    }).on('error', fail);
  });
}

function summarySize(url) {
  return new Promise((done, fail) => {
    const asked = http.get(url + '/dashboard/stream', (answer) => {
      let text = '';
      answer.on('data', (part) => {
        text += part;
        const found = /event: summary\ndata: (.*)\n/.exec(text);
        if (found) {
          asked.destroy();
          done(found[1].length);
        }
      });
    });
    asked.on('error', fail);
  });
}

/** Seconds of processor time that a process has had. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function share(pid, seconds) {
  const before = processorSeconds(pid);
  await sleep(seconds * 1000);
  return (processorSeconds(pid) - before) / seconds;
}

/** Runs in the page before anything else: notes long tasks, and when a selector is first there. */
const WATCH = (selector) => `
  window.longTasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((e) => longTasks.push([e.startTime, e.duration]))).observe({ type: 'longtask', buffered: true });
  window.usable = new Promise((done) => {
    const look = () => document.querySelector(${JSON.stringify(selector)}) ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
    look();
  });`;

/** @param selector of what there is when the page can be used */
async function visit(chromium, url, selector) {
  const page = await chromium.visit(url, WATCH(selector));
  await sleep(100);
  return { ...page, usable: await page.run('usable') };
}

const FILTER = `(async () => {
  const field = document.querySelector('main input[type=search]');
  const took = [];
  for (const words of ['bench-1', 'bench-1-2', 'bench-3', '77', '']) {
    const begin = performance.now();
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); }));
    took.push(performance.now() - begin);
    await new Promise((done) => setTimeout(done, 300));
  }
  return took;
})()`;

const SCROLL = (selector, frames, step) => `(async () => {
  const box = document.querySelector('${selector}');
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  while (frames.length < ${frames}) {
    box.scrollTop += ${step};
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  return frames;
})()`;

/** Scrolls for some seconds while the cluster goes on, and waits for some more. */
async function scroll(page, name, selector, count, step) {
  const since = await page.run('performance.now()');
  const frames = await page.run(SCROLL(selector, count, step));
  figures[`${name}: scroll, ms a frame, p95`] = quantile(frames, 0.95);
  figures[`${name}: scroll, ms a frame, worst`] = Math.max(...frames);
  await sleep(4000);
  const long = (await page.run('longTasks')).filter(([start]) => start > since).map(([, duration]) => duration);
  figures[`${name}: longest task in steady state, ms`] = Math.max(0, ...long);
}

const large = await cluster();
const figures = {};
try {
  await sleep(warmUp * 1000);
  figures['snapshot, KB gzip'] = (await size(large.url + '/dashboard/snapshot')) / 1024;
  figures['overview, KB'] = (await summarySize(large.url)) / 1024;
  const chromium = browser();
  try {
    const overview = await visit(chromium, large.url + '/#/', '.tile .value');
    figures['overview: usable, ms'] = overview.usable;
    await overview.leave();
    const tasks = await visit(chromium, large.url + '/#/tasks', 'main tbody td a');
    figures['tasks: usable, ms'] = tasks.usable;
    await sleep(3000);
    figures['tasks: filter to paint, ms, worst of 5'] = Math.max(...(await tasks.run(FILTER)));
    await scroll(tasks, 'tasks', '.table.tall', 480, 60);
    await chromium.call('HeapProfiler.collectGarbage', {}, tasks.session);
    figures['tasks: heap, MB'] = (await tasks.run('performance.memory.usedJSHeapSize')) / 1024 / 1024;
    figures['tasks: live ones shown'] = await tasks.run(`Number(document.querySelector('.filter [role=status]').textContent.replace(/.* of |,/g, ''))`);
    await tasks.leave();
    const topology = await visit(chromium, large.url + '/#/topology', '.topology > div[style]');
    figures['topology: usable, ms'] = topology.usable;
    await sleep(2000);
    await scroll(topology, 'topology', '.topology', 240, 20);
    await topology.leave();
  } finally {
    chromium.close();
  }
  const alone = await share(large.pid, 8);
  const viewers = [];
  const look = async (count) => {
    while (viewers.length < count) {
      viewers.push(http.get(large.url + '/dashboard/stream?topics=cluster', { headers: { 'Accept-Encoding': 'gzip' } }, (answer) => answer.resume()).on('error', () => {}));
    }
    await sleep(2000);
    return share(large.pid, 8);
  };
  const one = await look(1);
  const watched = await look(VIEWERS);
  viewers.forEach((viewer) => viewer.destroy());
  figures['master, processors, nobody looks'] = alone;
  figures['master, processors, one looks'] = one;
  figures[`master, processors, ${VIEWERS} look`] = watched;
} finally {
  large.close();
}
for (const [name, value] of Object.entries(figures)) console.log(name.padEnd(46), value.toFixed(value < 10 ? 2 : 0).padStart(8));
