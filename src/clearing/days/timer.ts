import type { DateText } from '../../time/calendar.ts';

/** What {@link startSealing} needs. */
export interface SealingTimer {
  /** Seals what is over and not sealed yet. */
  readonly seal: () => Promise<readonly DateText[]>;
  readonly onSealed: (dates: readonly DateText[]) => void;
  /** A failed attempt; the next minute tries again. */
  readonly onError: (error: unknown) => void;
}

const MINUTE = 60_000;

/**
 * Looks now and once a minute whether a business day is over, and seals it: within a minute after midnight, or, where the
 * gateway did not run then, as soon as it does. Several replicas may look: one of them seals.
 *
 * @returns stops looking; resolves when an attempt under way has ended
 */
export function startSealing({ seal, onSealed, onError }: SealingTimer): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  const look = () => {
    underWay ??= seal()
      .then((dates) => {
        if (dates.length > 0) onSealed(dates);
      })
      .catch(onError)
      .finally(() => {
        underWay = undefined;
      });
  };
  // It alone keeps no process alive.
  const timer = setInterval(look, MINUTE).unref();
  look();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
