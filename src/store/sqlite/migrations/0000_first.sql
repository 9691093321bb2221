CREATE TABLE `accumulators` (
	`member_id` text NOT NULL,
	`policy_key` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`member_id`, `policy_key`)
);
--> statement-breakpoint
CREATE TABLE `bookings` (
	`entry_seq` integer PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`place` integer NOT NULL,
	`scheme` text NOT NULL,
	`reference` text NOT NULL,
	`active` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `bookings_member` ON `bookings` (`member_id`,`place`);--> statement-breakpoint
CREATE UNIQUE INDEX `bookings_reference` ON `bookings` (`scheme`,`reference`);--> statement-breakpoint
CREATE TABLE `data_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `days` (
	`date` text PRIMARY KEY NOT NULL,
	`entry_seq` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `enrollments` (
	`scheme` text NOT NULL,
	`policy_no` text NOT NULL,
	`member_id` text NOT NULL,
	`name_key` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text NOT NULL,
	`status` text NOT NULL,
	`body` text NOT NULL,
	`digest` text NOT NULL,
	`as_of` integer NOT NULL,
	PRIMARY KEY(`scheme`, `policy_no`)
);
--> statement-breakpoint
CREATE INDEX `enrollments_member` ON `enrollments` (`member_id`);--> statement-breakpoint
CREATE TABLE `entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`member_id` text NOT NULL,
	`member_seq` integer NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`business_date` text NOT NULL,
	`body` text NOT NULL,
	`personal` blob,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_member` ON `entries` (`member_id`,`member_seq`);--> statement-breakpoint
CREATE INDEX `entries_day` ON `entries` (`business_date`,`seq`);--> statement-breakpoint
CREATE TABLE `facts` (
	`scheme` text NOT NULL,
	`name` text NOT NULL,
	`version` integer NOT NULL,
	`value` text NOT NULL,
	`set_at` integer NOT NULL,
	PRIMARY KEY(`scheme`, `name`, `version`)
);
--> statement-breakpoint
CREATE TABLE `lists` (
	`list` text NOT NULL,
	`version` integer NOT NULL,
	`digest` text NOT NULL,
	`imported_at` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`list`, `version`)
);
--> statement-breakpoint
CREATE INDEX `lists_digest` ON `lists` (`digest`);--> statement-breakpoint
CREATE TABLE `members` (
	`member_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`head` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `nonces` (
	`party` text NOT NULL,
	`jti` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`party`, `jti`)
);
--> statement-breakpoint
CREATE INDEX `nonces_expiry` ON `nonces` (`expires_at`);--> statement-breakpoint
CREATE TABLE `parties` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `postings` (
	`entry_seq` integer NOT NULL,
	`line` integer NOT NULL,
	`scheme` text NOT NULL,
	`business_date` text NOT NULL,
	`record_type` text NOT NULL,
	`decision_id` text NOT NULL,
	`hospital_id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`entry_seq`, `line`)
);
--> statement-breakpoint
CREATE INDEX `postings_decision` ON `postings` (`decision_id`);--> statement-breakpoint
CREATE INDEX `postings_day` ON `postings` (`scheme`,`business_date`,`entry_seq`);--> statement-breakpoint
CREATE INDEX `postings_hospital` ON `postings` (`hospital_id`,`business_date`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`scheme` text NOT NULL,
	`decision_id` text NOT NULL,
	`policy_no` text NOT NULL,
	`member_id` text NOT NULL,
	`entry_seq` integer NOT NULL,
	`status` text NOT NULL,
	PRIMARY KEY(`decision_id`, `scheme`, `policy_no`)
);
--> statement-breakpoint
CREATE INDEX `reviews_open` ON `reviews` (`scheme`,`status`,`entry_seq`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rules` (
	`digest` text PRIMARY KEY NOT NULL,
	`scheme` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `settlements` (
	`hospital_id` text NOT NULL,
	`settlement_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`decision_id` text NOT NULL,
	`member_id` text NOT NULL,
	`entry_seq` integer NOT NULL,
	`place` integer NOT NULL,
	`encounter_id` text NOT NULL,
	`billed_from` integer NOT NULL,
	`billed_through` integer NOT NULL,
	`digest` text NOT NULL,
	`status` text NOT NULL,
	`paid` integer NOT NULL,
	`business_date` text NOT NULL,
	`reversal` text,
	`reversed_on` text,
	`acknowledged_at` integer,
	`amended_seq` integer,
	PRIMARY KEY(`hospital_id`, `settlement_id`, `attempt`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `settlements_decision` ON `settlements` (`decision_id`);--> statement-breakpoint
CREATE INDEX `settlements_member` ON `settlements` (`member_id`,`place`);--> statement-breakpoint
CREATE INDEX `settlements_day` ON `settlements` (`hospital_id`,`business_date`);--> statement-breakpoint
CREATE INDEX `settlements_reversed` ON `settlements` (`hospital_id`,`reversed_on`);