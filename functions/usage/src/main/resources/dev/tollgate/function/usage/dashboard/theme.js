import { byId } from './dom.js';

const NAMES = { system: 'system', light: 'light', dark: 'dark' };
const NEXT = { system: 'light', light: 'dark', dark: 'system' };

/** Light or dark: as the system says, until the reader says otherwise. */
export function themes(redraw) {
  const button = byId('theme');
  const set = (theme) => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('tollgate-theme', theme);
    button.textContent = `Theme: ${NAMES[theme]}`;
  };
  set(NAMES[localStorage.getItem('tollgate-theme')] ?? 'system');
  button.onclick = () => {
    set(NEXT[document.documentElement.dataset.theme]);
    redraw();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
}
