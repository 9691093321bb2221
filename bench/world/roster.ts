import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { idNumberOf, NAME } from './people.ts';
import { REGION } from './scheme.ts';

const HEADER =
  'policyNo,idType,idNumber,name,insuredRegion,effectiveFrom,effectiveTo,cohorts,preexisting,priorYears,claimFreeYears\n';
/** So many rows are written at once. */
const CHUNK = 10_000;

/** Writes the roster of the first so many members, as an insurer would send it. */
export async function writeRoster(path: string, members: number): Promise<void> {
  await pipeline(Readable.from(chunks(members)), createWriteStream(path));
}

function* chunks(members: number): Generator<string> {
  yield HEADER;
  for (let from = 0; from < members; from += CHUNK) {
    const size = Math.min(CHUNK, members - from);
    yield Array.from({ length: size }, (_, index) => row(from + index)).join('');
  }
}

function row(member: number): string {
  return `B-${String(member).padStart(7, '0')},01,${idNumberOf(member)},${NAME},${REGION},,,,,0,0\n`;
}
