declare module '*.css';

interface Window {
  /** What `early.ts` has done: which pages the summary is enough for, and what was asked for another one until somebody takes it. */
  early: { light: string[]; everything: Promise<Response> | null };
}
