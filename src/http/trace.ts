/** An error as it may be logged. */
export interface Trace {
  readonly name: string;
  /** Such as `SQLITE_FULL`. */
  readonly code?: string;
  /** Its calls, innermost first: function, file and line, no folder. */
  readonly at: readonly string[];
  readonly cause?: Trace;
}

/** Deeper causes than this say nothing more. */
const MAX_CAUSES = 5;

/**
 * What of an error may stand in a log (contract section 6): where it happened, and of what kind it is. Never its message:
 * JSON.parse quotes the body in it, and drivers the SQL with its values.
 */
export function traceOf(error: unknown, depth = 0): Trace {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  const at = frames.flatMap((line) => {
    const frame = /^\s+at (.*)$/.exec(line)?.[1];
    return frame === undefined ? [] : [frame.replaceAll(/[^\s()]*[/\\]/g, '')];
  });
  const because = cause === undefined || depth === MAX_CAUSES ? {} : { cause: traceOf(cause, depth + 1) };
  return { name, ...code, at, ...because };
}
