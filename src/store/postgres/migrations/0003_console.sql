CREATE TABLE accounts (
  name text COLLATE "C" PRIMARY KEY,
  party text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  password text COLLATE "C" NOT NULL,
  must_change boolean NOT NULL,
  totp_secret bytea,
  totp_step bigint NOT NULL,
  demo boolean NOT NULL,
  created_at bigint NOT NULL,
  disabled_at bigint
);
--> statement-breakpoint
CREATE TABLE sessions (
  id text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX sessions_account ON sessions (account);
--> statement-breakpoint
CREATE TABLE attempts (
  name text COLLATE "C" PRIMARY KEY,
  failures bigint NOT NULL,
  failed_at bigint NOT NULL,
  locked_until bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX attempts_failed ON attempts (failed_at);
