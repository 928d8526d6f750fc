import { usage } from './api.js';
import { byId, fill, h, scrolling } from './dom.js';
import { cost, count, milliseconds, money, percent, short, valueName, words } from './format.js';
import { addFilter, parameters, state } from './state.js';
import { save } from './csv.js';
import { period, plus } from './period.js';

const PAGE = 50;

/** What can be sorted by, as the API names it, and how it is shown. */
const COLUMNS = [
  { name: 'cost_usd', title: 'Cost', of: cost },
  { name: 'calls', title: 'Calls', of: (row) => count(row.calls) },
  { name: 'cost_usd_per_call', title: 'Cost per call', of: (row) => money(row.cost_usd_per_call) },
  { name: 'failed', title: 'Failed', of: (row) => (row.failed ? `${count(row.failed)} (${percent(row.failed, row.calls)})` : '0') },
  { name: 'fallbacks', title: 'Fallbacks', of: (row) => count(row.fallbacks) },
  { name: 'cache_hits', title: 'Cache hits', of: (row) => count(row.cache_hits) },
  { name: 'saved_usd', title: 'Saved', of: (row) => money(row.saved_usd) },
  { name: 'input_tokens', title: 'Input tokens', of: (row) => tokens(row.input_tokens) },
  { name: 'output_tokens', title: 'Output tokens', of: (row) => tokens(row.output_tokens) },
  { name: 'latency_ms_p95', title: 'p95', of: (row) => milliseconds(row.latency_ms?.p95) },
];

const tokens = (number) => h('span', { title: count(number) }, short(number));

/** A group's name, which shows its calls alone; groups that were too many to keep apart have no calls of their own to show. */
export function groupLink(dimension, row) {
  const value = row[dimension];
  const name = valueName(dimension, value);
  const missing = value === null || value === undefined;
  if (row.overflow) return h('span', { class: 'none' }, 'all others');
  const chosen = state.filters.some((it) => it.name === dimension && it.value === (value ?? ''));
  if (chosen) return h('span', { class: missing ? 'none' : '' }, name);
  return h(
    'button',
    { type: 'button', class: missing ? 'link none' : 'link', title: `Show only ${words(dimension)} ${name}`, onclick: () => addFilter(dimension, value) },
    name,
  );
}

/** The table of all groups: sorted by the API, for there may be more than are shown. */
export function showGroups(report, onError) {
  let sort = '-cost_usd';
  const ask = (more) => usage(parameters({ group_by: state.by, sort, limit: PAGE, ...more }));
  const draw = (shown) => {
    const head = [{ name: state.by, title: words(state.by) }, ...COLUMNS].map(({ name, title }) => {
      const direction = sort === `-${name}` ? 'descending' : sort === name ? 'ascending' : undefined;
      return h('th', { scope: 'col', 'aria-sort': direction }, h('button', { type: 'button', class: 'sorts', 'data-sort': name, onclick: () => resort(name) }, title));
    });
    const row = (it, first) => h('tr', {}, h('th', { scope: 'row' }, first), COLUMNS.map((column) => h('td', { 'data-column': column.name }, column.of(it))));
    const table = h(
      'table',
      { id: 'groups-table' },
      h('caption', { class: 'unseen' }, `Groups by ${words(state.by)}; a group’s name shows its calls alone`),
      h('thead', {}, h('tr', {}, head)),
      h('tbody', {}, shown.rows.map((it) => row(it, groupLink(state.by, it)))),
      h('tfoot', {}, row(report.totals, 'All')),
    );
    fill(
      byId('groups'),
      h(
        'header',
        {},
        h('h2', { id: 'groups-title' }, `All by ${words(state.by)}`),
        h('button', { type: 'button', id: 'export', onclick: () => exportAll().catch(onError) }, 'Export CSV'),
      ),
      shown.rows.length === 0 ? h('p', { class: 'empty' }, 'No calls in this range.') : scrolling('Groups', table),
      shown.next_cursor && h('div', { class: 'more' }, h('button', { type: 'button', onclick: () => next(shown).catch(onError) }, 'Show more')),
    );
  };
  const resort = async (name) => {
    const before = sort;
    const first = name === state.by ? name : `-${name}`;
    sort = sort !== first ? first : first === name ? `-${name}` : name;
    try {
      draw(await ask({}));
    } catch (failure) {
      sort = before;
      onError(failure);
    }
    byId('groups').querySelector(`[data-sort="${name}"]`)?.focus();
  };
  const next = async (shown) => {
    const more = await ask({ cursor: shown.next_cursor });
    draw({ rows: [...shown.rows, ...more.rows], next_cursor: more.next_cursor });
  };
  const exportAll = () => {
    const { from, to } = period(state.range, state.custom);
    const query = parameters({ group_by: state.by, sort });
    return save(query, `tollgate-${state.by.replace(/\W/g, '-')}-${from}-to-${plus(to, -1)}.csv`);
  };
  draw(report);
}
