import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { asRefusal } from '../../src/store/postgres/faults.ts';

/** An error with a code, as the system gives them. */
function ofSystem(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** An error with a code (PostgreSQL, appendix A), as the server sends them. */
function ofServer(code: string): Error {
  return Object.assign(new pg.DatabaseError('closed, socket, timeout', 0, 'error'), { code });
}

describe('an error of the store', () => {
  it.each([
    ofSystem('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432'),
    ofSystem('EPIPE', 'write EPIPE'),
    new Error('Query read timeout'),
    new Error('Connection terminated unexpectedly'),
    ofServer('57P01'),
    ofServer('08006'),
  ])('that says it is away is refused as such: %s', (error) => {
    expect(asRefusal(error)).toMatchObject({ code: 'UNAVAILABLE', cause: error });
  });

  it.each([ofServer('23503'), ofServer('42P01'), new TypeError('a fault of ours')])(
    'that says anything else stays what it is: %s',
    (error) => {
      expect(asRefusal(error)).toBe(error);
    },
  );
});
