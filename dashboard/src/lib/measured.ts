/** What is really used, as far as agents say it. */
import type { Amounts, Measured, Summary } from './model';

/** Null when nobody says it. */
export function reallyUsed(s: Summary, name: keyof Amounts): number | null {
  const told = name === 'gpus' ? undefined : s.measured[name];
  return told && told[1] > 0 ? told[0] : null;
}

function saying(s: Summary): number {
  const { cpus, mem, disk } = s.measured;
  return Math.max(cpus[1], mem[1], disk[1]);
}

/** Behind an amount that fewer agents say than say anything. */
export function onHowMany(s: Summary, name: Measured): string {
  const agents = s.measured[name][1];
  return agents < saying(s) ? ` on ${agents} of ${s.agents.connected} agents` : '';
}

/** How far what is said to be used is all that is used; empty when it is. */
export function whoSays(s: Summary): string {
  const connected = s.agents.connected;
  const agents = saying(s);
  if (agents >= connected) return '';
  if (agents === 0) return connected === 1 ? 'The agent has not said yet what is used.' : 'No agent has said yet what is used.';
  return `${agents} of ${connected} agents say what is used.`;
}
