import { period, problem, RANGES } from './period.js';

/** What is shown. It stands in the page's address, so that a view can be kept, shared and gone back to; a key never does. */
export const state = { range: '30d', custom: {}, by: 'feature', filters: [], sort: '-cost_usd', problem: '' };

const listeners = [];

export const onChange = (listener) => listeners.push(listener);

export function change(changes) {
  Object.assign(state, { problem: '' }, changes);
  history.pushState(null, '', address());
  listeners.forEach((listener) => listener());
}

export function addFilter(name, value) {
  const others = state.filters.filter((it) => it.name !== name);
  change({ filters: [...others, { name, value: value ?? '' }] });
}

export function removeFilter(filter) {
  change({ filters: state.filters.filter((it) => it !== filter) });
}

/** The period and the filters as parameters of the API. The empty value stands for calls that have none. */
export function parameters(more = {}) {
  const query = new URLSearchParams(period(state.range, state.custom));
  state.filters.forEach((it) => query.append(it.name, it.value));
  Object.entries(more).forEach(([name, value]) => query.set(name, value));
  return query;
}

function address() {
  const query = new URLSearchParams({ range: state.range, by: state.by });
  if (state.range === 'custom') {
    query.set('from', state.custom.from);
    query.set('to', state.custom.to);
  }
  state.filters.forEach((it) => query.append('filter', `${it.name}=${it.value}`));
  return `${location.pathname}?${query}`;
}

function read() {
  const query = new URLSearchParams(location.search);
  state.range = RANGES[query.get('range')] ? query.get('range') : '30d';
  state.by = query.get('by') ?? 'feature';
  state.custom = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  state.problem = state.range === 'custom' ? problem(state.custom) : '';
  if (state.problem) state.range = '30d';
  state.filters = query.getAll('filter').map((it) => {
    const at = it.indexOf('=');
    return { name: it.slice(0, at), value: it.slice(at + 1) };
  });
}

read();
addEventListener('popstate', () => {
  read();
  listeners.forEach((listener) => listener());
});
