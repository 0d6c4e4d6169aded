/** Lines over time; what draws them comes when the first one is seen. */
import { useSignal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type uPlot from 'uplot';
import { useEffect, useRef } from 'preact/hooks';
import { clockTime } from '../lib/format';

const HEIGHT = 150;

export type Column = (number | null)[];

interface Shown {
  label: string;
  at: number[];
  values: Column;
  /** Another line on the same scale, without what is under it filled. */
  besides?: { name: string; values: Column };
  /** What the line that is filled is called, where there is another. */
  name?: string;
  /** Drawn as a line across, and the top of the scale; 0 for none. */
  limit: number;
  show: (value: number) => string;
  /** Whether the values are megabytes, whose round numbers are others. */
  amounts?: boolean;
}

const SHORT_S = 300;
/** 1/1024, 1/512 … 512 of each unit. */
const OF_AMOUNTS = Array.from({ length: 50 }, (_, power) => 2 ** (power - 10));

function clock(splits: number[]): string[] {
  const length = splits.at(-1)! - splits[0]! < SHORT_S ? 8 : 5;
  return splits.map((at) => clockTime(at * 1000).slice(0, length));
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function optionsOf(latest: { current: Shown }, width: number, pointed: Signal<number | null>): uPlot.Options {
  const of = latest.current;
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = { stroke: colour('--dim'), grid, ticks: { ...grid, size: 4 }, font: '11px system-ui' };
  return {
    width,
    height: HEIGHT,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    hooks: { setCursor: [(plot) => (pointed.value = plot.cursor.idx ?? null)] },
    scales: { y: { range: (_, __, max) => [0, Math.max(latest.current.limit, max ?? 0) * 1.05 || 1] } },
    series: [
      {},
      { stroke: colour('--accent'), fill: colour('--accent-soft'), width: 2, points: { show: of.at.length < 3 } },
      { stroke: colour('--fill-warn'), width: 1.5, points: { show: false } },
      { stroke: colour('--bad'), width: 1, dash: [4, 4], points: { show: false } },
    ],
    axes: [
      { ...axis, space: 70, size: 30, values: (_, splits) => clock(splits) },
      { ...axis, size: 66, gap: 4, space: 28, ...(of.amounts ? { incrs: OF_AMOUNTS } : {}), values: (_, splits) => splits.map(of.show) },
    ],
  };
}

function dataOf(of: Shown): uPlot.AlignedData {
  const none = of.at.map(() => null);
  return [of.at, of.values, of.besides?.values ?? none, of.limit > 0 ? of.at.map(() => of.limit) : none];
}

function text(of: Shown, value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : of.show(value);
}

/** What it is now, or where somebody points. */
export function Chart(of: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(of);
  const pointed = useSignal<number | null>(null);
  latest.current = of;
  useEffect(() => {
    const element = box.current!;
    let gone = false;
    let draw = () => {};
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    const recoloured = new MutationObserver(() => draw());
    void Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(([{ default: Plot }]) => {
      if (gone) return;
      draw = () => {
        plot.current?.destroy();
        plot.current = new Plot(optionsOf(latest, element.clientWidth, pointed), dataOf(latest.current), element);
      };
      draw();
      resized.observe(element);
      recoloured.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    });
    return () => {
      gone = true;
      resized.disconnect();
      recoloured.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(of)));
  const at = Math.min(pointed.value ?? of.at.length - 1, of.at.length - 1);
  const value = text(of, of.values[at]);
  const spoken = `${of.label}: ${value}${of.besides ? `, ${of.besides.name} ${text(of, of.besides.values[at])}` : ''}${of.limit > 0 ? ' of ' + of.show(of.limit) : ''}`;
  return (
    <figure class="chart">
      <figcaption>
        <span class="what">
          <strong>{of.label}</strong>
          {pointed.value !== null && at >= 0 && <span class="dim">at {clockTime(of.at[at]! * 1000)}</span>}
          {of.limit > 0 && <span class="dim most">of {of.show(of.limit)}</span>}
        </span>
        <span class="legend">
          {of.besides && <><i class="line-used" /> {of.name ?? 'used'}</>} <strong>{value}</strong>
          {of.besides && <><i class="line-besides" /> {of.besides.name} <strong>{text(of, of.besides.values[at])}</strong></>}
        </span>
      </figcaption>
      <div ref={box} role="img" aria-label={spoken} />
    </figure>
  );
}
