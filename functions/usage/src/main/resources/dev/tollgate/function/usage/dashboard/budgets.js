import { bar, byId, fill, h } from './dom.js';
import { guess, money, percent, usd } from './format.js';

const SHOWN = 5;

/** Budgets with their burn, those that are used most first. */
export function showBudgets(list) {
  const rows = [...list.data].sort((a, b) => b.used_share - a.used_share);
  const more = h('ul', { id: 'more-budgets', hidden: true }, rows.slice(SHOWN).map(budget));
  fill(
    byId('budgets'),
    h('header', {}, h('h2', { id: 'budgets-title' }, 'Budgets'), h('p', {}, 'as limits count, right now')),
    rows.length === 0
      ? h('p', { class: 'empty' }, 'No budget counts these calls. The catalogue’s limits can set one: ', h('code', {}, '{match: {feature: x}, budget: {usd: 50, per: month}}'))
      : h('ul', {}, rows.slice(0, SHOWN).map(budget)),
    rows.length > SHOWN && [more, h('div', { class: 'more' }, opener(more, rows.length - SHOWN))],
  );
}

/** Shows the others and hides them again; it stays where it is, and so does the focus. */
function opener(others, number) {
  const button = h('button', { type: 'button', 'aria-controls': others.id, 'aria-expanded': 'false' }, `Show ${number} more`);
  button.onclick = () => {
    others.hidden = !others.hidden;
    button.setAttribute('aria-expanded', String(!others.hidden));
    button.textContent = others.hidden ? `Show ${number} more` : 'Show fewer';
  };
  return button;
}

function budget(it) {
  const [state, badge] = standing(it);
  return h(
    'li',
    { class: 'budget', 'data-budget': it.limit },
    h(
      'div',
      { class: 'line' },
      h('span', {}, h('strong', {}, scopeName(it.scope)), ` per ${it.per} `, h('span', { class: `badge ${badge}` }, state)),
      h('span', {}, money(it.used_usd), ' of ', usd(it.usd)),
    ),
    bar(it.used_share, badge === 'bad' ? 'bad' : badge === 'warn' ? 'warn' : ''),
    h('p', { class: 'hint' }, h('code', {}, it.limit), ' · ', burn(it)),
  );
}

function standing({ used_share: share, burn }) {
  if (share >= 1) return ['✕ used up', 'bad'];
  if (burn?.exhausted_at) return [`▲ ${percent(share, 1)}, too fast`, 'warn'];
  return [`✓ ${percent(share, 1)}`, 'good'];
}

function burn({ burn: fire, used_share: share, resets_at: end, held_usd: held, shared }) {
  const parts = [];
  if (fire && share < 1) {
    parts.push(
      fire.exhausted_at
        ? `At ${guess(fire.usd_per_day)} a day it is used up on ${moment(fire.exhausted_at)}.`
        : `At ${guess(fire.usd_per_day)} a day it ends at ${guess(fire.projected_usd)}.`,
    );
  }
  if (Number(held) > 0) parts.push(`${usd(held)} is held for calls under way.`);
  parts.push(`Begins anew on ${moment(end)}.`);
  if (shared) parts.push('Other teams use it, too.');
  return parts.join(' ');
}

const moment = (iso) => (iso ? iso.slice(0, 16).replace('T', ' ').replace(' 00:00', '') : '–');

function scopeName(scope) {
  const names = Object.entries(scope ?? {}).map(([name, value]) => (value === null ? `no ${name}` : `${name} ${value}`));
  return names.length ? names.join(', ') : 'all calls';
}
