import { h } from './dom.js';

const counts = new Intl.NumberFormat('en-US');
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

export const count = (number) => (number === undefined || number === null ? '–' : counts.format(number));
export const short = (number) => (number === undefined || number === null ? '–' : compact.format(number));
export const percent = (part, whole) => (whole ? percents.format((part || 0) / whole) : '–');

/** Dollars as the API writes them, digit by digit: thousands are parted, cents are filled up, nothing is rounded. */
export function usd(text) {
  if (text === undefined || text === null) return '–';
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [, '', text];
  return `${sign}$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
}

/** The same, with what is beyond cents set small. */
export function money(text) {
  const all = usd(text);
  const cents = all.indexOf('.') + 3;
  return all === '–' || cents >= all.length
    ? h('span', { class: 'money' }, all)
    : h('span', { class: 'money' }, all.slice(0, cents), h('span', { class: 'beyond' }, all.slice(cents)));
}

/** A guess in dollars: to cents, or where that is not two to four digits, to three or four that count. */
export function guess(text) {
  const number = Number(text);
  if (text === undefined || text === null || Number.isNaN(number)) return '–';
  const size = Math.abs(number);
  const digits = size >= 100 ? 0 : size >= 1 || size === 0 ? 2 : Math.min(9, 2 - Math.floor(Math.log10(size)));
  const rounded = size >= 10_000 ? Number(number.toPrecision(4)) : number;
  return (rounded < 0 ? '-$' : '$') + Math.abs(rounded).toLocaleString('en-US', { minimumFractionDigits: Math.min(digits, 2), maximumFractionDigits: digits });
}

/** That all calls of a group have no price, or how many of them have none. */
export const unpriced = ({ unpriced_calls: without, calls }) =>
  Boolean(without) && h('span', { class: 'badge warn' }, without < calls ? `▲ ${count(without)} unpriced` : '▲ unpriced');

/** What a group costs, and that this is not all where calls have no price. */
export const cost = (row) => [unpriced(row), unpriced(row) && ' ', money(row.cost_usd)];

/** Dollars on an axis, where a number will do. */
export function axisUsd(number) {
  if (number === 0) return '$0';
  const digits = number >= 100 ? 0 : number >= 1 ? 2 : Math.min(9, 1 - Math.floor(Math.log10(number)));
  return '$' + number.toLocaleString('en-US', { maximumFractionDigits: digits });
}

export function milliseconds(number) {
  if (number === undefined || number === null) return '–';
  if (number >= 10000) return (number / 1000).toFixed(1) + ' s';
  return (number >= 100 ? Math.round(number) : Number(number.toPrecision(3))).toLocaleString('en-US') + ' ms';
}

/** `2026-11-24` or `2026-11-24T13:00Z`, for an axis. */
export function bucketName(bucket) {
  const [day, hour] = bucket.split('T');
  const [, month, date] = day.split('-').map(Number);
  const name = `${date} ${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[month - 1]}`;
  return hour ? `${name} ${hour.slice(0, 5)}` : name;
}

/** An instant, to the second. */
export const time = (iso) => (iso ? iso.slice(0, 19).replace('T', ' ') : '–');

/** `prompt_template` as people say it. */
export const words = (name) => name.replace(/^tag:/, '').replaceAll('_', ' ');

/** A value of a dimension; what has none is said to have none. */
export const valueName = (dimension, value) => (value === null || value === undefined ? `no ${words(dimension)}` : value);

/** Dollars as whole nano-dollars, and back: sums of what the API wrote stay exact. */
export function nanos(text) {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? '0');
  return BigInt(sign + whole + fraction.padEnd(9, '0'));
}

export function fromNanos(nano) {
  const digits = (nano < 0n ? -nano : nano).toString().padStart(10, '0');
  return `${nano < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
}
