import { json } from './api.js';
import { badge, cost, open } from './call.js';
import { byId, fill, h, scrolling } from './dom.js';
import { count, milliseconds, time } from './format.js';
import { parameters, state } from './state.js';

const PAGE = 25;

const STATUSES = ['answered', 'failed', 'cut', 'cancelled', 'refused', 'abandoned', 'pending'];

let status = '';

/** Single calls, newest first: of the chosen range and filters, and of one status if one is chosen. */
export const callList = (cursor, signal) => {
  const filtered = state.filters.some((it) => it.name === 'status');
  return json('requests', parameters({ limit: PAGE, ...(status && !filtered && { status }), ...(cursor && { cursor }) }), signal);
};

export function showCalls(list, onError) {
  const draw = (shown, focus) => {
    const table = h(
      'table',
      { id: 'calls-table' },
      h('caption', { class: 'unseen' }, 'Calls, newest first; a call’s time opens it'),
      h('thead', {}, h('tr', {}, ['Began, UTC', 'Status', 'Alias', 'Tags', 'Tokens', 'Took', 'Cost'].map((it, i) => h('th', { scope: 'col', class: i < 4 ? 'text' : '' }, it)))),
      h('tbody', {}, shown.data.map((it) => row(it, onError))),
    );
    const choice = h(
      'select',
      { id: 'call-status', onchange: (event) => choose(event.target.value) },
      h('option', { value: '' }, 'any status'),
      STATUSES.map((it) => h('option', { value: it, selected: it === status }, it)),
    );
    fill(
      byId('calls'),
      h('header', {}, h('h2', { id: 'calls-title' }, 'Calls, newest first'), h('label', { class: 'by' }, h('span', { class: 'unseen' }, 'Status'), choice)),
      shown.data.length === 0 ? h('p', { class: 'empty' }, 'No such calls.') : scrolling('Calls', table),
      shown.next_cursor && h('div', { class: 'more' }, h('button', { type: 'button', onclick: () => next(shown).catch(onError) }, 'Show more')),
    );
    if (focus) byId(focus)?.focus();
  };
  const choose = (value) => {
    status = value;
    callList().then((it) => draw(it, 'call-status')).catch(onError);
  };
  const next = async (shown) => {
    const more = await callList(shown.next_cursor);
    draw({ data: [...shown.data, ...more.data], next_cursor: more.next_cursor });
  };
  draw(list);
}

function row(it, onError) {
  const used = it.usage ?? {};
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('button', { type: 'button', class: 'link', 'data-call': it.id, onclick: () => open(it.id).catch(onError) }, time(it.started_at))),
    h('td', { class: 'text' }, badge(it)),
    h('td', { class: 'text' }, it.alias),
    h('td', { class: 'text tags' }, Object.entries(it.tags ?? {}).map(([name, value]) => `${name} ${value}`).join(', ')),
    h('td', {}, it.usage ? `${count(used.input_tokens)} → ${count(used.output_tokens)}` : '–'),
    h('td', {}, milliseconds(it.total_ms)),
    h('td', {}, cost(it)),
  );
}
