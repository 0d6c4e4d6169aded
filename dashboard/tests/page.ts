/** What a browser gives a page, as far as what is tested asks for it. Nothing happens by itself. */

interface Listener {
  (event: { data: string; lastEventId: string }): void;
}

/** A stream of the master, which says what a test wants it to. */
export class FakeStream {
  static readonly CLOSED = 2;
  static last: FakeStream;
  readyState = 1;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(readonly address: string) {
    FakeStream.last = this;
  }

  addEventListener(kind: string, listener: Listener): void {
    this.listeners.set(kind, [...(this.listeners.get(kind) ?? []), listener]);
  }

  say(kind: string, data: object, lastEventId = ''): void {
    for (const listener of this.listeners.get(kind) ?? []) listener({ data: JSON.stringify(data), lastEventId });
  }

  close(): void {
    this.readyState = FakeStream.CLOSED;
  }
}

const answers = new Map<string, unknown>();

/** What the master answers with. */
export function answersWith(path: string, json: unknown): void {
  answers.set(path, json);
}

/** Frames that were asked for and not drawn. */
const frames: (() => void)[] = [];

export function drawFrame(): void {
  for (const frame of frames.splice(0)) frame();
}

const noop = () => undefined;

Object.assign(globalThis, {
  window: globalThis,
  addEventListener: noop,
  location: { hash: '', host: 'master:5050', protocol: 'http:' },
  document: { addEventListener: noop, visibilityState: 'visible' },
  early: { light: [], everything: null },
  EventSource: FakeStream,
  requestAnimationFrame: (frame: () => void) => frames.push(frame),
  requestIdleCallback: noop,
  setTimeout: () => 0,
  setInterval: () => 0,
  fetch: async (path: string) => {
    if (!answers.has(path)) throw new Error('nobody answers ' + path);
    return { ok: true, status: 200, json: async () => answers.get(path) };
  },
});
