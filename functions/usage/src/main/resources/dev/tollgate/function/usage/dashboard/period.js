const DAY = 86_400_000;

/** The ranges to choose from; each begins and ends with a whole day in UTC, and ends before `to`. */
export const RANGES = {
  today: { name: 'Today', days: (today) => [today, plus(today, 1)] },
  '7d': { name: '7 days', days: (today) => [plus(today, -6), plus(today, 1)] },
  '30d': { name: '30 days', days: (today) => [plus(today, -29), plus(today, 1)] },
  month: { name: 'This month', days: (today) => [firstOf(today, 0), plus(today, 1)] },
  last: { name: 'Last month', days: (today) => [firstOf(today, -1), firstOf(today, 0)] },
  custom: { name: 'Custom', days: (today, custom) => [custom.from, plus(custom.to, 1)] },
};

/** What is wrong with a range of two days, as a sentence; nothing if nothing is. */
export function problem({ from, to }) {
  if (![from, to].every((it) => /^\d{4}-\d\d-\d\d$/.test(it) && Date.parse(it))) return 'From and to must be two days, such as 2026-11-24.';
  return from > to ? 'From must not be after to.' : '';
}

/** @returns `from` and `to` as dates; `to` is not in it any more */
export function period(range, custom) {
  const [from, to] = RANGES[range].days(today(), custom);
  return { from, to };
}

export const today = () => new Date().toISOString().slice(0, 10);

export const monthSoFar = () => ({ from: firstOf(today(), 0), to: plus(today(), 1) });

/** Up to three days are shown by the hour, more by the day. */
export const unit = ({ from, to }) => (Date.parse(to) - Date.parse(from) <= 3 * DAY ? 'hour' : 'day');

/** Every hour or day of a period that has begun, as the API names it. */
export function buckets({ from, to }) {
  const hours = unit({ from, to }) === 'hour';
  const all = [];
  const end = Math.min(Date.parse(to), Date.now());
  for (let at = Date.parse(from); at < end; at += hours ? DAY / 24 : DAY) {
    const iso = new Date(at).toISOString();
    all.push(hours ? iso.slice(0, 16) + 'Z' : iso.slice(0, 10));
  }
  return all;
}

export function plus(day, days) {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

function firstOf(day, months) {
  const date = new Date(day);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
}
