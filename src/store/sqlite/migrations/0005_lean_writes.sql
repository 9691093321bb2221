-- A settlement looks for others of its encounter, and must not look through all that a member ever had for it.
DROP INDEX `settlements_member`;
--> statement-breakpoint
CREATE INDEX `settlements_member` ON `settlements` (`member_id`,`encounter_id`);
--> statement-breakpoint
-- Few settlements are reversed; the others need not stand in the index.
DROP INDEX `settlements_reversed`;
--> statement-breakpoint
CREATE INDEX `settlements_reversed` ON `settlements` (`hospital_id`,`reversed_on`) WHERE `reversed_on` IS NOT NULL;
--> statement-breakpoint
-- A claim settled elsewhere counts once, for whomever.
CREATE UNIQUE INDEX `bookings_external` ON `bookings` (`scheme`,`reference`) WHERE `reference` LIKE 'EXTERNAL %';
--> statement-breakpoint
-- Rows that are found by their key alone lie in its tree: a write touches one page less for each.
CREATE TABLE `lean_members` (
	`member_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`head` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `lean_members` SELECT `member_id`, `version`, `head` FROM `members`;
--> statement-breakpoint
DROP TABLE `members`;
--> statement-breakpoint
ALTER TABLE `lean_members` RENAME TO `members`;
--> statement-breakpoint
CREATE TABLE `lean_accumulators` (
	`member_id` text NOT NULL,
	`policy_key` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`member_id`, `policy_key`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `lean_accumulators` SELECT `member_id`, `policy_key`, `body` FROM `accumulators`;
--> statement-breakpoint
DROP TABLE `accumulators`;
--> statement-breakpoint
ALTER TABLE `lean_accumulators` RENAME TO `accumulators`;
--> statement-breakpoint
CREATE TABLE `lean_nonces` (
	`party` text NOT NULL,
	`jti` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`party`, `jti`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `lean_nonces` SELECT `party`, `jti`, `expires_at` FROM `nonces`;
--> statement-breakpoint
DROP TABLE `nonces`;
--> statement-breakpoint
ALTER TABLE `lean_nonces` RENAME TO `nonces`;
--> statement-breakpoint
CREATE INDEX `nonces_expiry` ON `nonces` (`expires_at`);
--> statement-breakpoint
CREATE TABLE `lean_postings` (
	`entry_seq` integer NOT NULL,
	`line` integer NOT NULL,
	`scheme` text NOT NULL,
	`business_date` text NOT NULL,
	`record_type` text NOT NULL,
	`decision_id` text NOT NULL,
	`hospital_id` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`entry_seq`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `lean_postings` SELECT `entry_seq`, `line`, `scheme`, `business_date`, `record_type`, `decision_id`, `hospital_id`, `body` FROM `postings`;
--> statement-breakpoint
DROP TABLE `postings`;
--> statement-breakpoint
ALTER TABLE `lean_postings` RENAME TO `postings`;
--> statement-breakpoint
CREATE INDEX `postings_decision` ON `postings` (`decision_id`);
--> statement-breakpoint
CREATE INDEX `postings_day` ON `postings` (`scheme`,`business_date`,`entry_seq`);
--> statement-breakpoint
CREATE INDEX `postings_hospital` ON `postings` (`hospital_id`,`business_date`);
