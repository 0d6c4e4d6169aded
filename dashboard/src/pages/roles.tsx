import { frameworks } from '../lib/cluster';
import { amount, count, cpus, megabytes, percent, quantity } from '../lib/format';
import type { Amounts } from '../lib/model';
import { SCALARS } from '../lib/model';
import { usePolled } from '../lib/polled';
import type { Quantities, Quota, Settled } from '../lib/quota';
import { isSome, weigh } from '../lib/quota';
import { to } from '../lib/router';
import { capacity, inRole, rolesOfTasks } from '../lib/tally';
import { ask } from '../ui/dialog';
import { FrameworkLink } from '../ui/links';
import { say } from '../ui/notice';
import { AsCommand, Bar, Title } from '../ui/parts';
import type { Column } from '../ui/table';
import { Table } from '../ui/table';
import { editQuota } from './quota';

interface Role extends Amounts {
  name: string;
  depth: number;
  tasks: number;
  frameworks: string[];
  weight: number;
  quota: Quota;
  consumed: Quantities;
}

const ASKED_MS = 2000;

function walk(settled: Settled[]): Role[] {
  const roles = new Map<string, Role>();
  const at = (name: string): Role => {
    let role = roles.get(name);
    if (!role) {
      role = { name, depth: name.split('/').length - 1, tasks: 0, frameworks: [], cpus: 0, mem: 0, disk: 0, gpus: 0, weight: 1, quota: { guarantees: {}, limits: {} }, consumed: {} };
      roles.set(name, role);
    }
    return role;
  };
  const above = (name: string): Role[] => name.split('/').map((_, i, parts) => at(parts.slice(0, i + 1).join('/')));
  for (const one of frameworks.values()) {
    if (one.up !== 'completed') {
      for (const role of one.roles) {
        above(role);
        at(role).frameworks.push(one.id);
      }
    }
  }
  for (const name of rolesOfTasks()) {
    const own = inRole(name);
    if (own.live === 0) continue;
    for (const role of above(name)) {
      role.tasks += own.live;
      for (const scalar of SCALARS) role[scalar] += own[scalar];
    }
  }
  for (const { name, weight, quota } of settled) {
    if (weight === 1 && !isSome(quota.guarantee) && !isSome(quota.limit) && !roles.has(name)) continue;
    for (const role of above(name)) if (role.name === name) Object.assign(role, { weight, quota: { guarantees: quota.guarantee, limits: quota.limit }, consumed: quota.consumed });
  }
  return [...roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function Share({ of: role }: { of: Role }) {
  const { cpus: all, mem: allMem, disk: allDisk } = capacity();
  const share = Math.max(all > 0 ? role.cpus / all : 0, allMem > 0 ? role.mem / allMem : 0, allDisk > 0 ? role.disk / allDisk : 0);
  return <span title="The largest part it has of any resource, which fairness compares, divided by its weight">{percent(share, 1)}</span>;
}

function Weight({ of: role, again }: { of: Role; again: () => void }) {
  const wish = { weight: String(role.weight) };
  return (
    <button class="small" type="button" aria-label={`Weight of ${role.name}: ${role.weight}`} onClick={() => ask({
      title: `Weight of ${role.name}`,
      body: (
        <>
          <p>What it holds is divided by its weight when roles beside it are compared. What is offered to anybody is taken back and shared out anew.</p>
          <label class="field">
            Weight
            <input type="number" min="0" step="any" required defaultValue={wish.weight} onInput={(event) => (wish.weight = event.currentTarget.value)} />
          </label>
        </>
      ),
      doIt: 'Weigh', calm: true,
      act: async () => {
        const problem = await weigh(role.name, Number(wish.weight));
        if (problem === null) {
          say(`${role.name} weighs ${wish.weight}`);
          again();
        }
        return problem;
      },
    })}>{role.weight}</button>
  );
}

/** Against its quota, what is reserved to it counts as if it were used. */
function QuotaOf({ of: role }: { of: Role }) {
  const { guarantees, limits } = role.quota;
  const names = Object.keys({ ...guarantees, ...limits });
  if (names.length === 0) return role.depth === 0 ? <span class="dim">none</span> : null;
  return (
    <ul class="plain">
      {names.map((name) => {
        const taken = role.consumed[name] ?? 0;
        const full = limits[name] !== undefined && taken >= limits[name]!;
        return (
          <li key={name}>
            {amount(name, taken)} taken <span class={full ? 'problem' : 'dim'}>
              {[guarantees[name] === undefined ? '' : `${quantity(name, guarantees[name]!)} guaranteed`, limits[name] === undefined ? '' : `${quantity(name, limits[name]!)} at most`].filter((one) => one).join(', ')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export function Roles() {
  const settled = usePolled<{ roles: Settled[] }>('/roles', ASKED_MS);
  const rows = walk(settled.value?.roles ?? []);
  const { cpus: all, mem: allMem } = capacity();
  const columns: Column<Role>[] = [
    {
      name: 'Role',
      show: (role) => (
        <span style={{ paddingLeft: role.depth * 1.25 + 'rem' }}>
          {role.depth > 0 && <span class="dim" aria-hidden="true">└ </span>}
          <strong>{role.name.split('/').pop()}</strong>
          <span class="hidden"> ({role.name})</span>
        </span>
      ),
    },
    { name: 'Share', right: true, show: (role) => <Share of={role} /> },
    { name: 'Weight', right: true, show: (role) => <Weight of={role} again={settled.again} /> },
    {
      name: 'CPUs',
      show: (role) => (
        <span class="meter">
          <Bar used={role.cpus} offered={0} total={all} label={'CPUs of ' + role.name} />
          <span>{cpus(role.cpus)}</span>
        </span>
      ),
    },
    {
      name: 'Memory',
      show: (role) => (
        <span class="meter">
          <Bar used={role.mem} offered={0} total={allMem} label={'Memory of ' + role.name} />
          <span>{megabytes(role.mem)}</span>
        </span>
      ),
    },
    {
      name: 'Quota',
      wraps: true,
      show: (role) => (
        <span class="quota-of">
          <QuotaOf of={role} />
          {role.depth === 0 && <button class="small" type="button" aria-label={`Quota … of ${role.name}`} onClick={() => editQuota(role.name, role.quota, settled.again)}>Quota …</button>}
        </span>
      ),
    },
    { name: 'Tasks', right: true, show: (role) => <a href={to(['tasks'], { role: role.name, state: 'live' })}>{count(role.tasks)}</a> },
    { name: 'Frameworks', wraps: true, show: (role) => role.frameworks.slice(0, 4).map((id) => <div key={id} class="stacked"><FrameworkLink id={id} /></div>) },
  ];
  return (
    <>
      <Title sub="What a role uses includes what is below it in the tree. Quotas are of roles at the top of it." actions={<AsCommand command="role list" />}>Roles</Title>
      <Table label="Roles" columns={columns} rows={rows} keyOf={(role) => role.name} none="No framework has a role yet." short={rows.length < 60} />
    </>
  );
}
