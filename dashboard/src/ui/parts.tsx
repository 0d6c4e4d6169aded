/** The small parts that pages are made of. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { at, now, span, stateName } from '../lib/format';

export function Badge({ tone, children }: { tone: string; children: ComponentChildren }) {
  return <span class={'badge tone-' + tone}>{children}</span>;
}

const TONES: Record<string, string> = {
  TASK_RUNNING: 'good',
  TASK_STAGING: 'info',
  TASK_STARTING: 'info',
  TASK_KILLING: 'warn',
  TASK_UNREACHABLE: 'warn',
  TASK_FINISHED: 'calm',
  TASK_KILLED: 'calm',
  TASK_FAILED: 'bad',
  TASK_LOST: 'bad',
  TASK_ERROR: 'bad',
  TASK_DROPPED: 'bad',
  TASK_GONE: 'bad',
  TASK_GONE_BY_OPERATOR: 'bad',
  connected: 'good',
  disconnected: 'warn',
  recovered: 'warn',
  unreachable: 'bad',
  completed: 'calm',
  ACCEPTED: 'good',
  DECLINED: 'calm',
  RESCINDED: 'warn',
  DISCARDED: 'calm',
  healthy: 'good',
  unhealthy: 'bad',
};

export function toneOf(state: string): string {
  return TONES[state] ?? 'calm';
}

export function State({ of }: { of: string }) {
  return <Badge tone={toneOf(of)}>{stateName(of)}</Badge>;
}

/** How long ago something was, with the exact time to be read on it. */
export function Ago({ seconds, none = '–' }: { seconds: number; none?: string }) {
  if (seconds === 0) return <span class="dim">{none}</span>;
  return <time title={at(seconds * 1000)}>{span(now.value / 1000 - seconds)}</time>;
}

export function Copy({ text, label }: { text: string; label: string }) {
  const done = useSignal(false);
  return (
    <button
      class="quiet small"
      type="button"
      title={text}
      onClick={() => {
        void navigator.clipboard?.writeText(text).then(() => {
          done.value = true;
          setTimeout(() => (done.value = false), 1500);
        });
      }}
    >
      {done.value ? 'Copied' : label}
    </button>
  );
}

/** The command that tells the same in a terminal. */
export function AsCommand({ command }: { command: string }) {
  return <Copy text={'proffer ' + command} label="Copy as CLI" />;
}

export function Card(props: { title?: string; aside?: ComponentChildren; children: ComponentChildren; class?: string }) {
  return (
    <section class={'card ' + (props.class ?? '')}>
      {props.title && (
        <header>
          <h2>{props.title}</h2>
          {props.aside}
        </header>
      )}
      {props.children}
    </section>
  );
}

export function Facts({ of }: { of: [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is set aside and what is offered, of all; and inside that what is really used, where that is known. */
export function Bar({ used, offered, total, label, real = null }: { used: number; offered: number; total: number; label: string; real?: number | null }) {
  const part = (n: number) => (total > 0 ? (n / total) * 100 : 0);
  const width = (n: number) => Math.min(100, part(n)) + '%';
  const text = `${label}: ${real === null ? '' : `${Math.round(part(real))} % used, `}${Math.round(part(used))} % allocated, ${Math.round(part(offered))} % offered`;
  return (
    <span class="bar" role="img" aria-label={text} title={text}>
      <span class="bar-used" style={{ width: width(used) }} />
      <span class="bar-offered" style={{ width: width(offered) }} />
      {real !== null && real > 0 && <span class="bar-real" style={{ width: width(real) }} />}
    </span>
  );
}

export function BarLegend() {
  return (
    <span class="legend">
      <i class="bar-real" /> used <i class="bar-used" /> allocated <i class="bar-offered" /> offered <i class="bar-free" /> free
    </span>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}

export function Title(props: {
  children: ComponentChildren;
  badge?: ComponentChildren;
  sub?: ComponentChildren;
  actions?: ComponentChildren;
}) {
  return (
    <div class="title">
      <div>
        <h1 tabIndex={-1}>
          {props.children} {props.badge}
        </h1>
        {props.sub && <p class="sub">{props.sub}</p>}
      </div>
      <div class="actions">{props.actions}</div>
    </div>
  );
}
