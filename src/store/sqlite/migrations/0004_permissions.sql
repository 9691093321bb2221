CREATE TABLE `permissions` (
	`decision_id` text NOT NULL,
	`scheme` text NOT NULL,
	`entry_seq` integer NOT NULL,
	PRIMARY KEY(`decision_id`, `scheme`)
);
--> statement-breakpoint
CREATE INDEX `enrollments_family` ON `enrollments` (`scheme`,body ->> '$.family') WHERE body ->> '$.family' IS NOT NULL;
