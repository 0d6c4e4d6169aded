import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { agents, changes, frameworks } from '../lib/cluster';
import { count, cpus, megabytes, shortId, stateName } from '../lib/format';
import type { Agent, Task } from '../lib/model';
import { isLive } from '../lib/model';
import { go, refine, to } from '../lib/router';
import { tasks } from '../lib/tasks';
import { Choice, chosen } from '../ui/filter';
import { Title, toneOf } from '../ui/parts';

const GAP = 2;
const BOX_GAP = 10;
const HEAD = 26;

interface Box {
  agent: Agent;
  tasks: Task[];
  x: number;
  y: number;
  width: number;
  height: number;
  across: number;
}

interface Plan {
  boxes: Box[];
  titles: { text: string; y: number }[];
  height: number;
}

/** Few agents have names, and cells that are easy to hit. */
function few(): boolean {
  return agents.size <= 60;
}

function cell(): number {
  return few() ? 15 : 9;
}

function groupOf(agent: Agent, by: string): string {
  if (by === '') return '';
  if (by === 'zone') return agent.zone || 'no zone';
  const found = agent.attributes.find((one) => one.startsWith(by + ':'));
  return found ? found : 'no ' + by;
}

function attributeNames(): string[] {
  const names = new Set<string>();
  for (const agent of agents.values()) for (const one of agent.attributes) names.add(one.split(':')[0]!);
  return [...names].sort();
}

/** Where everything goes: agents side by side, as large as they have tasks. */
function plan(by: string, width: number): Plan {
  const own = new Map<string, Task[]>();
  for (const task of tasks.all()) {
    if (!isLive(task)) continue;
    const list = own.get(task.agent);
    if (list) list.push(task);
    else own.set(task.agent, [task]);
  }
  const groups = new Map<string, Agent[]>();
  for (const agent of agents.values()) {
    const name = groupOf(agent, by);
    const list = groups.get(name);
    if (list) list.push(agent);
    else groups.set(name, [agent]);
  }
  const boxes: Box[] = [];
  const titles: Plan['titles'] = [];
  let y = 0;
  for (const [name, list] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name !== '') {
      titles.push({ text: `${name} (${list.length})`, y: y + 16 });
      y += 28;
    }
    let x = 0;
    let row = 0;
    for (const agent of list.sort((a, b) => (a.host + a.address < b.host + b.address ? -1 : 1))) {
      const of = own.get(agent.id) ?? [];
      const across = few() ? 16 : Math.max(3, Math.ceil(Math.sqrt(of.length)));
      const lines = Math.max(few() ? 4 : 1, Math.ceil(of.length / across));
      const w = across * (cell() + GAP) + 10;
      const h = lines * (cell() + GAP) + 8 + (few() ? HEAD : 0);
      if (x > 0 && x + w > width) {
        x = 0;
        y += row + BOX_GAP;
        row = 0;
      }
      boxes.push({ agent, tasks: of, x, y, width: w, height: h, across });
      x += w + BOX_GAP;
      row = Math.max(row, h);
    }
    y += row + BOX_GAP * 2;
  }
  return { boxes, titles, height: y };
}

function hue(text: string): number {
  let hash = 7;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
  return Math.abs(hash * 137) % 360;
}

function colorOf(task: Task, by: string, css: CSSStyleDeclaration, dark: boolean): string {
  if (by === 'framework') return `hsl(${hue(task.framework)} 62% ${dark ? 62 : 46}%)`;
  if (by === 'name') return `hsl(${hue(task.name.split('.')[0]!)} 62% ${dark ? 62 : 46}%)`;
  return css.getPropertyValue('--fill-' + toneOf(task.state));
}

function draw(canvas: HTMLCanvasElement, of: Plan, color: string, from: number, height: number): void {
  const scale = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  if (canvas.width !== width * scale || canvas.height !== height * scale) {
    canvas.width = width * scale;
    canvas.height = height * scale;
  }
  const pen = canvas.getContext('2d')!;
  const css = getComputedStyle(document.documentElement);
  const dark = document.documentElement.dataset.theme === 'dark';
  const text = css.getPropertyValue('--text');
  pen.setTransform(scale, 0, 0, scale, 0, -from * scale);
  pen.clearRect(0, from, width, height);
  pen.font = '600 13px system-ui, sans-serif';
  pen.fillStyle = text;
  for (const title of of.titles) if (title.y > from - 20 && title.y < from + height + 20) pen.fillText(title.text, 0, title.y);
  for (const box of of.boxes) {
    if (box.y > from + height || box.y + box.height < from) continue;
    pen.fillStyle = css.getPropertyValue('--surface');
    pen.strokeStyle = css.getPropertyValue(box.agent.up === 'connected' ? '--line' : '--fill-bad');
    pen.beginPath();
    pen.roundRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, 5);
    pen.fill();
    pen.stroke();
    if (few()) {
      pen.fillStyle = text;
      pen.font = '12px system-ui, sans-serif';
      const port = box.agent.address.split(':').pop();
      pen.fillText((box.agent.host || shortId(box.agent.id)) + ':' + port, box.x + 6, box.y + 17, box.width - 12);
    }
    box.tasks.forEach((task, i) => {
      pen.fillStyle = colorOf(task, color, css, dark);
      const cx = box.x + 6 + (i % box.across) * (cell() + GAP);
      const cy = box.y + 5 + (few() ? HEAD - 2 : 0) + Math.floor(i / box.across) * (cell() + GAP);
      pen.fillRect(cx, cy, cell(), cell());
    });
  }
}

function at(of: Plan, x: number, y: number): [Box, Task | undefined] | null {
  const box = of.boxes.find((one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height);
  if (!box) return null;
  const column = Math.floor((x - box.x - 6) / (cell() + GAP));
  const line = Math.floor((y - box.y - 5 - (few() ? HEAD - 2 : 0)) / (cell() + GAP));
  const task = column >= 0 && column < box.across && line >= 0 ? box.tasks[line * box.across + column] : undefined;
  return [box, task];
}

export function Topology() {
  const group = chosen('group');
  const color = chosen('color');
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const laid = useRef<Plan>({ boxes: [], titles: [], height: 0 });
  const height = useSignal(0);
  const tip = useSignal<{ x: number; y: number; box: Box; task: Task | undefined } | null>(null);
  const redraw = () => {
    const of = scroll.current;
    if (canvas.current && of) draw(canvas.current, laid.current, color, of.scrollTop, of.clientHeight);
  };
  useEffect(() => {
    const of = scroll.current;
    if (!of) return undefined;
    const layOut = () => {
      laid.current = plan(group, of.clientWidth - 4);
      height.value = laid.current.height;
      redraw();
    };
    const observer = new ResizeObserver(layOut);
    observer.observe(of);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributes: true });
    layOut();
    return () => {
      observer.disconnect();
      theme.disconnect();
    };
  }, [group, color, changes.value]);
  const find = (event: MouseEvent) => {
    const of = scroll.current!;
    const edge = of.getBoundingClientRect();
    return at(laid.current, event.clientX - edge.left, event.clientY - edge.top + of.scrollTop);
  };
  return (
    <>
      <Title sub="Each box is an agent, each cell a live task." actions={<a class="button" href="#/agents">As a table</a>}>Topology</Title>
      <div class="filter">
        <Choice name="group" label="Group by" options={[['', 'Not grouped'], ['zone', 'By zone'], ...attributeNames().map((name): [string, string] => [name, 'By ' + name])]} />
        <Choice name="color" label="Colour by" options={[['', 'Coloured by state'], ['framework', 'Coloured by framework'], ['name', 'Coloured by name']]} />
        {(group !== '' || color !== '') && <button class="quiet small" type="button" onClick={() => refine({ group: '', color: '' })}>Reset</button>}
        <span class="dim">{count(agents.size)} agents</span>
      </div>
      <div class="topology" ref={scroll} tabIndex={0} role="img"
        aria-label={`${agents.size} agents and their tasks; the page Agents has the same as a table`}
        onScroll={redraw}
        onMouseMove={(event) => {
          const found = find(event);
          tip.value = found ? { x: event.clientX, y: event.clientY, box: found[0], task: found[1] } : null;
        }}
        onMouseLeave={() => (tip.value = null)}
        onClick={(event) => {
          const found = find(event);
          if (found) go(found[1] ? to(['tasks', found[1].framework, found[1].id]) : to(['agents', found[0].agent.id]));
        }}
      >
        <canvas ref={canvas} />
        <div style={{ height: height.value + 'px' }} />
      </div>
      {tip.value && (
        <div class="tip" aria-hidden="true" style={{ left: Math.min(tip.value.x + 14, innerWidth - 260) + 'px', top: Math.min(tip.value.y + 14, innerHeight - 120) + 'px' }}>
          {tip.value.task ? (
            <><strong>{tip.value.task.name}</strong><br />{stateName(tip.value.task.state)} · {cpus(tip.value.task.cpus)} CPUs · {megabytes(tip.value.task.mem)}<br />
              {frameworks.get(tip.value.task.framework)?.name}</>
          ) : (
            <><strong>{tip.value.box.agent.host}</strong> {tip.value.box.agent.address}<br />{count(tip.value.box.tasks.length)} tasks · {cpus(tip.value.box.agent.used.cpus)} of {cpus(tip.value.box.agent.cpus)} CPUs<br />{tip.value.box.agent.attributes.join(', ')}</>
          )}
        </div>
      )}
    </>
  );
}
