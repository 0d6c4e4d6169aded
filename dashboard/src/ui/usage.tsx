/** What something really uses, drawn. */
import { bytes, cpus } from '../lib/format';
import type { Measured } from '../lib/usage';
import { measured, usageKey, usageOf, useUsage } from '../lib/usage';
import { Chart } from './chart';
import { Card } from './parts';

const SHOWN_CPUS = (value: number) => cpus(value);
const SHOWN_BYTES = (value: number) => bytes(Math.round(value));

function Charts({ of }: { of: Measured }) {
  return (
    <div class="charts">
      <Chart label="CPUs" at={of.at} values={of.cpus} limit={of.cpusLimit} show={SHOWN_CPUS} />
      <Chart label="Memory" at={of.at} values={of.mem} limit={of.memLimit} show={SHOWN_BYTES} bytes />
    </div>
  );
}

const ASIDE = <span class="dim">measured by the agent, since you look</span>;

export function TaskUsage({ agent, framework, executor }: { agent: string; framework: string; executor: string }) {
  useUsage(agent);
  measured.value;
  const of = usageOf(usageKey(framework, executor));
  if (!of) return null;
  return <Card title="Real use" aside={ASIDE}><Charts of={of} /></Card>;
}

/** All that runs on an agent together, at the times at which all of it was measured. */
export function summed(keys: string[], cpusLimit: number, memLimit: number): Measured | null {
  const all = keys.map(usageOf).filter((one) => one !== undefined);
  const longest = all.reduce((a, b) => (b.at.length > a.at.length ? b : a), all[0]!);
  if (!longest) return null;
  const mem = longest.at.map(() => 0);
  const used = longest.at.map((): number | null => 0);
  for (const one of all) {
    const skipped = longest.at.length - one.at.length;
    one.at.forEach((_, i) => {
      mem[skipped + i]! += one.mem[i]!;
      const value = one.cpus[i];
      if (typeof value === 'number') used[skipped + i] = (used[skipped + i] ?? 0) + value;
    });
  }
  used[0] = null; // a rate needs two measurements
  return { at: longest.at, cpus: used, mem, cpusLimit, memLimit };
}

export function AgentUsage(props: { agent: string; keys: string[]; cpus: number; memMb: number }) {
  useUsage(props.agent);
  measured.value;
  const of = summed(props.keys, props.cpus, props.memMb * 1024 * 1024);
  if (!of) return null;
  return <Card title="Real use of all together" aside={ASIDE}><Charts of={of} /></Card>;
}
