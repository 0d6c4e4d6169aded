/** What something really used in the last hour, drawn. */
import { clockTime, cpus, megabytes } from '../lib/format';
import type { History } from '../lib/history';
import { HOUR_S, goneOn, useHistory } from '../lib/history';
import type { Agent } from '../lib/model';
import { measured, usageOf, usageOfAgent, useUsage } from '../lib/usage';
import { Chart } from './chart';
import { Card } from './parts';

/** Since when it is measured, where that is less than what is shown. */
export function Since({ of, by }: { of: History<string>; by: string }) {
  const whole = of.since < Date.now() / 1000 - HOUR_S;
  return <span class="dim">measured by the {by}{!whole && of.since > 0 && <> since {clockTime(of.since * 1000)}</>}</span>;
}

const OF_TASK = ['cpus', 'mem', 'disk'] as const;

/** @param live whether it goes on; what has ended is remembered for an hour */
export function TaskUsage(props: { agent: string; framework: string; executor: string; task: string; disk: number; live: boolean }) {
  const { agent, framework, executor, task } = props;
  const asked = new URLSearchParams({ framework, task, executor });
  const history = useHistory(`/agent/${encodeURIComponent(agent)}/monitor/history?${asked.toString()}`, OF_TASK);
  useUsage(props.live ? agent : null);
  measured.value;
  const now = props.live ? usageOf(framework, executor, task) : undefined;
  const { at, of, ...rest } = goneOn(history, now?.at ?? [], now ?? {}, OF_TASK);
  if (at.length === 0) return null;
  return (
    <Card title="Use in the last hour" aside={<Since of={{ at, of, ...rest }} by="agent" />}>
      <div class="charts three">
        <Chart label="CPUs" at={at} values={of.cpus} limit={now?.cpusLimit ?? 0} show={cpus} />
        <Chart label="Memory" at={at} values={of.mem} limit={now?.memLimit ?? 0} show={megabytes} amounts />
        {of.disk.some((value) => value !== null) && <Chart label="Disk" at={at} values={of.disk} limit={props.disk} show={megabytes} amounts />}
      </div>
    </Card>
  );
}

const OF_AGENT = ['cpus', 'mem', 'disk', 'cpusHeld', 'memHeld', 'diskHeld'] as const;

export function AgentUsage({ of: agent }: { of: Agent }) {
  const history = useHistory(`/agent/${encodeURIComponent(agent.id)}/monitor/history`, OF_AGENT);
  useUsage(agent.id);
  measured.value;
  const now = usageOfAgent(agent.id);
  const held = (value: number) => now?.at.map(() => value) ?? [];
  const later = now ? { ...now, cpusHeld: held(agent.used.cpus), memHeld: held(agent.used.mem), diskHeld: held(agent.used.disk) } : {};
  const { at, of, ...rest } = goneOn(history, now?.at ?? [], later, OF_AGENT);
  if (at.length === 0) return null;
  return (
    <Card title="Use in the last hour" aside={<Since of={{ at, of, ...rest }} by="agent" />}>
      <div class="charts three">
        <Chart label="CPUs" at={at} values={of.cpus} besides={{ name: 'allocated', values: of.cpusHeld }} limit={agent.cpus} show={cpus} />
        <Chart label="Memory" at={at} values={of.mem} besides={{ name: 'allocated', values: of.memHeld }} limit={agent.mem} show={megabytes} amounts />
        <Chart label="Disk" at={at} values={of.disk} besides={{ name: 'allocated', values: of.diskHeld }} limit={agent.disk} show={megabytes} amounts />
      </div>
    </Card>
  );
}
