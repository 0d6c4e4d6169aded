/** A terminal in a container. Loaded when somebody opens one. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'preact/hooks';
import { strictDocument } from '../lib/strictdocument';

interface Farewell {
  exit?: number;
  problem?: string;
}

/** `over` is told how it ended. */
export default function TerminalView({ framework, task, command, over }: { framework: string; task: string; command: string; over: (how: string) => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => open(box.current!, framework, task, command, over), [framework, task, command]);
  return <div class="terminal" ref={box} />;
}

function open(box: HTMLElement, framework: string, task: string, command: string, over: (how: string) => void): () => void {
  const css = getComputedStyle(document.documentElement);
  const terminal = new Terminal({
    documentOverride: strictDocument,
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    fontSize: 14,
    screenReaderMode: true,
    scrollback: 5000,
    minimumContrastRatio: 4.5,
    theme: { background: '#10141c', foreground: '#e6eaf2', cursor: css.getPropertyValue('--accent').trim() || '#e6eaf2' },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  // Who uses the keyboard only must be able to leave.
  terminal.attachCustomKeyEventHandler((event) => !(event.key === 'Tab' && event.shiftKey));
  terminal.open(box);
  fit.fit();
  terminal.focus();

  const query = new URLSearchParams({ framework, task, command, columns: String(terminal.cols), rows: String(terminal.rows) });
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/dashboard/exec?${query}`);
  socket.binaryType = 'arraybuffer';
  let how = '';
  socket.onmessage = (event: MessageEvent<ArrayBuffer | string>) => {
    if (typeof event.data !== 'string') {
      terminal.write(new Uint8Array(event.data));
      return;
    }
    const { exit, problem } = JSON.parse(event.data) as Farewell;
    if (problem !== undefined) how = problem;
    else if (exit !== undefined) how = `It exited with ${exit}.`;
  };
  let opened = false;
  const early: (Uint8Array<ArrayBuffer> | string)[] = [];
  socket.onopen = () => {
    opened = true;
    early.splice(0).forEach((data) => socket.send(data));
  };
  socket.onclose = () => over(how || (opened ? 'The connection is lost, and the command ended with it.' : 'No terminal could be opened: the task may have ended, or too many are open.'));

  const text = new TextEncoder();
  const send = (data: Uint8Array<ArrayBuffer> | string) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data);
    else if (socket.readyState === WebSocket.CONNECTING) early.push(data);
  };
  const bytes = (typed: string) => Uint8Array.from(typed, (key) => key.charCodeAt(0));
  const listening = [
    terminal.onData((typed) => send(text.encode(typed))),
    terminal.onBinary((typed) => send(bytes(typed))),
    terminal.onResize(({ cols, rows }) => send(JSON.stringify({ columns: cols, rows }))),
  ];
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(box);
  return () => {
    observer.disconnect();
    listening.forEach((one) => one.dispose());
    socket.onclose = null;
    socket.close();
    terminal.dispose();
  };
}
