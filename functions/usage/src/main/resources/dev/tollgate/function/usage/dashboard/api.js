import { key } from './key.js';

/** Beside this file's folder, whatever the stage is called that both are under. */
export const ROOT = new URL('../v1/', import.meta.url);

/** Pages of rows that one question may take. */
const MAX_PAGES = 20;

/** An answer that is none, as a sentence. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const SENTENCES = {
  0: 'Tollgate can’t be reached. Is it running, and are you online?',
  401: 'This key is not known here. Check it, or ask who runs Tollgate for a key with the role report.',
  403: 'This key may not read reports. Ask who runs Tollgate for a key with the role report.',
  429: 'Too many questions at once. Wait a moment and try again.',
  503: 'A store does not answer right now, so there are no figures. Try again in a moment.',
};

async function ask(path, query, signal) {
  const url = new URL(path, ROOT);
  url.search = query ?? '';
  let reply;
  try {
    reply = await fetch(url, { headers: { authorization: `Bearer ${key()}` }, cache: 'no-store', signal });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refused(0, SENTENCES[0]);
  }
  if (reply.ok) return reply;
  const told = await reply.json().catch(() => ({}));
  throw new Refused(reply.status, SENTENCES[reply.status] ?? told.error?.message ?? `The answer was ${reply.status}.`);
}

export const json = async (path, query, signal) => (await ask(path, query, signal)).json();

export const text = async (path, query, signal) => (await ask(path, query, signal)).text();

export const usage = (query, signal) => json('usage', query, signal);

/** A report with the rows of all its pages. */
export async function wholeUsage(query, signal) {
  const first = await usage(query, signal);
  let cursor = first.next_cursor;
  for (let pages = 1; cursor && pages < MAX_PAGES; pages++) {
    query.set('cursor', cursor);
    const next = await usage(query, signal);
    first.rows.push(...next.rows);
    cursor = next.next_cursor;
  }
  return first;
}

/** What is not there yet is nothing, and no reason to show nothing at all. */
export const orNone = (promise, none) =>
  promise.catch((failure) => {
    if (failure instanceof Refused && [400, 404].includes(failure.status)) return none;
    throw failure;
  });
