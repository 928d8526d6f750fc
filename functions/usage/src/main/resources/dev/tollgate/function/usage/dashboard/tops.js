import { usage } from './api.js';
import { bar, byId, fill, h } from './dom.js';
import { cost, words } from './format.js';
import { groupLink } from './groups.js';
import { parameters } from './state.js';

/** What people ask for first; tags among them are shown if calls carry them. Of several names the first that there is. */
const WANTED = [['feature'], ['user_group'], ['model'], ['template', 'prompt_template']];

const SHOWN = 6;

export function topLists(dimensions, signal) {
  const names = WANTED.map((names) => names.find((it) => dimensions.some(({ name }) => name === it))).filter((it) => it);
  return Promise.all(
    names.map(async (name) => ({ name, report: await usage(parameters({ group_by: name, sort: '-cost_usd', limit: SHOWN }), signal) })),
  );
}

export function showTops(lists) {
  fill(byId('tops'), lists.map(({ name, report }) => card(name, report.rows)));
}

function card(name, rows) {
  const most = Math.max(...rows.map((it) => it.cost_nano_usd), 1);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': `top-${name}`, 'data-top': name },
    h('header', {}, h('h2', { id: `top-${name}` }, `Top ${words(name)}s`)),
    rows.length === 0
      ? h('p', { class: 'empty' }, 'No calls.')
      : h(
          'ol',
          { class: 'ranked' },
          rows.map((row) => h('li', {}, h('div', { class: 'line' }, groupLink(name, row), h('span', { class: 'amount' }, cost(row))), bar(row.cost_nano_usd / most))),
        ),
  );
}
