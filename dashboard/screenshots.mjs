// Takes the pictures of docs/images:
//
//   node dashboard/screenshots.mjs http://127.0.0.1:5050 [--to DIRECTORY] [--only NAME,NAME] [--login URL]
//
// of a cluster that runs, such as `proffer dev --agents 6 --resources 'cpus:8;mem:16384;disk:102400'`. It deploys
// a few services there first, and lets a minute go by. The picture of the login is of another master, which has
// credentials. Drives the system's Chromium through a pipe, and needs nothing else.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: wanted, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string' }, only: { type: 'string', default: '' }, login: { type: 'string' } },
});
const master = positionals[0] ?? 'http://127.0.0.1:5050';
const images = wanted.to ? wanted.to + '/' : fileURLToPath(new URL('../docs/images/', import.meta.url));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const APPS = [
  { id: '/shop/web', instances: 12, cpus: 1, mem: 512, cmd: 'while :; do n=$(od -An -N1 -tu1 /dev/urandom); echo "$(date +%T) GET /cart/$((n * 37)) 200 $((n % 40)) ms"; sleep 1; done', labels: { team: 'shop' } },
  { id: '/shop/payments', instances: 6, cpus: 1.5, mem: 1024, cmd: 'while :; do date; sleep 2; done', labels: { team: 'shop' } },
  { id: '/mail/outgoing', instances: 2, cpus: 0.5, mem: 256, cmd: 'echo "cannot reach the relay"; sleep 20; exit 1' },
  { id: '/search/index', instances: 2, cpus: 32, mem: 4096, cmd: 'sleep 100000' },
  { id: '/ops/metrics', instances: 6, cpus: 0.25, mem: 128, cmd: 'sleep 100000' },
];

const JOBS = [
  { id: 'report', description: 'What the shop has sold', run: { cmd: 'n=$(od -An -N1 -tu1 /dev/urandom); echo "sold $((n)) carts"; sleep $((n % 4)); exit $((n % 4 == 0))', cpus: 0.5, mem: 64, disk: 0 },
    schedules: [{ id: 'default', cron: '0 3 * * *', timezone: 'Europe/Berlin' }] },
  { id: 'backup', run: { cmd: 'echo copying; sleep 600', cpus: 0.5, mem: 128, disk: 0 }, schedules: [{ id: 'default', cron: '30 2 * * *', timezone: 'UTC' }] },
  { id: 'index', run: { cmd: 'sleep 5', cpus: 48, mem: 64, disk: 0 } },
  { id: 'extract', run: { cmd: 'sleep 1', cpus: 0.1, mem: 32, disk: 0 } },
  ...[['clean', 'extract'], ['enrich', 'extract'], ['aggregate', 'clean', 'enrich'], ['publish', 'aggregate']].map(([id, ...after]) => (
    { id, dependencies: after.map((job) => ({ id: job })), run: { cmd: id === 'enrich' ? 'sleep 3' : id === 'aggregate' ? 'sleep 600' : 'sleep 1', cpus: 0.1, mem: 32, disk: 0 } })),
  { id: 'alert', batch: { dependencies: [{ id: 'aggregate', on: 'notok' }] }, run: { cmd: 'true', cpus: 0.1, mem: 32, disk: 0 } },
  { id: 'render', batch: { array: { indexes: '0-199%8', maxFailedIndexes: 50 } }, run: { cmd: 'sleep 3; test $((PROFFER_ARRAY_INDEX % 17)) != 5', cpus: 0.1, mem: 32, disk: 0 } },
];

async function get(path) {
  return (await fetch(master + path)).json();
}

async function deploy() {
  for (const app of APPS) {
    const answer = await fetch(master + '/service/marathon/v2/apps', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(app),
    });
    if (!answer.ok && answer.status !== 409) throw new Error(`${app.id}: ${answer.status} ${await answer.text()}`);
  }
}

async function runJobs() {
  const ask = (method, path, body) =>
    fetch(master + '/service/metronome' + path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
  for (const job of JOBS) await ask('POST', '/v0/scheduled-jobs', job);
  for (let i = 0; i < 14; i++) await ask('POST', '/v1/jobs/report/runs');
  for (const id of ['backup', 'index', 'extract', 'render']) await ask('POST', `/v1/jobs/${id}/runs`);
}

/** A change of a service that waits for somebody to promote it. */
async function tryChange() {
  const web = { ...APPS[0], proffer: { deployment: { canaries: 3 } }, env: { CART: 'new' } };
  await fetch(master + '/service/marathon/v2/apps/shop/web', {
    method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(web),
  });
}

/** Disk that is kept for a role, with volumes on it. */
async function keepData() {
  const call = async (type, body) => {
    const answer = await fetch(master + '/api/v1', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ type, [type.toLowerCase()]: body }),
    });
    if (!answer.ok) throw new Error(`${type}: ${answer.status} ${await answer.text()}`);
  };
  const { slaves } = await get('/slaves');
  if (slaves.some((agent) => Object.keys(agent.reserved_resources_full ?? {}).length > 0)) return; // it was done before
  const agents = (await get('/dashboard/snapshot')).agents.id.slice(0, 2);
  for (const [i, id] of agents.entries()) {
    const disk = { name: 'disk', type: 'SCALAR', scalar: { value: 10240 * (i + 1) }, reservations: [{ type: 'DYNAMIC', role: 'db', principal: 'ops' }] };
    await call('RESERVE_RESOURCES', { agent_id: { value: id }, resources: [disk] });
    const volume = { ...disk, disk: { persistence: { id: 'orders-' + i, principal: 'ops' }, volume: { container_path: 'data', mode: 'RW' } } };
    await call('CREATE_VOLUMES', { agent_id: { value: id }, volumes: [volume] });
  }
}

function browser() {
  const chromium = spawn('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--hide-scrollbars', '--remote-debugging-pipe'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const waiting = new Map();
  let last = 0;
  let heard = '';
  chromium.stdio[4].on('data', (bytes) => {
    heard += bytes;
    for (let end = heard.indexOf('\0'); end >= 0; end = heard.indexOf('\0')) {
      const message = JSON.parse(heard.slice(0, end));
      heard = heard.slice(end + 1);
      waiting.get(message.id)?.(message.result);
      waiting.delete(message.id);
    }
  });
  const call = (method, params = {}, sessionId = undefined) =>
    new Promise((done) => {
      const id = ++last;
      waiting.set(id, done);
      chromium.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    });
  return { call, close: () => chromium.kill() };
}

/** What a role is sure of, and kept within. */
async function settleQuotas() {
  const quantities = (amounts) => Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, { value }]));
  const quota = (role, guarantees, limits) => ({ role, guarantees: quantities(guarantees), limits: quantities(limits) });
  const answer = await fetch(master + '/api/v1', {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      type: 'UPDATE_QUOTA',
      update_quota: { force: true, quota_configs: [quota('db', { cpus: 8, mem: 16384 }, {}), quota('*', {}, { cpus: 40, mem: 65536 })] },
    }),
  });
  if (!answer.ok) throw new Error(`quotas: ${answer.status} ${await answer.text()}`);
}

async function shoot({ call }, { at = master, name, path, dark = false, width = 1280, height = 800, act = '', type = '' }) {
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  await call('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false }, sessionId);
  await call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] }, sessionId);
  await call('Page.navigate', { url: at + '/#' + path }, sessionId);
  await sleep(3000);
  if (act) {
    await call('Runtime.evaluate', { expression: act, awaitPromise: true }, sessionId);
    await sleep(800);
  }
  for (const key of type) {
    const text = key === '\n' ? '\r' : key;
    await call('Input.dispatchKeyEvent', { type: 'keyDown', key: key === '\n' ? 'Enter' : key, text, windowsVirtualKeyCode: key === '\n' ? 13 : 0 }, sessionId);
  }
  if (type) await sleep(1500);
  const { data } = await call('Page.captureScreenshot', { format: 'png' }, sessionId);
  writeFileSync(`${images}${name}.png`, Buffer.from(data, 'base64'));
  await call('Target.closeTarget', { targetId });
}

/** The machine is the same for all agents of a development cluster, so it is not brought down. */
async function planMaintenance() {
  const { slaves } = await get('/slaves');
  const [hostname, pid] = [slaves[0].hostname, slaves[0].pid];
  const ip = pid.slice(pid.indexOf('@') + 1, pid.lastIndexOf(':'));
  const start = { nanoseconds: (Math.floor(Date.now() / 1000) + 5400) * 1e9 };
  const window = { machine_ids: [{ hostname, ip }], unavailability: { start, duration: { nanoseconds: 1800 * 1e9 } } };
  await fetch(master + '/maintenance/schedule', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ windows: [window] }) });
}

await deploy();
await runJobs();
await keepData();
await settleQuotas();
await sleep(70_000);
await tryChange();
await planMaintenance();
await sleep(4000);
const known = await get('/dashboard/snapshot');
const framework = known.frameworks.id[known.frameworks.name.indexOf('marathon')];
const batch = known.frameworks.id[known.frameworks.name.indexOf('metronome')];
const { runs } = await get('/service/metronome/v1/jobs/report/history');
const failed = (runs.find((run) => run.status === 'FAILED') ?? runs[0]).id;
const [rendering] = (await get('/service/metronome/v1/jobs/render/runs'));
const web = known.tasks.id.find((id) => id.startsWith('shop_web'));
const search = (words) => `document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
  new Promise((r) => setTimeout(r, 300)).then(() => { const i = document.querySelector('.palette input'); i.value = '${words}';
  i.dispatchEvent(new Event('input', { bubbles: true })); return new Promise((r) => setTimeout(r, 1500)); })`;
const TERMINAL = `document.querySelector('main form button').click();
  new Promise((r) => setTimeout(r, 1500)).then(() => {
    document.querySelector('.terminal').scrollIntoView({ block: 'center' });
    document.querySelector('.xterm-helper-textarea').focus();
  })`;
/** What would follow if a role were kept within less than it has. */
const QUOTA = `[...document.querySelectorAll('main tbody tr')].find((row) => row.textContent.startsWith('*')).querySelector('button[aria-label^=Quota]').click();
  new Promise((r) => setTimeout(r, 400)).then(() => {
    for (const [label, value] of [['CPUs guaranteed', '44'], ['CPUs at most', '48']]) {
      const field = document.querySelector('dialog [aria-label="' + label + '"]');
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return new Promise((r) => setTimeout(r, 1200));
  })`;
const app = await browser();
const pages = [
  { name: 'overview', path: '/', height: 1000 },
  { name: 'overview-dark', path: '/', dark: true, height: 1000 },
  { name: 'topology', path: '/topology?color=name', dark: true, height: 600 },
  { name: 'agents', path: '/agents', height: 480 },
  { name: 'agent', path: '/agents/' + known.agents.id[0], height: 1100 },
  { name: 'frameworks', path: '/frameworks', height: 360 },
  { name: 'framework', path: '/frameworks/' + framework, height: 1200 },
  { name: 'services', path: '/services', height: 520 },
  { name: 'service', path: `/services/${framework}/%2Fshop%2Fweb`, height: 900 },
  { name: 'service-new', path: `/services/${framework}`, height: 640 },
  { name: 'service-waiting', path: `/services/${framework}/%2Fsearch%2Findex`, dark: true, height: 760 },
  { name: 'jobs', path: '/jobs', height: 640 },
  { name: 'job', path: `/jobs/${batch}/report`, height: 900 },
  { name: 'job-new', path: `/jobs/${batch}`, dark: true, height: 640 },
  { name: 'run', path: `/jobs/${batch}/report/${failed}`, height: 760 },
  { name: 'workflow', path: `/jobs/${batch}/extract`, height: 900 },
  { name: 'array', path: `/jobs/${batch}/render/${rendering.id}`, dark: true, height: 520 },
  { name: 'events', path: '/events', height: 640 },
  { name: 'audit', path: '/events?about=audit', height: 480 },
  { name: 'tasks', path: '/tasks', height: 760 },
  { name: 'task', path: `/tasks/${framework}/${web}`, height: 1000 },
  { name: 'terminal', path: `/tasks/${framework}/${web}`, height: 640, act: TERMINAL, type: 'ls -l\n' },
  { name: 'offers', path: '/offers', height: 760 },
  { name: 'roles', path: '/roles', height: 360 },
  { name: 'quota', path: '/roles', height: 760, act: QUOTA },
  ...(wanted.login ? [{ name: 'login', at: wanted.login, path: '/', height: 520 }] : []),
  { name: 'volumes', path: '/volumes', height: 360 },
  { name: 'maintenance', path: '/maintenance', height: 360 },
  { name: 'masters', path: '/masters', height: 620 },
  { name: 'search', path: '/', height: 640, act: search('web') },
  { name: 'narrow', path: '/', width: 360, height: 740 },
  { name: 'narrow-tasks', path: '/tasks', width: 360, height: 740, dark: true },
  { name: 'narrow-service', path: `/services/${framework}/%2Fshop%2Fweb`, width: 360, height: 740 },
];
const only = wanted.only === '' ? null : wanted.only.split(',');
for (const page of pages) if (!only || only.includes(page.name)) await shoot(app, page);
app.close();
