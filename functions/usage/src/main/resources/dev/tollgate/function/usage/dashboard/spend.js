import { usage, wholeUsage } from './api.js';
import { chartWithTable, COLOURS, dollars, stackedBars } from './charts.js';
import { byId, fill, h } from './dom.js';
import { fromNanos, money, nanos, usd, valueName, words } from './format.js';
import { groupLink } from './groups.js';
import { buckets, period, unit } from './period.js';
import { parameters, state } from './state.js';

/** Rows of one page: all that the dearest groups have in three months of days. */
const ROWS = 1000;

/** What was spent, hour by hour or day by day: the dearest groups, and all others together. Two questions, however many groups there are. */
export async function spendOverTime(report, signal) {
  const time = unit(period(state.range, state.custom));
  const dearest = report.rows.filter((it) => !it.overflow).slice(0, COLOURS);
  const each = parameters({ group_by: `${time},${state.by}`, limit: ROWS });
  each.delete(state.by);
  dearest.forEach((it) => each.append(state.by, it[state.by] ?? ''));
  const [all, of] = await Promise.all([
    wholeUsage(parameters({ group_by: time, limit: ROWS }), signal),
    dearest.length ? wholeUsage(each, signal) : { rows: [] },
  ]);
  return { time, all: new Map(all.rows.map((it) => [it[time], it])), of: of.rows, dearest };
}

/** The report that the others are about: by the chosen dimension, the dearest first. */
export const mainReport = (signal) => usage(parameters({ group_by: state.by, sort: '-cost_usd', limit: 50 }), signal);

export function showSpend({ time, all, of, dearest }, report) {
  const axis = buckets(period(state.range, state.custom));
  const cost = (row) => nanos(row?.cost_usd);
  const series = dearest.map((group) => {
    const at = new Map(of.filter((it) => it[state.by] === group[state.by]).map((it) => [it[time], it]));
    return { name: valueName(state.by, group[state.by]), exact: axis.map((it) => cost(at.get(it))), group };
  });
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0n);
  const rest = axis.map((it, i) => cost(all.get(it)) - sum(series.map((one) => one.exact[i])));
  const restOfAll = nanos(report.totals.cost_usd) - sum(dearest.map(cost));
  if (restOfAll > 0n) series.push({ name: 'all others', exact: rest, rest: true });
  series.forEach((it) => (it.values = it.exact.map((nano) => Number(nano) / 1e9)));

  const { holder, data } = chartWithTable({
    name: 'Spend over time',
    label: `Stacked bars: spend by ${words(state.by)}, by the ${time}, ${usd(report.totals.cost_usd)} in all. The table below has every figure.`,
    draw: (colours) => stackedBars(axis, series, dollars, colours),
    head: [time === 'day' ? 'Day' : 'Hour', ...series.map((it) => it.name), 'All'],
    rows: () => axis.map((it, i) => [it, ...series.map((one) => usd(fromNanos(one.exact[i]))), usd(all.get(it)?.cost_usd ?? '0')]),
  });
  const legend = series.map((it, i) =>
    h(
      'li',
      {},
      h('span', { class: `swatch s${it.rest ? COLOURS + 1 : i + 1}`, 'aria-hidden': 'true' }),
      it.rest ? h('span', {}, it.name) : groupLink(state.by, it.group),
      money(it.rest ? fromNanos(restOfAll) : it.group.cost_usd),
    ),
  );
  fill(
    byId('spend'),
    h('header', {}, h('h2', { id: 'spend-title' }, `Spend over time, by ${words(state.by)}`), h('p', {}, `by the ${time}, in UTC`)),
    legend.length === 0
      ? h('p', { class: 'empty' }, 'No calls in this range.')
      : [h('div', { class: 'spend-body' }, holder, h('ul', { class: 'legend', 'aria-label': 'Spend in all' }, legend)), data],
  );
}
