import { at, count, now, span } from '../lib/format';
import type { Answer, Machine, Planned, Schedule, Status } from '../lib/maintenance';
import { agentsOn, begin, cancel, commandName, end, keyOf, machineName, machines, plan, plannedOf } from '../lib/maintenance';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';
import { onAgent } from '../lib/tally';
import { ask } from '../ui/dialog';
import { AgentLink, FrameworkLink } from '../ui/links';
import { say } from '../ui/notice';
import { AsCommand, Badge, Copy, Nothing, Title } from '../ui/parts';
import { Table } from '../ui/table';
import { When } from '../ui/when';

const MINUTE_MS = 60_000;

export function Maintenance() {
  const schedule = usePolled<Schedule>('/maintenance/schedule', 2000);
  const status = usePolled<Status>('/maintenance/status', 2000);
  if (!schedule.value || !status.value) return <Nothing>{schedule.problem || status.problem || 'Asking …'}</Nothing>;
  const rows = plannedOf(schedule.value, status.value);
  const again = () => {
    schedule.again();
    status.again();
  };
  return (
    <>
      <Title sub="Frameworks are asked to leave a machine; nothing is killed until the work begins."
        actions={<><AsCommand command="maintenance status" /><button class="primary" type="button" onClick={() => schedules(rows, again)}>Schedule …</button></>}>
        Maintenance
      </Title>
      <Table label="Machines in the schedule" short={rows.length <= 40} rows={rows} keyOf={(one) => keyOf(one.machine)} none="No machine is scheduled."
        columns={[
          { name: 'Machine', by: (one) => keyOf(one.machine), show: (one) => <span title={commandName(one.machine)}><strong>{machineName(one.machine)}</strong></span> },
          { name: 'State', by: (one) => Number(one.down), show: (one) => <State of={one} /> },
          { name: 'Begins', by: (one) => one.start, show: (one) => <><When at={new Date(one.start).toISOString()} />{one.lasts !== null && <span class="dim"> for {span(one.lasts / 1000)}</span>}</> },
          { name: 'Agents', show: (one) => <Agents on={one.machine} /> },
          { name: 'Tasks', right: true, show: (one) => count(tasksOn(one.machine)) },
          { name: 'Answers', wraps: true, show: (one) => <Answers of={one} /> },
          { name: '', show: (one) => <Actions of={one} again={again} /> },
        ]} />
    </>
  );
}

function State({ of: one }: { of: Planned }) {
  if (one.down) return <Badge tone="bad">down</Badge>;
  return <Badge tone="warn">{one.start > now.value ? 'scheduled' : 'due'}</Badge>;
}

function Agents({ on }: { on: Machine }) {
  const [only, ...others] = agentsOn(on);
  if (!only) return <span class="dim">none</span>;
  if (others.length === 0) return <AgentLink id={only.id} />;
  return <a href={to(['agents'], { q: machineName(on) })}>{count(1 + others.length)}</a>;
}

function tasksOn(machine: Machine): number {
  return agentsOn(machine).reduce((sum, agent) => sum + onAgent(agent.id).live, 0);
}

/** One has answered for each of its agents there: as long as it declines for one, it cannot leave. */
function byFramework(answers: Answer[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const { framework_id: { value: id }, status } of answers) if (known.get(id) !== 'DECLINE') known.set(id, status);
  return known;
}

function Answers({ of: one }: { of: Planned }) {
  if (one.answers.length === 0) return <span class="dim">{one.down ? '' : 'none yet'}</span>;
  return (
    <>
      {[...byFramework(one.answers)].map(([id, status]) => (
        <span key={id} class="answer"><FrameworkLink id={id} /> <Badge tone={status === 'ACCEPT' ? 'good' : status === 'DECLINE' ? 'bad' : 'calm'}>{status.toLowerCase()}</Badge></span>
      ))}
    </>
  );
}

function Actions({ of: { machine, down }, again }: { of: Planned; again: () => void }) {
  const name = machineName(machine);
  const then = (done: string, act: () => Promise<string | null>) => async () => {
    const problem = await act();
    if (problem === null) {
      say(`${name} ${done}`);
      again();
    }
    return problem;
  };
  if (down) {
    return (
      <span class="inline">
        <Copy text={'proffer maintenance stop ' + commandName(machine)} label="CLI" />
        <button class="small" type="button" onClick={() => ask({
          title: `Is the work on ${name} done?`,
          body: <p>It leaves the schedule, and its agents are let in again: start them there.</p>,
          doIt: 'End the maintenance', calm: true,
          act: then('is in service again', () => end(machine)),
        })}>End …</button>
      </span>
    );
  }
  const there = agentsOn(machine).length;
  return (
    <span class="inline">
      <Copy text={'proffer maintenance start ' + commandName(machine)} label="CLI" />
      <button class="small" type="button" onClick={() => ask({
        title: `Give up the maintenance of ${name}?`,
        body: <p>Nothing has to leave it any more; what has left does not come back by itself.</p>,
        doIt: 'Take it out of the schedule', calm: true,
        act: then('is not scheduled any more', () => cancel(machine)),
      })}>Cancel …</button>
      <button class="small danger" type="button" onClick={() => ask({
        title: `Begin to work on ${name}?`,
        body: <p>Its <strong>{count(there)} agents end with their {count(tasksOn(machine))} tasks</strong>, and none there is let in until the maintenance has ended.</p>,
        doIt: 'Bring it down',
        act: then('is down', () => begin(machine)),
      })}>Begin …</button>
    </span>
  );
}

/** Asks which machine, and when. */
function schedules(known: Planned[], again: () => void): void {
  const taken = new Set(known.map((one) => keyOf(one.machine)));
  const free = machines().filter((machine) => !taken.has(keyOf(machine)));
  const wish = { machine: free[0], inMinutes: '60', lasts: '' };
  ask({
    title: 'Schedule the maintenance of a machine?',
    body: free.length === 0 ? <p>Every machine that has an agent is scheduled already.</p> : (
      <>
        <p>Those that have something there are asked whether they can do without it; nothing is killed.</p>
        <label class="field">
          Machine
          <select onChange={(event) => (wish.machine = free[event.currentTarget.selectedIndex])}>
            {free.map((machine) => <option key={keyOf(machine)}>{commandName(machine)}</option>)}
          </select>
        </label>
        <label class="field">
          Begins in minutes
          <input type="number" min="0" required defaultValue={wish.inMinutes} onInput={(event) => (wish.inMinutes = event.currentTarget.value)} />
        </label>
        <label class="field">
          Takes minutes (empty if nobody knows: then it may stay away)
          <input type="number" min="1" onInput={(event) => (wish.lasts = event.currentTarget.value)} />
        </label>
      </>
    ),
    doIt: 'Schedule it', calm: true,
    act: async () => {
      if (!wish.machine) return 'There is none to schedule.';
      const start = Date.now() + Number(wish.inMinutes) * MINUTE_MS;
      const problem = await plan(wish.machine, start, wish.lasts === '' ? null : Number(wish.lasts) * MINUTE_MS);
      if (problem === null) {
        say(`${machineName(wish.machine)} is scheduled from ${at(start)} on`);
        again();
      }
      return problem;
    },
  });
}
