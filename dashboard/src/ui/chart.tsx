/** A line over time; what draws it comes when the first one is seen. */
import type uPlot from 'uplot';
import { useEffect, useRef } from 'preact/hooks';

const HEIGHT = 150;

interface Shown {
  label: string;
  at: number[];
  values: (number | null)[];
  /** Drawn as a line across, and the top of the scale; 0 for none. */
  limit: number;
  show: (value: number) => string;
  /** Whether the values are bytes, whose round numbers are others. */
  bytes?: boolean;
}

const SHORT_S = 300;
/** 1, 2, 4 … 512 of each unit. */
const OF_BYTES = Array.from({ length: 50 }, (_, power) => 2 ** power);

function clock(splits: number[]): string[] {
  const length = splits.at(-1)! - splits[0]! < SHORT_S ? 8 : 5;
  return splits.map((at) => new Date(at * 1000).toLocaleTimeString('sv-SE').slice(0, length));
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function optionsOf(of: Shown, width: number): uPlot.Options {
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = { stroke: colour('--dim'), grid, ticks: grid, font: '11px system-ui' };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, max) => [0, Math.max(of.limit, max ?? 0) * 1.05 || 1] } },
    series: [
      {},
      { stroke: colour('--accent'), fill: colour('--accent-soft'), width: 2, points: { show: of.at.length < 3 } },
      { stroke: colour('--bad'), width: 1, dash: [4, 4], points: { show: false } },
    ],
    axes: [
      { ...axis, space: 70, values: (_, splits) => clock(splits) },
      { ...axis, size: 70, ...(of.bytes ? { incrs: OF_BYTES } : {}), values: (_, splits) => splits.map(of.show) },
    ],
  };
}

function dataOf(of: Shown): uPlot.AlignedData {
  return [of.at, of.values, of.at.map(() => (of.limit > 0 ? of.limit : null))];
}

export function Chart(of: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(of);
  latest.current = of;
  useEffect(() => {
    const element = box.current!;
    let gone = false;
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    void Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(([{ default: Plot }]) => {
      if (gone) return;
      plot.current = new Plot(optionsOf(latest.current, element.clientWidth), dataOf(latest.current), element);
      resized.observe(element);
    });
    return () => {
      gone = true;
      resized.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(of)));
  const last = of.values.at(-1);
  const now = last === null || last === undefined ? 'measuring' : of.show(last);
  const text = `${of.label}: ${now}${of.limit > 0 ? ' of ' + of.show(of.limit) : ''}`;
  return (
    <figure class="chart">
      <figcaption><strong>{of.label}</strong> <span>{now}{of.limit > 0 && <span class="dim"> of {of.show(of.limit)}</span>}</span></figcaption>
      <div ref={box} role="img" aria-label={text} />
    </figure>
  );
}
