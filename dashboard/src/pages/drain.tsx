/** Taking an agent out of service, and back. */
import { useSignal } from '@preact/signals';
import { count } from '../lib/format';
import { send } from '../lib/http';
import type { Agent, Task } from '../lib/model';
import { isLive, taskKey } from '../lib/model';
import { usePolled } from '../lib/polled';
import { ask } from '../ui/dialog';
import { agentName, FrameworkLink, TaskLink } from '../ui/links';
import { attempt, say } from '../ui/notice';
import { Ago, Card, Copy, State } from '../ui/parts';
import { Table } from '../ui/table';

interface Told {
  slaves: {
    drain_info?: { state: string; config?: { max_grace_period?: { nanoseconds: number }; mark_gone?: boolean } };
    estimated_drain_start_time_seconds?: number;
  }[];
}

function call(type: string, agent: Agent, more: object = {}): Promise<string | null> {
  return send('POST', '/api/v1', { type, [type.toLowerCase()]: { agent_id: { value: agent.id }, ...more } });
}

export function DutyActions({ agent, live }: { agent: Agent; live: Task[] }) {
  if (agent.up === 'unreachable') return null;
  const duty = (type: string, done: string) =>
    void attempt(async () => {
      const problem = await call(type, agent);
      if (problem === null) say(`${agentName(agent.id)} ${done}`);
      return problem;
    });
  return (
    <>
      {agent.duty !== '' && <button class="primary" type="button" onClick={() => duty('REACTIVATE_AGENT', 'is offered again')}>Reactivate</button>}
      {agent.duty === '' && <button type="button" onClick={() => duty('DEACTIVATE_AGENT', 'is not offered any more')}>Deactivate</button>}
      {(agent.duty === '' || agent.duty === 'deactivated') && <button class="danger" type="button" onClick={() => drain(agent, live)}>Drain …</button>}
    </>
  );
}

function drain(agent: Agent, live: Task[]): void {
  const wish = { grace: '', gone: false };
  const frameworks = new Set(live.map((task) => task.framework)).size;
  ask({
    title: `Drain ${agentName(agent.id)}?`,
    body: (
      <>
        <p>
          It is offered nothing more, and its <strong>{count(live.length)} tasks of {count(frameworks)} frameworks are killed</strong>, each with the
          time it asks for; their frameworks start them elsewhere.
        </p>
        <Wishes wish={wish} />
      </>
    ),
    doIt: 'Drain',
    act: async () => {
      const seconds = wish.grace === '' ? null : Number(wish.grace);
      const problem = await call('DRAIN_AGENT', agent, {
        ...(seconds === null ? {} : { max_grace_period: { seconds, nanos: 0 } }),
        mark_gone: wish.gone,
      });
      if (problem === null) say(`${agentName(agent.id)} is being drained`);
      return problem;
    },
  });
}

function Wishes({ wish }: { wish: { grace: string; gone: boolean } }) {
  const gone = useSignal(false);
  return (
    <>
      <label class="field">
        Seconds that a task may take at most (as many as each asks for, if empty)
        <input type="number" min="0" onInput={(event) => (wish.grace = event.currentTarget.value)} />
      </label>
      <label class="check field-check">
        <input type="checkbox" checked={gone.value} onChange={(event) => (wish.gone = gone.value = event.currentTarget.checked)} />
        The machine does not come back: forget the agent when it is drained
      </label>
    </>
  );
}

/** How far it is, and what is in its way. */
export function Drain({ agent, own }: { agent: Agent; own: Task[] }) {
  const told = usePolled<Told>('/slaves?slave_id=' + encodeURIComponent(agent.id), 3000).value?.slaves[0];
  const config = told?.drain_info?.config;
  const begun = told?.estimated_drain_start_time_seconds ?? 0;
  const left = own.filter(isLive);
  const done = own.filter((task) => !isLive(task) && begun > 0 && task.began + task.lasted >= begun).length;
  if (agent.duty === 'deactivated') {
    return <Card title="Deactivated" class="warning"><p>It is offered to nobody; what it runs runs on.</p></Card>;
  }
  return (
    <Card title={agent.duty === 'drained' ? 'Drained' : 'Being drained'} class="warning" aside={<Copy text={`proffer agent drain ${agent.id} --wait`} label="Copy as CLI" />}>
      <p>
        {agent.duty === 'drained' ? 'Nothing runs on it any more, and nothing is offered of it.' : `${count(left.length)} of ${count(left.length + done)} tasks are left.`}
        {begun > 0 && <span class="dim"> Begun <Ago seconds={begun} /> ago.</span>}
        {config?.mark_gone && ' When it is drained it is forgotten.'}
        {config?.max_grace_period && <span class="dim"> A task may take {count(config.max_grace_period.nanoseconds / 1e9)} s.</span>}
      </p>
      {agent.duty === 'draining' && <progress max={Math.max(1, left.length + done)} value={done} aria-label="Tasks that have ended" />}
      {left.length > 0 && (
        <>
          <h3>Still in the way</h3>
          <Table label="Tasks in the way" short={left.length <= 20} rows={left} keyOf={taskKey} none=""
            columns={[
              { name: 'Task', show: (task) => <TaskLink framework={task.framework} task={task.id} name={task.name} /> },
              { name: 'State', show: (task) => <State of={task.state} /> },
              { name: 'Framework', show: (task) => <FrameworkLink id={task.framework} /> },
            ]} />
        </>
      )}
    </Card>
  );
}
