import { byId, fill, h } from './dom.js';
import { count, milliseconds, money, percent, usd } from './format.js';

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
      money(forecast?.total_usd),
      forecast ? `at ${usd(forecast.daily_usd)} a day` : 'not enough to tell',
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
    : 'every call has a price';
}

function others(totals) {
  const all = ['cut', 'cancelled', 'refused', 'abandoned', 'pending'].filter((it) => totals[it]);
  return all.length ? all.map((it) => `${count(totals[it])} ${it}`).join(', ') : `${count(totals.answered)} answered`;
}

/** What the report says about itself, and for calls without a price how to give them one. */
export function warnings(list, unpricedModels) {
  const others = (list ?? []).filter((it) => it.code !== 'unpriced');
  const models = unpricedModels.map((it) => `  "${it.provider}/${it.model}": {inputPerMTok: "…", outputPerMTok: "…"}`);
  fill(
    byId('warnings'),
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
