/** The frameworks behind the master that this page knows how to talk to. */
import { effect, signal } from '@preact/signals';
import { changes, frameworks } from './cluster';
import { get } from './http';

/** What a framework speaks: Marathon's API, Metronome's, or nothing that is known here. */
type Tongue = 'services' | 'jobs' | 'unknown';

const AGAIN_MS = 10_000;

/** Ids of the frameworks that speak Marathon's API; null until they have been asked. */
export const services = signal<string[] | null>(null);
/** Ids of those that speak Metronome's. */
export const batches = signal<string[] | null>(null);

const asked = new Map<string, Tongue>();

export function base(framework: string): string {
  return '/service/' + encodeURIComponent(framework);
}

async function tongueOf(id: string): Promise<Tongue> {
  const marathon = await get<{ marathon_config?: unknown }>(base(id) + '/v2/info').catch(() => null);
  if (marathon?.marathon_config !== undefined) return 'services';
  const metronome = await get<{ libVersion?: string }>(base(id) + '/info');
  return metronome.libVersion !== undefined ? 'jobs' : 'unknown';
}

/** Whoever has a web server is asked once what it speaks. */
async function find(): Promise<void> {
  for (const one of frameworks.values()) {
    if (one.up !== 'connected' || one.webui === '' || asked.has(one.id)) continue;
    asked.set(one.id, 'unknown');
    try {
      asked.set(one.id, await tongueOf(one.id));
    } catch {
      setTimeout(() => asked.delete(one.id), AGAIN_MS);
    }
  }
  tell(services, 'services');
  tell(batches, 'jobs');
}

function tell(to: typeof services, tongue: Tongue): void {
  const found = [...asked].filter(([id, is]) => is === tongue && frameworks.get(id)?.up === 'connected').map(([id]) => id);
  if (to.value === null || to.value.join() !== found.join()) to.value = found;
}

effect(() => {
  changes.value;
  if (frameworks.size > 0) void find();
});
