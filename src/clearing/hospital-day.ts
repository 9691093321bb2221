/**
 * The postings on settlements of a hospital that belong to a business day (`@of`, `@date`), as a source for `FROM`. What was
 * settled is found by its settlement: the index of postings by hospital has all but these, so that each settlement need
 * not be in a tree more.
 */
export const POSTINGS_OF_HOSPITAL = `(
  SELECT p.* FROM settlements s JOIN postings p ON p.entry_seq = s.entry_seq
  WHERE s.hospital_id = @of AND s.business_date = @date AND p.record_type = 'SETTLE'
  UNION ALL
  SELECT p.* FROM postings p
  WHERE p.hospital_id = @of AND p.business_date = @date AND p.record_type <> 'SETTLE'
)`;
