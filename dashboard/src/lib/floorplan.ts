/** Where the boxes of agents and the cells of tasks go: side by side, in groups. */
import type { Cells, Places } from './cells';
import { agents, names } from './cluster';
import type { Agent, Task } from './model';

const GAP = 2;
const BOX_GAP = 10;
const HEAD = 26;
const TITLE = 28;
/** So many agents have names, and cells that are easy to hit. */
const FEW = 60;

export interface Box {
  id: string;
  places: Places;
  x: number;
  y: number;
  width: number;
  height: number;
  across: number;
}

export interface FloorPlan {
  few: boolean;
  /** The side of a cell. */
  cell: number;
  boxes: Box[];
  titles: { text: string; y: number }[];
  height: number;
}

export const EMPTY: FloorPlan = { few: true, cell: 15, boxes: [], titles: [], height: 0 };

export function attributeNames(): string[] {
  names.value;
  const found = new Set<string>();
  for (const agent of agents.values()) for (const one of agent.attributes) found.add(one.split(':')[0]!);
  return [...found].sort();
}

function groupOf(agent: Agent, by: string): string {
  if (by === '') return '';
  if (by === 'zone') return agent.zone || 'no zone';
  return agent.attributes.find((one) => one.startsWith(by + ':')) ?? 'no ' + by;
}

/** The ids of the agents of each group, in the order in which they are shown. */
export type Groups = [name: string, ids: string[]][];

export function groups(by: string): Groups {
  const found = new Map<string, Agent[]>();
  for (const agent of agents.values()) {
    const name = groupOf(agent, by);
    const list = found.get(name);
    if (list) list.push(agent);
    else found.set(name, [agent]);
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => {
      const named = list.map((agent): [string, string] => [agent.host + agent.address, agent.id]);
      return [name, named.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id)];
    });
}

/** Each agent gets as much room as it has places for tasks. */
export function floorPlan(shown: Groups, cells: Cells, width: number): FloorPlan {
  const few = agents.size <= FEW;
  const cell = few ? 15 : 9;
  const boxes: Box[] = [];
  const titles: FloorPlan['titles'] = [];
  let y = 0;
  for (const [name, ids] of shown) {
    if (name !== '') {
      titles.push({ text: `${name} (${ids.length})`, y: y + 16 });
      y += TITLE;
    }
    let x = 0;
    let row = 0;
    for (const id of ids) {
      const places = cells.on(id);
      const across = few ? 16 : Math.max(3, Math.ceil(Math.sqrt(places.length)));
      const lines = Math.max(few ? 4 : 1, Math.ceil(places.length / across));
      const w = across * (cell + GAP) + 10;
      const h = lines * (cell + GAP) + 8 + (few ? HEAD : 0);
      if (x > 0 && x + w > width) {
        x = 0;
        y += row + BOX_GAP;
        row = 0;
      }
      boxes.push({ id, places, x, y, width: w, height: h, across });
      x += w + BOX_GAP;
      row = Math.max(row, h);
    }
    y += row + BOX_GAP * 2;
  }
  return { few, cell, boxes, titles, height: y };
}

/** The left upper corner of a place. */
export function corner(plan: FloorPlan, box: Box, place: number): [x: number, y: number] {
  const side = plan.cell + GAP;
  return [box.x + 6 + (place % box.across) * side, box.y + 5 + (plan.few ? HEAD - 2 : 0) + Math.floor(place / box.across) * side];
}

/** The agent, and the task, at a point. */
export function at(plan: FloorPlan, x: number, y: number): [Box, Task | null] | null {
  const box = plan.boxes.find((one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height);
  if (!box) return null;
  const [left, top] = corner(plan, box, 0);
  const column = Math.floor((x - left) / (plan.cell + GAP));
  const line = Math.floor((y - top) / (plan.cell + GAP));
  const there = column >= 0 && column < box.across && line >= 0;
  return [box, (there && box.places[line * box.across + column]) || null];
}
