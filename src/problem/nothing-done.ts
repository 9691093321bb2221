import { Refusal } from './refusal.ts';

/** The store did not take a write, and so nothing was done; a later one may be taken. */
export function nothingDone(cause?: unknown): Refusal {
  const refusal = new Refusal('UNAVAILABLE', {
    detail: '存储暂不可用，本次请求未生效',
    detailEn: 'The store is not available, nothing was done',
    retryAfter: 1,
  });
  if (cause !== undefined) refusal.cause = cause;
  return refusal;
}
