import { text } from './api.js';

/** Saves a report as the API writes it in CSV. */
export async function save(query, name) {
  query.set('format', 'csv');
  const url = URL.createObjectURL(new Blob([await text('usage', query)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
