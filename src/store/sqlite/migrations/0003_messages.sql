CREATE TABLE `exchanged_files` (
	`file_id` text PRIMARY KEY NOT NULL,
	`hospital_id` text NOT NULL,
	`name` text NOT NULL,
	`body` blob NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `exchanged_files_hospital` ON `exchanged_files` (`hospital_id`,`expires_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`hospital_id` text NOT NULL,
	`message_id` text NOT NULL,
	`person` text NOT NULL,
	`decision_id` text NOT NULL,
	`settlement_id` text NOT NULL,
	`entry_seq` integer NOT NULL,
	PRIMARY KEY(`hospital_id`, `message_id`, `person`, `decision_id`)
);
--> statement-breakpoint
CREATE INDEX `messages_decision` ON `messages` (`decision_id`);--> statement-breakpoint
ALTER TABLE `settlements` ADD `settled_on` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `settlements` SET `settled_on` = `business_date`;--> statement-breakpoint
CREATE INDEX `settlements_counted` ON `settlements` (`hospital_id`,`settled_on`);
