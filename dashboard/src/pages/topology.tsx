import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Cells } from '../lib/cells';
import { agents, changes, frameworks, names } from '../lib/cluster';
import type { Box, FloorPlan } from '../lib/floorplan';
import { EMPTY, at, attributeNames, corner, floorPlan, groups } from '../lib/floorplan';
import { count, cpus, megabytes, shortId, stateName } from '../lib/format';
import { Heats } from '../lib/heat';
import type { Task } from '../lib/model';
import { go, refine, to } from '../lib/router';
import { Choice, chosen } from '../ui/filter';
import { AsCommand, Title, toneOf } from '../ui/parts';

const MEASURE_MS = 3000;

function hue(text: string): number {
  let hash = 7;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
  return Math.abs(hash * 137) % 360;
}

interface Painter {
  (task: Task): string;
  /** What has a colour of its own among what was painted, and which. */
  known: Map<string, string>;
}

/** Of a service, a job or the like there are many, told apart by what is behind. */
function family(name: string): string {
  return name.replace(/[-._]\d[\w.-]*$/, '') || name;
}

/** What colours a task, and the colour of that: looked up once for each drawing. */
function painter(by: string, heats: Heats, css: CSSStyleDeclaration): Painter {
  const light = document.documentElement.dataset.theme === 'dark' ? 62 : 46;
  if (by === 'cpus' || by === 'mem') {
    const none = css.getPropertyValue('--fill-none');
    const paint = (task: Task) => {
      const part = heats.of(task, by);
      return part === null ? none : heat(part, light);
    };
    return Object.assign(paint, { known: new Map([['not measured', none], ...PARTS.map((part): [string, string] => [part * 100 + ' %', heat(part, light)])]) });
  }
  const known = new Map<string, string>();
  const key = (task: Task) => (by === 'framework' ? task.framework : by === 'name' ? family(task.name) : task.state);
  const color = (of: string) => (by === '' ? css.getPropertyValue('--fill-' + toneOf(of)) : `hsl(${hue(of)} 62% ${light}%)`);
  const paint = (task: Task) => {
    const of = key(task);
    let found = known.get(of);
    if (found === undefined) known.set(of, (found = color(of)));
    return found;
  };
  return Object.assign(paint, { known });
}

/** Which are in the legend, of what a task may use. */
const PARTS = [0, 0.5, 1];

function heat(part: number, light: number): string {
  return `hsl(${150 - Math.round(part * 10) * 15} 62% ${light}%)`;
}

function inSight(box: Box, from: number, height: number): boolean {
  return box.y <= from + height && box.y + box.height >= from;
}

function draw(canvas: HTMLCanvasElement, plan: FloorPlan, painting: (css: CSSStyleDeclaration) => Painter, from: number, height: number): Painter['known'] {
  const scale = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  if (canvas.width !== width * scale || canvas.height !== height * scale) {
    canvas.width = width * scale;
    canvas.height = height * scale;
  }
  const pen = canvas.getContext('2d')!;
  const css = getComputedStyle(document.documentElement);
  const [text, surface, line, bad] = ['--text', '--surface', '--line', '--fill-bad'].map((name) => css.getPropertyValue(name));
  const paint = painting(css);
  pen.setTransform(scale, 0, 0, scale, 0, -from * scale);
  pen.clearRect(0, from, width, height);
  pen.font = '600 13px system-ui, sans-serif';
  pen.fillStyle = text!;
  for (const title of plan.titles) if (title.y > from - 20 && title.y < from + height + 20) pen.fillText(title.text, 0, title.y);
  for (const box of plan.boxes) {
    if (!inSight(box, from, height)) continue;
    const agent = agents.get(box.id);
    pen.fillStyle = surface!;
    pen.strokeStyle = agent?.up === 'connected' ? line! : bad!;
    pen.beginPath();
    if (plan.few) pen.roundRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, 5);
    else pen.rect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
    pen.fill();
    pen.stroke();
    if (plan.few) {
      pen.fillStyle = text!;
      pen.font = '12px system-ui, sans-serif';
      const port = agent?.address.split(':').pop();
      pen.fillText((agent?.host || shortId(box.id)) + ':' + port, box.x + 6, box.y + 17, box.width - 12);
    }
    box.places.forEach((task, i) => {
      if (!task) return;
      const [x, y] = corner(plan, box, i);
      pen.fillStyle = paint(task);
      pen.fillRect(x, y, plan.cell, plan.cell);
    });
  }
  return paint.known;
}

interface Tip {
  x: number;
  y: number;
  box: Box;
  task: Task | null;
}

/** Measures what is in sight, again and again, where that is what colours it. */
function useHeat(color: string, heats: Heats, redraw: () => void, shown: () => string[]): void {
  useEffect(() => {
    if (color !== 'cpus' && color !== 'mem') return undefined;
    const over = new AbortController();
    const measure = async () => {
      if (document.visibilityState === 'visible') await heats.measure(shown(), over.signal);
      redraw();
      if (!over.signal.aborted) timer = setTimeout(() => void measure(), MEASURE_MS);
    };
    let timer = setTimeout(() => void measure());
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [color]);
}

/** What is drawn where, laid out anew only when some agent needs more room or another is shown. */
function useFloorPlan(group: string, color: string) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const plan = useRef<FloorPlan>(EMPTY);
  const width = useRef(0);
  const drawn = useRef(0);
  const height = useSignal(0);
  const legend = useSignal<[of: string, color: string][]>([]);
  const shown = useMemo(() => groups(group), [group, names.value]);
  const cells = useMemo(() => new Cells(), [group]);
  const heats = useMemo(() => new Heats(), []);
  const laidOut = useRef<unknown>(null);
  const redraw = () => {
    cancelAnimationFrame(drawn.current);
    drawn.current = requestAnimationFrame(() => {
      const of = scroll.current;
      if (!canvas.current || !of) return;
      const known = [...draw(canvas.current, plan.current, (css) => painter(color, heats, css), of.scrollTop, of.clientHeight)].sort();
      if (known.join() !== legend.peek().join()) legend.value = known;
    });
  };
  const layOut = () => {
    plan.current = floorPlan(shown, cells, width.current);
    laidOut.current = shown;
    height.value = plan.current.height;
  };
  useEffect(() => {
    const resized = () => {
      width.current = scroll.current!.clientWidth - 4;
      layOut();
      redraw();
    };
    const observer = new ResizeObserver(resized);
    observer.observe(scroll.current!);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributes: true });
    return () => {
      observer.disconnect();
      theme.disconnect();
    };
  }, [shown, cells, color]);
  useEffect(() => {
    const grown = cells.follow();
    if (width.current > 0 && (grown || laidOut.current !== shown)) layOut();
    redraw();
  }, [shown, cells, color, changes.value]);
  useHeat(color, heats, redraw, () => {
    const of = scroll.current!;
    return plan.current.boxes.filter((box) => inSight(box, of.scrollTop, of.clientHeight)).map((box) => box.id);
  });
  return { canvas, scroll, plan, height, legend, redraw };
}

export function Topology() {
  const group = chosen('group');
  const color = chosen('color');
  const { canvas, scroll, plan, height, legend, redraw } = useFloorPlan(group, color);
  const tip = useSignal<Tip | null>(null);
  const find = (event: MouseEvent) => {
    const of = scroll.current!;
    const edge = of.getBoundingClientRect();
    return at(plan.current, event.clientX - edge.left, event.clientY - edge.top + of.scrollTop);
  };
  return (
    <>
      <Title sub="Each box is an agent, each cell a live task." actions={<><AsCommand command="agent list -o wide" /><a class="button" href="#/agents">As a table</a></>}>Topology</Title>
      <div class="filter">
        <Choice name="group" label="Group by" options={[['', 'Not grouped'], ['zone', 'By zone'], ...attributeNames().map((name): [string, string] => [name, 'By ' + name])]} />
        <Choice name="color" label="Colour by" options={[['', 'Coloured by state'], ['framework', 'Coloured by framework'], ['name', 'Coloured by name'], ['cpus', 'Coloured by CPUs in use'], ['mem', 'Coloured by memory in use']]} />
        {(group !== '' || color !== '') && <button class="quiet small" type="button" onClick={() => refine({ group: '', color: '' })}>Reset</button>}
        <span class="dim">{count(agents.size)} agents</span>
      </div>
      <Legend by={color} of={legend.value} />
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
          if (found) go(found[1] ? to(['tasks', found[1].framework, found[1].id]) : to(['agents', found[0].id]));
        }}
      >
        <canvas ref={canvas} />
        <div style={{ height: height.value + 'px' }} />
      </div>
      {tip.value && <Pointed at={tip.value} />}
    </>
  );
}

const MOST_IN_LEGEND = 12;

/** Of what is in sight. */
function Legend({ by, of }: { by: string; of: [of: string, color: string][] }) {
  if (of.length === 0) return null;
  const named = (one: string) => (by === 'framework' ? frameworks.get(one)?.name || shortId(one) : by === '' ? stateName(one) : one);
  return (
    <p class="legend cells">
      {(by === 'cpus' || by === 'mem') && 'Of what a task may use:'}
      {of.slice(0, MOST_IN_LEGEND).map(([one, color]) => <span key={one}><i style={{ background: color }} /> {named(one)}</span>)}
      {of.length > MOST_IN_LEGEND && <span>and {count(of.length - MOST_IN_LEGEND)} more</span>}
    </p>
  );
}

/** What the pointer is on. */
function Pointed({ at: { x, y, box, task } }: { at: Tip }) {
  const agent = agents.get(box.id);
  return (
    <div class="tip" aria-hidden="true" style={{ left: Math.min(x + 14, innerWidth - 260) + 'px', top: Math.min(y + 14, innerHeight - 120) + 'px' }}>
      {task ? (
        <>
          <strong>{task.name}</strong><br />
          {stateName(task.state)} · {cpus(task.cpus)} CPUs · {megabytes(task.mem)}<br />
          {frameworks.get(task.framework)?.name}
        </>
      ) : (
        agent && (
          <>
            <strong>{agent.host}</strong> {agent.address}<br />
            {count(box.places.filter((one) => one !== null).length)} tasks · {cpus(agent.used.cpus)} of {cpus(agent.cpus)} CPUs<br />
            {agent.attributes.join(', ')}
          </>
        )
      )}
    </div>
  );
}
