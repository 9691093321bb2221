CREATE TABLE entries (
  seq bigserial PRIMARY KEY,
  member_id text COLLATE "C" NOT NULL,
  member_seq bigint NOT NULL,
  type text COLLATE "C" NOT NULL,
  at bigint NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  personal bytea,
  previous text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX entries_member ON entries (member_id, member_seq);
--> statement-breakpoint
CREATE INDEX entries_day ON entries (business_date, seq);
--> statement-breakpoint
CREATE TABLE members (
  member_id text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  head text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE settlements (
  hospital_id text COLLATE "C" NOT NULL,
  settlement_id text COLLATE "C" NOT NULL,
  attempt bigint NOT NULL,
  decision_id text COLLATE "C" NOT NULL,
  member_id text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  place bigint NOT NULL,
  encounter_id text COLLATE "C" NOT NULL,
  billed_from bigint NOT NULL,
  billed_through bigint NOT NULL,
  digest text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  paid boolean NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  settled_on text COLLATE "C" DEFAULT '' NOT NULL,
  reversal text COLLATE "C",
  reversed_on text COLLATE "C",
  acknowledged_at bigint,
  amended_seq bigint,
  PRIMARY KEY (hospital_id, settlement_id, attempt)
);
--> statement-breakpoint
CREATE UNIQUE INDEX settlements_decision ON settlements (decision_id);
--> statement-breakpoint
CREATE INDEX settlements_member ON settlements (member_id, encounter_id);
--> statement-breakpoint
CREATE INDEX settlements_day ON settlements (hospital_id, business_date);
--> statement-breakpoint
CREATE INDEX settlements_reversed ON settlements (hospital_id, reversed_on) WHERE reversed_on IS NOT NULL;
--> statement-breakpoint
CREATE INDEX settlements_counted ON settlements (hospital_id, settled_on);
--> statement-breakpoint
CREATE TABLE permissions (
  decision_id text COLLATE "C" NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  PRIMARY KEY (decision_id, scheme)
);
--> statement-breakpoint
CREATE TABLE messages (
  hospital_id text COLLATE "C" NOT NULL,
  message_id text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  decision_id text COLLATE "C" NOT NULL,
  settlement_id text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  PRIMARY KEY (hospital_id, message_id, person, decision_id)
);
--> statement-breakpoint
CREATE INDEX messages_decision ON messages (decision_id);
--> statement-breakpoint
CREATE TABLE accumulators (
  member_id text COLLATE "C" NOT NULL,
  policy_key text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (member_id, policy_key)
);
--> statement-breakpoint
CREATE TABLE postings (
  entry_seq bigint NOT NULL,
  line bigint NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  record_type text COLLATE "C" NOT NULL,
  decision_id text COLLATE "C" NOT NULL,
  hospital_id text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (entry_seq, line)
);
--> statement-breakpoint
CREATE INDEX postings_decision ON postings (decision_id);
--> statement-breakpoint
CREATE INDEX postings_day ON postings (scheme, business_date, entry_seq);
--> statement-breakpoint
CREATE INDEX postings_hospital ON postings (hospital_id, business_date);
--> statement-breakpoint
CREATE TABLE bookings (
  entry_seq bigint PRIMARY KEY,
  member_id text COLLATE "C" NOT NULL,
  place bigint NOT NULL,
  scheme text COLLATE "C" NOT NULL,
  policy_no text COLLATE "C" DEFAULT '' NOT NULL,
  reference text COLLATE "C" NOT NULL,
  active boolean NOT NULL,
  body text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE INDEX bookings_member ON bookings (member_id, place);
--> statement-breakpoint
CREATE UNIQUE INDEX bookings_reference ON bookings (scheme, reference, policy_no);
--> statement-breakpoint
CREATE TABLE reviews (
  scheme text COLLATE "C" NOT NULL,
  decision_id text COLLATE "C" NOT NULL,
  policy_no text COLLATE "C" NOT NULL,
  member_id text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  status text COLLATE "C" NOT NULL,
  PRIMARY KEY (decision_id, scheme, policy_no)
);
--> statement-breakpoint
CREATE INDEX reviews_open ON reviews (scheme, status, entry_seq);
--> statement-breakpoint
CREATE TABLE days (
  date text COLLATE "C" PRIMARY KEY,
  entry_seq bigint NOT NULL,
  body text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE reconciliations (
  seq bigserial PRIMARY KEY,
  id text COLLATE "C" NOT NULL,
  side text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  date text COLLATE "C" NOT NULL,
  uploaded_by text COLLATE "C",
  uploaded_at bigint NOT NULL,
  body text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX reconciliations_id ON reconciliations (id);
--> statement-breakpoint
CREATE INDEX reconciliations_day ON reconciliations (side, subject, date, seq);
--> statement-breakpoint
CREATE TABLE differences (
  id bigserial PRIMARY KEY,
  side text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  date text COLLATE "C" NOT NULL,
  rank bigint NOT NULL,
  identity text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  opened_seq bigint NOT NULL,
  closed_seq bigint
);
--> statement-breakpoint
CREATE INDEX differences_day ON differences (side, subject, date, rank, id);
--> statement-breakpoint
CREATE TABLE confirmations (
  decision_id text COLLATE "C" PRIMARY KEY,
  hospital_id text COLLATE "C" NOT NULL,
  date text COLLATE "C" NOT NULL,
  reconciliation_seq bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX confirmations_day ON confirmations (hospital_id, date);
--> statement-breakpoint
CREATE TABLE rules (
  digest text COLLATE "C" PRIMARY KEY,
  scheme text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE parties (
  id text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  changed_at bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE lists (
  list text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  digest text COLLATE "C" NOT NULL,
  imported_at bigint NOT NULL,
  body text COLLATE "C" NOT NULL,
  PRIMARY KEY (list, version)
);
--> statement-breakpoint
CREATE INDEX lists_digest ON lists (digest);
--> statement-breakpoint
CREATE TABLE facts (
  scheme text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  value text COLLATE "C" NOT NULL,
  set_at bigint NOT NULL,
  PRIMARY KEY (scheme, name, version)
);
--> statement-breakpoint
CREATE TABLE enrollments (
  scheme text COLLATE "C" NOT NULL,
  policy_no text COLLATE "C" NOT NULL,
  member_id text COLLATE "C" NOT NULL,
  name_key text COLLATE "C" NOT NULL,
  effective_from text COLLATE "C" NOT NULL,
  effective_to text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  as_of bigint NOT NULL,
  PRIMARY KEY (scheme, policy_no)
);
--> statement-breakpoint
CREATE INDEX enrollments_member ON enrollments (member_id);
--> statement-breakpoint
CREATE TABLE revisions (
  id bigint PRIMARY KEY,
  revision bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE nonces (
  party text COLLATE "C" NOT NULL,
  jti text COLLATE "C" NOT NULL,
  expires_at bigint NOT NULL,
  PRIMARY KEY (party, jti)
);
--> statement-breakpoint
CREATE INDEX nonces_expiry ON nonces (expires_at);
--> statement-breakpoint
CREATE TABLE exchanged_files (
  file_id text COLLATE "C" PRIMARY KEY,
  hospital_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  body bytea NOT NULL,
  expires_at bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX exchanged_files_hospital ON exchanged_files (hospital_id, expires_at);
--> statement-breakpoint
CREATE TABLE data_keys (
  id text COLLATE "C" PRIMARY KEY,
  body text COLLATE "C" NOT NULL
);
--> statement-breakpoint
-- Few schemes know families; a roster without them must not pay for the index.
CREATE INDEX enrollments_family ON enrollments (scheme, (body::json ->> 'family')) WHERE (body::json ->> 'family') IS NOT NULL;
--> statement-breakpoint
-- A claim settled elsewhere counts once, for whomever.
CREATE UNIQUE INDEX bookings_external ON bookings (scheme, reference) WHERE reference LIKE 'EXTERNAL %';
--> statement-breakpoint
-- Who writes to the journal holds one of these rows in share, who seals a day holds all of them alone: so no entry of the
-- day is still on its way when its boundary is drawn. Several rows, for one would be the hottest of the database.
CREATE TABLE gates (
  stripe bigint PRIMARY KEY
);
INSERT INTO gates SELECT generate_series(0, 15);
--> statement-breakpoint
-- What is about one message of a hospital holds the row of its number: it may be about two members, or none.
CREATE TABLE stripes (
  stripe bigint PRIMARY KEY
);
INSERT INTO stripes SELECT generate_series(0, 255);
