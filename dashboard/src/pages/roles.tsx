import { frameworks, offers } from '../lib/cluster';
import { count, cpus, megabytes, percent } from '../lib/format';
import type { Amounts } from '../lib/model';
import { SCALARS } from '../lib/model';
import { to } from '../lib/router';
import { capacity, inRole, rolesOfTasks } from '../lib/tally';
import { FrameworkLink } from '../ui/links';
import { Bar, Title } from '../ui/parts';
import type { Column } from '../ui/table';
import { Table } from '../ui/table';

interface Role extends Amounts {
  name: string;
  depth: number;
  tasks: number;
  offers: number;
  frameworks: string[];
}

function walk(): Role[] {
  const roles = new Map<string, Role>();
  const at = (name: string): Role => {
    let role = roles.get(name);
    if (!role) {
      role = { name, depth: name.split('/').length - 1, tasks: 0, offers: 0, frameworks: [], cpus: 0, mem: 0, disk: 0, gpus: 0 };
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
  for (const offer of offers.values()) for (const role of above(offer.role)) role.offers++;
  return [...roles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function Roles() {
  const rows = walk();
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
    { name: 'Frameworks', show: (role) => role.frameworks.slice(0, 4).map((id) => <span key={id} class="spaced"><FrameworkLink id={id} /></span>) },
    { name: 'Tasks', right: true, show: (role) => <a href={to(['tasks'], { role: role.name, state: 'live' })}>{count(role.tasks)}</a> },
    { name: 'Offers', right: true, show: (role) => count(role.offers) },
    {
      name: 'CPUs',
      show: (role) => (
        <span class="meter">
          <Bar used={role.cpus} offered={0} total={all} label={'CPUs of ' + role.name} />
          <span>{cpus(role.cpus)} <span class="dim">{percent(role.cpus, all)}</span></span>
        </span>
      ),
    },
    {
      name: 'Memory',
      show: (role) => (
        <span class="meter">
          <Bar used={role.mem} offered={0} total={allMem} label={'Memory of ' + role.name} />
          <span>{megabytes(role.mem)} <span class="dim">{percent(role.mem, allMem)}</span></span>
        </span>
      ),
    },
  ];
  return (
    <>
      <Title sub="What a role uses includes what is below it in the tree.">Roles</Title>
      <Table label="Roles" columns={columns} rows={rows} keyOf={(role) => role.name} none="No framework has a role yet." short={rows.length < 60} />
    </>
  );
}
