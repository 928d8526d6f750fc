import { usage } from './api.js';
import { chartWithTable, stackedBars } from './charts.js';
import { bar, byId, fill, h } from './dom.js';
import { count, words } from './format.js';
import { groupLink } from './groups.js';
import { buckets, period } from './period.js';
import { parameters, state } from './state.js';

const SHOWN = 8;

/** Those that the chart shows, in its colours, and those that are told if there are any. */
const SWATCHES = { failed: 's-bad', fallbacks: 's2', retries: 's5' };
const OTHERS = ['cut', 'cancelled', 'refused', 'abandoned', 'degraded_calls'];

export const failuresByCause = (signal) => usage(parameters({ group_by: 'failure', sort: '-calls', limit: SHOWN + 1 }), signal);

export function showFailures(causes, { all, time }, totals) {
  const axis = buckets(period(state.range, state.custom));
  const of = (measure) => axis.map((it) => all.get(it)?.[measure] ?? 0);
  const series = [
    { name: 'failed', values: of('failed'), colour: (colours) => colours.bad },
    { name: 'fallbacks', values: of('fallbacks'), colour: (colours) => colours.series[1] },
    { name: 'retries', values: of('retries'), colour: (colours) => colours.series[4] },
  ];
  const { holder, data } = chartWithTable({
    name: 'Failures over time',
    low: true,
    label: `Bars: failed calls, fallbacks and retries by the ${time}. The table below has every figure.`,
    draw: (colours) => stackedBars(axis, series, count, colours),
    head: [time === 'day' ? 'Day' : 'Hour', 'Failed', 'Fallbacks', 'Retries'],
    rows: () => axis.map((it, i) => [it, ...series.map((one) => count(one.values[i]))]),
  });
  const rows = causes.rows.filter((it) => it.failure).slice(0, SHOWN);
  const most = Math.max(...rows.map((it) => it.calls), 1);
  fill(
    byId('failures'),
    h('header', {}, h('h2', { id: 'failures-title' }, 'Failures and fallbacks')),
    h(
      'dl',
      { class: 'facts' },
      [...Object.keys(SWATCHES), ...OTHERS.filter((it) => totals[it])].map((it) =>
        h(
          'div',
          {},
          h('dt', {}, SWATCHES[it] && h('span', { class: `swatch ${SWATCHES[it]}`, 'aria-hidden': 'true' }), words(it)),
          h('dd', { id: `total-${it}` }, count(totals[it])),
        ),
      ),
    ),
    rows.length === 0
      ? h('p', { class: 'empty' }, 'Nothing failed.')
      : h(
          'ol',
          { class: 'ranked', 'aria-label': 'Causes' },
          rows.map((row) =>
            h('li', {}, h('div', { class: 'line' }, groupLink('failure', row), h('span', {}, `${count(row.calls)} calls`)), bar(row.calls / most, 'bad')),
          ),
        ),
    holder,
    data,
  );
}
