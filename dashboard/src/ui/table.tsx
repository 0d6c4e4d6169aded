/** A table of any number of rows: only those in sight are there. */
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
  wide?: boolean;
}

const ROW = 41;
const SPARE = 8;

interface Order {
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
  /** Grows with its rows instead of scrolling by itself. */
  short?: boolean;
}) {
  const order = useSignal<Order | null>(props.order ?? null);
  const top = useSignal(0);
  const height = useSignal(600);
  const box = useRef<HTMLDivElement>(null);
  const sorted = useMemo(() => inOrder(props.rows, props.columns, order.value), [props.rows, order.value]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || props.short) return undefined;
    const measure = () => {
      height.value = element.clientHeight || 600;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [props.short, props.rows.length === 0]);

  if (props.rows.length === 0) return <Nothing>{props.none}</Nothing>;
  const first = props.short ? 0 : Math.max(0, Math.min(Math.floor(top.value / ROW) - SPARE, sorted.length - 1));
  const last = props.short ? sorted.length : Math.min(sorted.length, first + Math.ceil(height.value / ROW) + 2 * SPARE);
  return (
    <div
      class={'table' + (props.short ? '' : ' tall')}
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={props.label}
      onScroll={(event) => (top.value = event.currentTarget.scrollTop)}
    >
      <table aria-rowcount={sorted.length + 1}>
        <thead>
          <tr>
            {props.columns.map((column, i) => (
              <Head key={column.name} column={column} i={i} order={order.value} sort={(to) => (order.value = to)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Gap rows={first} columns={props.columns.length} />}
          {sorted.slice(first, last).map((row) => (
            <tr key={props.keyOf(row)}>
              {props.columns.map((column) => (
                <td key={column.name} class={(column.right ? 'right ' : '') + (column.wide ? 'wide' : '')}>
                  {column.show(row)}
                </td>
              ))}
            </tr>
          ))}
          {last < sorted.length && <Gap rows={sorted.length - last} columns={props.columns.length} />}
        </tbody>
      </table>
    </div>
  );
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
  if (!column.by) return <th scope="col" class={column.right ? 'right' : ''}>{column.name}</th>;
  return (
    <th scope="col" class={column.right ? 'right' : ''} aria-sort={here ? (order.down ? 'descending' : 'ascending') : 'none'}>
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
