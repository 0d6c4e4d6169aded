/** Light or dark: as the system is, or as somebody chose. */
import { signal } from '@preact/signals';

const theme = signal(localStorage.getItem('theme') ?? '');

function isDark(): boolean {
  return theme.value === '' ? matchMedia('(prefers-color-scheme: dark)').matches : theme.value === 'dark';
}

function applyTheme(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
}

export function toggleTheme(): void {
  theme.value = isDark() ? 'light' : 'dark';
  localStorage.setItem('theme', theme.value);
  applyTheme();
}

applyTheme();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
