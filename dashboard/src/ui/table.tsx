/** A table of any number of rows: only those in sight are there. */
import type { Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Nothing } from './parts';

export interface Column<R> {
  name: string;
  show: (row: R) => ComponentChildren;
  /** What rows are ordered by; a column without it orders nothing. */
  by?: (row: R) => number | string;
  right?: boolean;
  /** Takes what room the others leave, and what does not fit is cut off. */
  wide?: boolean;
  /** Never less than a name needs, however short those of the first rows are. */
  roomy?: boolean;
  /** Of a short table: goes on in another line rather than being cut off. */
  wraps?: boolean;
}

const ROW = 41;
const SPARE = 5;
/** Lists of more rows have steady columns. */
const LONG = 60;
/** The rows drawn change after so many have gone by. */
const STEP = 4;

export interface Order {
  column: number;
  down: boolean;
}

export function Table<R>(props: {
  label: string;
  columns: Column<R>[];
  rows: R[];
  keyOf: (row: R) => string;
  none: ComponentChildren;
  order?: Order;
  /** Whoever gives the rows gives them in this order; else the table orders them. */
  ordered?: Signal<Order | null>;
  /** Which rows these are: others are shown from the first on. */
  what?: string;
  /** A row looks the same as long as it is the same object. */
  steady?: boolean;
  /** Grows with its rows instead of scrolling by itself. */
  short?: boolean;
}) {
  const own = useSignal<Order | null>(props.order ?? null);
  const order = props.ordered ?? own;
  const box = useRef<HTMLDivElement>(null);
  const sorted = useMemo(
    () => (props.ordered ? props.rows : inOrder(props.rows, props.columns, order.value)),
    [props.rows, props.ordered ? null : order.value],
  );
  const { first, onScroll } = useWindow(box, sorted, `${props.what ?? ''} ${order.value?.column} ${order.value?.down}`);

  const { height, width } = useSize(box, props.short === true, props.rows.length === 0);
  useSteadyColumns(box, !props.short && sorted.length > LONG, `${props.columns.length} ${width.value}`);

  if (props.rows.length === 0) return <Nothing>{props.none}</Nothing>;
  const from = props.short ? 0 : Math.max(0, Math.min(first - SPARE, sorted.length - 1));
  const until = props.short ? sorted.length : Math.min(sorted.length, from + Math.ceil(height.value / ROW) + 2 * SPARE + STEP);
  return (
    <div
      class={'table' + (props.short ? '' : ' tall')}
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={props.label}
      onScroll={onScroll}
    >
      <table role="table" aria-rowcount={sorted.length + 1}>
        <thead role="rowgroup">
          <tr role="row">
            {props.columns.map((column, i) => (
              <Head key={column.name} column={column} i={i} order={order.value} sort={(to) => (order.value = to)} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {from > 0 && <Gap rows={from} columns={props.columns.length} />}
          {sorted.slice(from, until).map((row) => (
            <Row key={props.keyOf(row)} row={row} columns={props.columns} steady={props.steady === true} />
          ))}
          {until < sorted.length && <Gap rows={sorted.length - until} columns={props.columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

/** Apart from the table: what an effect began with stays as long as the effect, and must not be all rows of that time. */
function useSize(box: { current: HTMLDivElement | null }, short: boolean, empty: boolean) {
  const height = useSignal(600);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || short) return undefined;
    const measure = () => {
      height.value = element.clientHeight || 600;
      width.value = element.clientWidth;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [short, empty]);
  return { height, width };
}

/** The first row in sight, which stays in sight when others come above it, unless it is the first of all. */
function useWindow<R>(box: { current: HTMLDivElement | null }, rows: R[], what: string) {
  const first = useSignal(0);
  const top = useRef(0);
  const whole = useRef(what);
  const before = useRef(rows);
  const move = useRef(0);
  if (before.current !== rows || whole.current !== what) {
    if (whole.current !== what) {
      move.current = -top.current;
      top.current = 0;
      whole.current = what;
    } else if (top.current > 0) {
      const by = ROW * shift(before.current, rows, Math.floor(top.current / ROW));
      top.current += by;
      move.current += by;
    }
    before.current = rows;
  }
  useLayoutEffect(() => {
    if (move.current !== 0 && box.current) box.current.scrollTop += move.current;
    move.current = 0;
  });
  const step = () => Math.floor(top.current / ROW / STEP) * STEP;
  first.value; // drawn anew when it changes
  return {
    first: step(),
    onScroll: (event: { currentTarget: HTMLElement }) => {
      top.current = event.currentTarget.scrollTop;
      first.value = step();
    },
  };
}

/**
 * Columns of a long list stay as wide as its first rows made them: neither do they move while it is scrolled, nor
 * does the browser have to look at other rows to place one: each is a grid of its own then. They are found anew with another window.
 */
function useSteadyColumns(box: { current: HTMLDivElement | null }, long: boolean, what: string): void {
  const steady = useRef('');
  useLayoutEffect(() => {
    const element = box.current;
    const table = element?.querySelector('table');
    if (!element || !table) return;
    const now = long ? what : '';
    if (now === steady.current) return;
    steady.current = now;
    table.classList.remove('steady');
    table.style.cssText = '';
    if (!long) return;
    const widths = [...table.querySelectorAll('th')].map((head) => head.getBoundingClientRect().width);
    table.style.setProperty('--columns', widths.map((width) => width + 'px').join(' '));
    table.style.width = table.getBoundingClientRect().width + 'px';
    table.classList.add('steady');
  });
}

/** By how many rows the first of those in sight that is still there has moved. */
function shift<R>(before: R[], now: R[], from: number): number {
  for (let i = from; i < Math.min(before.length, from + SPARE); i++) {
    const at = now.indexOf(before[i]!);
    if (at >= 0) return at - i;
  }
  return 0;
}

function Row<R>({ row, columns, steady }: { row: R; columns: Column<R>[]; steady: boolean }) {
  const cells = useMemo(
    () =>
      columns.map((column) => (
        <td key={column.name} role="cell" class={(column.right ? 'right ' : '') + (column.wide ? 'wide' : column.wraps ? 'wraps' : '')}>
          {column.show(row)}
        </td>
      )),
    [row, columns, steady ? null : {}],
  );
  return <tr role="row">{cells}</tr>;
}

/** Browsers draw nothing higher than some millions of pixels, which is more than any list here has. */
function Gap({ rows, columns }: { rows: number; columns: number }) {
  return (
    <tr aria-hidden="true" class="gap">
      <td colSpan={columns} style={{ height: rows * ROW + 'px' }} />
    </tr>
  );
}

function Head<R>(props: { column: Column<R>; i: number; order: Order | null; sort: (to: Order) => void }) {
  const { column, i, order } = props;
  const here = order?.column === i;
  const kind = column.right ? 'right' : column.wide ? 'wide' : column.roomy ? 'roomy' : '';
  if (!column.by) return <th role="columnheader" scope="col" class={kind}>{column.name}</th>;
  return (
    <th role="columnheader" scope="col" class={kind} aria-sort={here ? (order.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => props.sort({ column: i, down: here ? !order.down : column.right === true })}>
        {column.name}
        <span aria-hidden="true">{here ? (order.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

function inOrder<R>(rows: R[], columns: Column<R>[], order: Order | null): R[] {
  const by = order ? columns[order.column]?.by : undefined;
  if (!order || !by) return rows;
  const keyed = rows.map((row) => ({ row, key: by(row) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  if (order.down) keyed.reverse();
  return keyed.map((one) => one.row);
}
