import { usage } from './api.js';
import { chartWithTable, stackedBars } from './charts.js';
import { bar, byId, fill, h } from './dom.js';
import { count, money, percent } from './format.js';
import { groupLink } from './groups.js';
import { buckets, period } from './period.js';
import { parameters, state } from './state.js';

const SHOWN = 5;

/** The groups that the cache saved most. */
export const savedMost = (signal) => usage(parameters({ group_by: state.by, sort: '-saved_usd', limit: SHOWN }), signal);

export function showCache(report, { all, time }, most) {
  const { totals } = report;
  const axis = buckets(period(state.range, state.custom));
  const hits = { name: 'answered from the cache', values: axis.map((it) => all.get(it)?.cache_hits ?? 0), colour: (colours) => colours.series[2] };
  const { holder, data } = chartWithTable({
    name: 'Cache hits over time',
    low: true,
    label: `Bars: calls answered from the cache by the ${time}. The table below has every figure.`,
    draw: (colours) => stackedBars(axis, [hits], count, colours),
    head: [time === 'day' ? 'Day' : 'Hour', 'Cache hits'],
    rows: () => axis.map((it, i) => [it, count(hits.values[i])]),
  });
  const savers = most.rows.filter((it) => it.saved_nano_usd > 0);
  fill(
    byId('cache'),
    h('header', {}, h('h2', { id: 'cache-title' }, 'Cache')),
    h(
      'dl',
      { class: 'facts' },
      h('div', {}, h('dt', {}, 'hits'), h('dd', { id: 'total-cache-hits' }, count(totals.cache_hits))),
      h('div', {}, h('dt', {}, 'of all calls'), h('dd', {}, percent(totals.cache_hits, totals.calls))),
      h('div', {}, h('dt', {}, 'saved'), h('dd', { id: 'total-saved' }, money(totals.saved_usd))),
    ),
    savers.length > 0 &&
      h(
        'ol',
        { class: 'ranked', 'aria-label': 'Saved most' },
        savers.map((row) =>
          h('li', {}, h('div', { class: 'line' }, groupLink(state.by, row), money(row.saved_usd)), bar(row.saved_nano_usd / savers[0].saved_nano_usd, 'good')),
        ),
      ),
    holder,
    data,
  );
}
