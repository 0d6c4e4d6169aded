// An app's life through npm marathon-node, heard of through npm marathon-event-bus-client.
// Reads MARATHON_URL (http://host:port) and TIMEOUT_S; prints one PASS or FAIL line and exits 0 only when it passed.
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';

const require = createRequire(import.meta.url);
const EventBus = require('marathon-event-bus-client');
const url = new URL(process.env.MARATHON_URL);
const marathon = require('marathon-node')(url.origin);
const print = console.log;
console.log = () => {}; // the event client prints all it hears

function end(code, line) {
  print(line);
  process.exit(code);
}
const timeoutS = Number(process.env.TIMEOUT_S ?? 90);
setTimeout(() => end(2, `FAIL marathon clients: not done within ${timeoutS} s`), timeoutS * 1000);

async function eventually(what, condition) {
  for (let tries = 0; tries < 300; tries++) {
    const value = await condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it never came to be: ${what}`);
}

async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

const heard = [];
const kinds = ['deployment_info', 'deployment_step_success', 'deployment_success', 'status_update_event'];
const bus = new EventBus({
  marathonHost: url.hostname,
  marathonPort: url.port,
  eventTypes: kinds,
  handlers: Object.fromEntries(kinds.map((kind) => [kind, (name, data) => heard.push({ name, data })])),
});
const succeeded = (id) => () => heard.some(({ name, data }) => name === 'deployment_success' && data.id === id);

try {
  let subscribed = false;
  bus.on('subscribed', () => { subscribed = true; });
  bus.subscribe();
  await eventually('the subscription to events', () => subscribed);

  const created = await marathon.apps.create({ id: '/clients/sleeper', cmd: 'exec sleep 600', instances: 2, cpus: 0.1, mem: 32 });
  await eventually('the end of the first deployment', succeeded(created.deployments[0].id));
  const { app } = await marathon.apps.getOne('clients/sleeper');
  assert.equal(app.tasksRunning, 2);
  for (const task of app.tasks) {
    assert.ok(heard.some(({ data }) => data.taskId === task.id && data.taskStatus === 'TASK_RUNNING' && data.host === task.host));
  }

  const scaled = await marathon.apps.update('clients/sleeper', { instances: 3 });
  await eventually('the third task', succeeded(scaled.deploymentId));
  const restarted = await marathon.apps.restart('clients/sleeper');
  await eventually('the end of the restart', succeeded(restarted.deploymentId));
  const { tasks } = await marathon.apps.getTasks('clients/sleeper');
  assert.equal(tasks.length, 3);
  assert.ok(tasks.every((task) => app.tasks.every((old) => old.id !== task.id)), 'all tasks are new');
  assert.equal((await marathon.apps.getVersions('clients/sleeper')).versions.length, 3);

  assert.equal((await refusal(marathon.apps.create({ id: '/clients/sleeper', cmd: 'true' }))).statusCode, 409);
  const invalid = await refusal(marathon.apps.create({ id: '/clients/Wrong', cmd: 'true' }));
  assert.equal(invalid.statusCode, 422);
  assert.equal(invalid.error.details[0].path, '/id');
  assert.equal((await refusal(marathon.apps.getOne('clients/none'))).statusCode, 404);

  const removed = await marathon.groups.destroy('clients', true);
  await eventually('the end of the group', succeeded(removed.deploymentId));
  assert.deepEqual((await marathon.tasks.getList()).tasks.filter((task) => task.appId.startsWith('/clients/')), []);
  end(0, `PASS npm marathon clients: ${heard.length} events`);
} catch (error) {
  end(1, `FAIL npm marathon clients: ${error.stack}`);
}
