import { json } from './api.js';
import { byId, fill, h, scrolling } from './dom.js';
import { count, fromNanos, milliseconds, money, percent, time, words } from './format.js';

const MARKS = { answered: ['✓', 'good'], failed: ['✕', 'bad'], cut: ['✂', 'bad'], cancelled: ['◦', 'plain'], refused: ['⊘', 'warn'], abandoned: ['?', 'warn'], pending: ['…', 'plain'] };

/** How a call ended, as a word and a sign. */
export function badge({ status: of, failure, refusal, source }) {
  const [mark, kind] = MARKS[of] ?? ['', 'plain'];
  const why = failure ?? refusal ?? (source && source !== 'provider' ? words(source) : undefined);
  return h('span', { class: `badge ${kind}` }, `${mark} ${of}${why ? `: ${why}` : ''}`);
}

export const cost = (it) => (it.unpriced ? h('span', { class: 'badge warn' }, '▲ unpriced') : money(it.cost_usd));

/** One call, as `GET /v1/requests/{id}` tells it. */
export async function open(id) {
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

/** What was kept of what was asked and answered, or of their shape. */
function payload({ payload: kept }) {
  if (!kept) return [h('h3', {}, 'Payload'), h('p', { class: 'hint' }, 'None was kept. The catalogue’s logging says which are.')];
  const { level, complete, kept_until: until, request, answer } = kept;
  return [
    h('h3', {}, `Payload, ${level}`),
    h('p', { class: 'hint' }, `Kept until ${time(until)}.${complete === false ? ' The answer is not complete.' : ''}`),
    part('Request', request),
    part('Answer', answer),
  ];
}

function part(name, of) {
  if (!of) return undefined;
  const content = of.body ?? of;
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  return [h('h3', {}, name), h('pre', { class: 'payload', tabIndex: 0, role: 'region', 'aria-label': name }, text)];
}
