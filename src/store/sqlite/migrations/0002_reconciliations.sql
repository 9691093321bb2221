CREATE TABLE `confirmations` (
	`decision_id` text PRIMARY KEY NOT NULL,
	`hospital_id` text NOT NULL,
	`date` text NOT NULL,
	`reconciliation_seq` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `confirmations_day` ON `confirmations` (`hospital_id`,`date`);--> statement-breakpoint
CREATE TABLE `differences` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`side` text NOT NULL,
	`subject` text NOT NULL,
	`date` text NOT NULL,
	`rank` integer NOT NULL,
	`identity` text NOT NULL,
	`body` text NOT NULL,
	`opened_seq` integer NOT NULL,
	`closed_seq` integer
);
--> statement-breakpoint
CREATE INDEX `differences_day` ON `differences` (`side`,`subject`,`date`,`rank`,`id`);--> statement-breakpoint
CREATE TABLE `reconciliations` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`side` text NOT NULL,
	`subject` text NOT NULL,
	`date` text NOT NULL,
	`uploaded_by` text,
	`uploaded_at` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reconciliations_id` ON `reconciliations` (`id`);--> statement-breakpoint
CREATE INDEX `reconciliations_day` ON `reconciliations` (`side`,`subject`,`date`,`seq`);
