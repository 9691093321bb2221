CREATE TABLE `accounts` (
	`name` text PRIMARY KEY NOT NULL,
	`party` text NOT NULL,
	`role` text NOT NULL,
	`password` text NOT NULL,
	`must_change` integer NOT NULL,
	`totp_secret` blob,
	`totp_step` integer NOT NULL,
	`demo` integer NOT NULL,
	`created_at` integer NOT NULL,
	`disabled_at` integer
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`account` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account`);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`name` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`failed_at` integer NOT NULL,
	`locked_until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `attempts_failed` ON `attempts` (`failed_at`);
