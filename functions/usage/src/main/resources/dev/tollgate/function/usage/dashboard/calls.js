import { json } from './api.js';
import { byId, fill, h, scrolling } from './dom.js';
import { count, fromNanos, milliseconds, money, percent, time, words } from './format.js';
import { parameters, state } from './state.js';

const PAGE = 25;

const STATUSES = ['answered', 'failed', 'cut', 'cancelled', 'refused', 'abandoned', 'pending'];

const MARKS = { answered: ['✓', 'good'], failed: ['✕', 'bad'], cut: ['✂', 'bad'], cancelled: ['◦', 'plain'], refused: ['⊘', 'warn'], abandoned: ['?', 'warn'], pending: ['…', 'plain'] };

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

function badge({ status: of, failure, refusal, source }) {
  const [mark, kind] = MARKS[of] ?? ['', 'plain'];
  const why = failure ?? refusal ?? (source && source !== 'provider' ? words(source) : undefined);
  return h('span', { class: `badge ${kind}` }, `${mark} ${of}${why ? `: ${why}` : ''}`);
}

const cost = (it) => (it.unpriced ? h('span', { class: 'badge warn' }, '▲ unpriced') : money(it.cost_usd));

/** One call, as `GET /v1/requests/{id}` tells it. */
async function open(id) {
  const it = await json(`requests/${encodeURIComponent(id)}`);
  const dialog = byId('call');
  const close = h('button', { type: 'button', onclick: () => dialog.close() }, 'Close');
  fill(
    dialog,
    h('header', {}, h('div', {}, h('h2', { id: 'call-title' }, `Call of ${time(it.started_at)}`), h('code', { class: 'hint' }, it.id)), close),
    h('div', { class: 'body' }, facts(it), tags(it), attempts(it), tokenTable(it), payload(it)),
  );
  dialog.showModal();
  close.focus();
}

function facts(it) {
  const all = {
    Status: badge(it),
    Cost: cost(it),
    Took: milliseconds(it.total_ms),
    'First token': milliseconds(it.time_to_first_token_ms),
    'Of that, Tollgate': milliseconds(it.overhead_ms),
    Alias: it.alias,
    Target: it.target,
    Operation: `${it.operation ?? '–'}${it.streamed ? ', streamed' : ''}`,
    'Answer from': it.source ? words(it.source) : '–',
    Key: it.key,
    'Catalogue version': it.catalog_version,
    'Prices of': it.price_version ?? '–',
    ...(it.degraded && { Degraded: it.degraded }),
    ...(it.finish_reason && { Finished: it.finish_reason }),
  };
  return h('dl', { class: 'pairs' }, Object.entries(all).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value ?? '–'))));
}

function tags({ tags: all }) {
  const names = Object.entries(all ?? {});
  return names.length > 0 && [h('h3', {}, 'Tags'), h('dl', { class: 'pairs' }, names.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))))];
}

function attempts({ attempts: all }) {
  if (!all?.length) return [h('h3', {}, 'Attempts'), h('p', { class: 'hint' }, 'No provider was asked.')];
  return [
    h('h3', {}, 'Attempts'),
    scrolling(
      'Attempts',
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ['Target', 'What came', 'Took'].map((it, i) => h('th', { scope: 'col', class: i < 2 ? 'text' : '' }, it)))),
        h(
          'tbody',
          {},
          all.map((it) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, it.target),
              h(
                'td',
                { class: 'text tags' },
                it.failure
                  ? [h('span', { class: 'badge bad' }, `✕ ${it.failure.kind}`), ` ${it.failure.status || ''} ${it.failure.message ?? ''}`]
                  : h('span', { class: 'badge good' }, '✓ an answer'),
              ),
              h('td', {}, milliseconds(it.took_ms)),
            ),
          ),
        ),
      ),
    ),
  ];
}

function tokenTable({ usage, cost_nano_usd_by_class: costs, estimated }) {
  if (!usage) return [h('h3', {}, 'Tokens'), h('p', { class: 'hint' }, 'Not known yet.')];
  const rows = Object.entries(usage).filter(([name, number]) => name.endsWith('_tokens') && number > 0);
  return [
    h('h3', {}, usage.estimated || estimated ? 'Tokens, estimated' : 'Tokens'),
    rows.length === 0 && h('p', { class: 'hint' }, 'None were used.'),
    rows.length > 0 && h('dl', { class: 'pairs' }, rows.map(([name, number]) => h('div', {}, h('dt', {}, words(name.replace(/_tokens$/, ''))), h('dd', {}, count(number))))),
    costs && Object.keys(costs).length > 0 && parts(costs),
  ];
}

function parts(costs) {
  const all = Object.values(costs).reduce((a, b) => a + b, 0);
  return [
    h('h3', {}, 'Cost by class of token'),
    h(
      'dl',
      { class: 'pairs' },
      Object.entries(costs).map(([name, nano]) => h('div', {}, h('dt', {}, `${words(name)}, ${percent(nano, all)}`), h('dd', {}, money(fromNanos(BigInt(nano)))))),
    ),
  ];
}

function payload({ payload: kept }) {
  if (!kept) return [h('h3', {}, 'Payload'), h('p', { class: 'hint' }, 'None was kept. The catalogue’s logging says which are.')];
  return Object.entries(kept).map(([name, value]) => [
    h('h3', {}, `Payload: ${words(name)}`),
    h('pre', { class: 'payload', tabIndex: 0 }, typeof value === 'string' ? value : JSON.stringify(value, null, 2)),
  ]);
}
