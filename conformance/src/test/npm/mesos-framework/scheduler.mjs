// A scheduler written with npm mesos-framework: four kinds of tasks, each of which must end the way its kind says.
// Reads MESOS_MASTER (http://host:port) and TIMEOUT_S; prints one PASS or FAIL line and exits 0 only when it passed.
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const load = createRequire(import.meta.url);
const scratch = mkdtempSync(join(tmpdir(), 'npm-scheduler-'));
mkdirSync(join(scratch, 'logs')); // the package writes there
process.chdir(scratch);

const { Scheduler, Mesos } = load('mesos-framework');
const types = Mesos.getMesos();
const master = new URL(process.env.MESOS_MASTER ?? 'http://127.0.0.1:5050');
const deadlineS = Number(process.env.TIMEOUT_S ?? 60);

const expected = {
  finisher: { command: 'echo done', instances: 3, way: ['TASK_RUNNING', 'TASK_FINISHED'] },
  ported: { command: 'sleep 0.2', instances: 1, ports: 2, way: ['TASK_RUNNING', 'TASK_FINISHED'] },
  failer: { command: 'exit 7', instances: 1, way: ['TASK_RUNNING', 'TASK_FAILED'] },
  sleeper: { command: 'sleep 300', instances: 1, way: ['TASK_RUNNING', 'TASK_KILLED'] },
};
const ways = new Map(); // task id -> the states it was told of, in order
let acknowledged = 0;
let subscribed = false;
let ending = false;

const end = (code, text) => {
  (code ? console.error : console.log)(text);
  process.exit(code);
};
const fail = (why) => end(1, `FAIL mesos-framework: ${why}; saw ${JSON.stringify([...ways])}`);
setTimeout(() => fail(`not done after ${deadlineS} s`), deadlineS * 1000);

const scheduler = new Scheduler({
  masterUrl: master.hostname,
  port: master.port,
  frameworkName: 'npm-conformance',
  masterConnectionTimeout: 40,
  restartStates: [],
  logging: { path: scratch, fileName: 'log', level: 'error' },
  tasks: Object.fromEntries(
    Object.entries(expected).map(([name, e], i) => [
      name,
      {
        priority: i + 1,
        instances: e.instances,
        commandInfo: new types.CommandInfo(null, null, true, e.command, null, null),
        resources: { cpus: 0.1, mem: 32, ports: e.ports ?? 0, disk: 0 },
      },
    ]),
  ),
});

const kindOf = (taskId) => Object.keys(expected).find((name) => taskId.includes(`.${name}-`));

function judge() {
  for (const [name, e] of Object.entries(expected)) {
    const mine = [...ways].filter(([id]) => kindOf(id) === name).map(([, way]) => way);
    if (mine.length < e.instances) return;
    for (const way of mine) {
      const last = way.at(-1);
      if (!e.way.every((state) => way.includes(state)) || last !== e.way.at(-1)) {
        const over = ['TASK_FINISHED', 'TASK_FAILED', 'TASK_KILLED', 'TASK_ERROR', 'TASK_LOST'].includes(last);
        if (over) fail(`a ${name} went ${way}`);
        return;
      }
    }
  }
  if (ending) return;
  ending = true;
  setTimeout(() => {
    if (acknowledged < 2 * ways.size) fail(`only ${acknowledged} acknowledgements were answered with 202`);
    scheduler.once('sent_teardown', () => setTimeout(() => end(0, `PASS mesos-framework: ${ways.size} tasks`), 200));
    scheduler.teardown();
  }, 500);
}

scheduler.on('ready', () => scheduler.subscribe());
scheduler.on('subscribed', (s) => {
  if (!s.frameworkId || !s.mesosStreamId) fail(`SUBSCRIBED without an id: ${JSON.stringify(s)}`);
  subscribed = true;
});
scheduler.on('sent_acknowledge', () => acknowledged++);
scheduler.on('update', ({ status }) => {
  if (!subscribed) fail('an update before SUBSCRIBED');
  const id = status.task_id.value;
  const way = ways.get(id) ?? [];
  ways.set(id, way);
  if (way.at(-1) !== status.state) way.push(status.state);
  if (kindOf(id) === 'sleeper' && status.state === 'TASK_RUNNING') scheduler.kill(id, status.agent_id.value);
  judge();
});
scheduler.on('error', (e) => {
  if (!ending) fail(`the client reports ${typeof e === 'string' ? e : e.message ?? JSON.stringify(e)}`);
});
