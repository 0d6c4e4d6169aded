// What the DC/OS web UI does, with its own client: plain GET_* calls, then the event stream while a framework runs.
// Reads MESOS_MASTER, TIMEOUT_S and FRAMEWORK (a command that runs a framework with tasks to its end); prints one PASS or
// FAIL line and exits 0 only when it passed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

// The client is made for browsers; this is the part of XMLHttpRequest it uses, over Node's fetch.
globalThis.XMLHttpRequest = class extends EventTarget {
  #headers = {};
  #abort = new AbortController();
  status = 0;
  statusText = '';
  response = '';
  get responseText() {
    return this.response;
  }
  open(method, url) {
    this.method = method;
    this.url = url;
  }
  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }
  abort() {
    this.#abort.abort();
  }
  async send(body) {
    try {
      const { method, url } = this;
      const answer = await fetch(url, { method, body, headers: this.#headers, signal: this.#abort.signal });
      this.status = answer.status;
      this.statusText = answer.statusText;
      const text = new TextDecoder();
      for await (const bytes of answer.body) {
        this.response += text.decode(bytes, { stream: true });
        this.dispatchEvent(new Event('progress'));
      }
      this.dispatchEvent(new Event('load'));
    } catch (e) {
      if (e.name !== 'AbortError') {
        this.statusText = String(e.cause ?? e);
        this.dispatchEvent(new Event('error'));
      }
    }
  }
};

const { request, stream } = createRequire(import.meta.url)('@dcos/mesos-client');
const api = `${process.env.MESOS_MASTER ?? 'http://127.0.0.1:5050'}/api/v1`;
const deadlineS = Number(process.env.TIMEOUT_S ?? 90);
const events = [];
let framework;

const end = (code, text) => {
  framework?.kill();
  (code ? console.error : console.log)(text);
  process.exit(code);
};
const seenTypes = () => [...new Set(events.map((e) => e.type))].join(' ');
setTimeout(() => end(1, `FAIL @dcos/mesos-client: not done after ${deadlineS} s; events: ${seenTypes()}`), deadlineS * 1000);

const call = (type) =>
  new Promise((ok, no) =>
    request({ type }, api).subscribe(
      (body) => ok(JSON.parse(body)),
      (e) => no(new Error(`${type} was answered ${e.code} ${e.response ?? e.message}`)),
    ),
  );

async function until(what, look) {
  for (const start = Date.now(); Date.now() - start < 40_000; ) {
    const found = await look();
    if (found) return found;
    await new Promise((r) => setTimeout(r, 100));
  }
  throw new Error(`${what} never came; events: ${seenTypes()}`);
}

async function plainCalls() {
  const plain = ['HEALTH', 'FLAGS', 'VERSION', 'METRICS', 'STATE', 'AGENTS', 'FRAMEWORKS', 'EXECUTORS', 'TASKS', 'ROLES', 'MASTER'];
  for (const name of plain) {
    const answer = await call(`GET_${name}`);
    assert.equal(answer.type, `GET_${name}`);
    assert.ok(answer[`get_${name.toLowerCase()}`], `GET_${name} has no body of its own`);
  }
  const { metrics } = (await call('GET_METRICS')).get_metrics;
  assert.equal(metrics.find((m) => m.name === 'master/elected')?.value, 1);
  await until('an active agent', async () => (await call('GET_AGENTS')).get_agents.agents?.some((a) => a.active));
  await assert.rejects(call('GET_NONSENSE'), /answered [45]\d\d/);
}

async function eventStream() {
  stream({ type: 'SUBSCRIBE' }, api).subscribe(
    (record) => events.push(JSON.parse(record)),
    (e) => end(1, `FAIL @dcos/mesos-client: the stream broke: ${JSON.stringify(e)}`),
  );
  await until('SUBSCRIBED', () => events.length > 0);
  assert.equal(events[0].type, 'SUBSCRIBED');
  assert.ok(events[0].subscribed.get_state.get_agents.agents.length > 0, 'SUBSCRIBED knows no agents');

  framework = spawn(process.env.FRAMEWORK, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  let status;
  framework.stdout.on('data', (d) => (output += d));
  framework.on('exit', (code) => (status = code));
  const added = await until('FRAMEWORK_ADDED', () => events.find((e) => e.type === 'FRAMEWORK_ADDED'));
  const id = added.framework_added.framework.framework_info.id.value;
  const reached = (state) =>
    events.some((e) => e.type === 'TASK_UPDATED' && e.task_updated.framework_id.value === id && e.task_updated.state === state);
  for (const state of ['TASK_FINISHED', 'TASK_FAILED', 'TASK_KILLED']) await until(`a task ${state}`, () => reached(state));
  const tasks = events.filter((e) => e.type === 'TASK_ADDED').map((e) => e.task_added.task);
  for (const t of tasks) assert.ok(t.agent_id.value && t.task_id.value && t.framework_id.value === id, 'TASK_ADDED lacks an id');
  await until('the end of the framework', () => status !== undefined);
  assert.equal(status, 0, `the framework failed: ${output}`);
  await until('FRAMEWORK_REMOVED', () => events.find((e) => e.type === 'FRAMEWORK_REMOVED'));
}

try {
  await plainCalls();
  await eventStream();
  end(0, `PASS @dcos/mesos-client: ${events.length} events: ${seenTypes()}`);
} catch (e) {
  end(1, `FAIL @dcos/mesos-client: ${e.message}`);
}
