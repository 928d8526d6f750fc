import { ROOT } from './api.js';
import { byId, fill, h } from './dom.js';
import { count, guess, milliseconds, money, percent } from './format.js';
import { state } from './state.js';

/** At a glance: each figure is a total of the report. */
export function headline(totals, forecast) {
  fill(
    byId('headline'),
    figure('Spend', 'spend', money(totals.cost_usd), unpriced(totals)),
    figure('Calls', 'calls', count(totals.calls), others(totals)),
    figure('Failures', 'failures', percent(totals.failed, totals.calls), `${count(totals.failed)} failed, ${count(totals.fallbacks)} fallbacks`),
    figure('Latency, p95', 'p95', p95(totals.latency_ms), `${p95(totals.time_to_first_token_ms)} to the first token`),
    figure('Saved by the cache', 'saved', money(totals.saved_usd), `${count(totals.cache_hits)} of ${count(totals.calls)} calls`),
    figure(
      'Forecast for this month',
      'forecast',
      guess(forecast?.total_usd),
      forecast ? `at ${guess(forecast.daily_usd)} a day` : 'not enough to tell',
    ),
  );
}

function figure(name, id, value, note) {
  return h('div', {}, h('dt', {}, name), h('dd', { class: 'figure', id: `figure-${id}` }, value), h('dd', { class: 'note' }, note));
}

const p95 = (of) => milliseconds(of?.count ? of.p95 : undefined);

function unpriced(totals) {
  return totals.unpriced_calls
    ? h('span', { class: 'badge warn' }, `▲ without ${count(totals.unpriced_calls)} unpriced calls`)
    : totals.calls ? 'every call has a price' : 'no calls';
}

function others(totals) {
  const all = ['cut', 'cancelled', 'refused', 'abandoned', 'pending'].filter((it) => totals[it]);
  return all.length ? all.map((it) => `${count(totals[it])} ${it}`).join(', ') : `${count(totals.answered)} answered`;
}

/** How a first call is made; where filters are set, they may be why there is none. */
function noCalls() {
  if (state.filters.length > 0) return h('div', { class: 'notice', id: 'no-calls' }, h('strong', {}, 'No calls. '), 'Remove a filter or choose another range.');
  const call = [
    `curl -i ${ROOT}chat/completions -H "authorization: Bearer $KEY" \\`,
    '  -H "x-tollgate-tags: feature=summarize,user_group=beta" \\',
    `  -d '{"model": "chat-standard", "messages": [{"role": "user", "content": "Hello!"}]}'`,
  ];
  return h(
    'div',
    { class: 'notice', id: 'no-calls' },
    h('strong', {}, 'No calls in this range. '),
    'Choose another one, or send a call to an alias of yours:',
    h('pre', { tabIndex: 0, role: 'region', 'aria-label': 'A call' }, h('code', {}, call.join('\n'))),
  );
}

/** What the report says about itself, and for calls without a price how to give them one. */
export function warnings({ warnings: list, totals }, unpricedModels) {
  const others = (list ?? []).filter((it) => it.code !== 'unpriced' && (totals.calls || it.code !== 'unknown_dimension'));
  const models = unpricedModels.map((it) => `  "${it.provider}/${it.model}": {inputPerMTok: "…", outputPerMTok: "…"}`);
  fill(
    byId('warnings'),
    !totals.calls && noCalls(),
    others.length > 0 && h('ul', { class: 'notes', 'aria-label': 'Notes' }, others.map((it) => h('li', {}, it.message))),
    unpricedModels.length > 0 &&
      h(
        'div',
        { class: 'notice', id: 'unpriced' },
        h('strong', {}, '▲ Some calls have no price. '),
        'Their cost is unknown and in no figure here. Add the prices to the catalogue:',
        h('pre', {}, h('code', {}, ['prices:', ...models].join('\n'))),
      ),
  );
}
