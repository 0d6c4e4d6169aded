/** Machines that somebody works on, or will: what the master's schedule says of them. */
import { agents } from './cluster';
import { get, send } from './http';
import type { Agent } from './model';

export interface Machine {
  hostname?: string;
  ip?: string;
}

export interface Window {
  machine_ids: Machine[];
  unavailability: { start: { nanoseconds: number }; duration?: { nanoseconds: number } };
}

export interface Schedule {
  windows?: Window[];
}

export interface Answer {
  framework_id: { value: string };
  status: string;
}

export interface Status {
  draining_machines?: { id: Machine; statuses?: Answer[] }[];
  down_machines?: Machine[];
}

/** A machine of the schedule. Times in milliseconds; without an end it may stay away. */
export interface Planned {
  machine: Machine;
  down: boolean;
  start: number;
  lasts: number | null;
  answers: Answer[];
}

const MILLION = 1_000_000;

/** Tells a machine from all others, as the master does. */
export function keyOf(machine: Machine): string {
  return ((machine.hostname ?? '') + '/' + (machine.ip ?? '')).toLowerCase();
}

export function machineName(machine: Machine): string {
  return machine.hostname || machine.ip || '';
}

/** How a command names it, whether or not an agent is there. */
export function commandName(machine: Machine): string {
  return machine.hostname && machine.ip ? machine.hostname + '/' + machine.ip : machineName(machine);
}

export function machineOf(agent: Agent): Machine {
  return { hostname: agent.host, ip: agent.address.slice(0, agent.address.lastIndexOf(':')) };
}

export function agentsOn(machine: Machine): Agent[] {
  return [...agents.values()].filter((agent) => agent.address !== '' && keyOf(machineOf(agent)) === keyOf(machine));
}

/** The machines that agents are on. */
export function machines(): Machine[] {
  const known = new Map<string, Machine>();
  for (const agent of agents.values()) if (agent.address !== '') known.set(keyOf(machineOf(agent)), machineOf(agent));
  return [...known.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export function plannedOf(schedule: Schedule, status: Status): Planned[] {
  const down = new Set((status.down_machines ?? []).map(keyOf));
  const answers = new Map((status.draining_machines ?? []).map((one) => [keyOf(one.id), one.statuses ?? []]));
  return (schedule.windows ?? []).flatMap(({ machine_ids, unavailability: { start, duration } }) =>
    machine_ids.map((machine) => ({
      machine,
      down: down.has(keyOf(machine)),
      start: start.nanoseconds / MILLION,
      lasts: duration ? duration.nanoseconds / MILLION : null,
      answers: answers.get(keyOf(machine)) ?? [],
    })),
  );
}

/** The schedule is told as a whole: it is asked for first, and one machine of it changed. Null when that is done. */
async function change(machine: Machine, window: Window | null): Promise<string | null> {
  const { windows = [] } = await get<Schedule>('/maintenance/schedule');
  const others = windows
    .map((one) => ({ ...one, machine_ids: one.machine_ids.filter((known) => keyOf(known) !== keyOf(machine)) }))
    .filter((one) => one.machine_ids.length > 0);
  return send('POST', '/maintenance/schedule', { windows: window ? [...others, window] : others });
}

export function plan(machine: Machine, start: number, lasts: number | null): Promise<string | null> {
  return change(machine, {
    machine_ids: [machine],
    unavailability: { start: { nanoseconds: start * MILLION }, ...(lasts === null ? {} : { duration: { nanoseconds: lasts * MILLION } }) },
  });
}

export function cancel(machine: Machine): Promise<string | null> {
  return change(machine, null);
}

export function begin(machine: Machine): Promise<string | null> {
  return send('POST', '/machine/down', [machine]);
}

export function end(machine: Machine): Promise<string | null> {
  return send('POST', '/machine/up', [machine]);
}
