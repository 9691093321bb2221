ALTER TABLE `parties` ADD `suspended_at` integer;
--> statement-breakpoint
ALTER TABLE `parties` ADD `suspended_reason` text;
--> statement-breakpoint
CREATE TABLE `revoked_keys` (
	`party` text NOT NULL,
	`kid` text NOT NULL,
	`thumbprint` text NOT NULL,
	`jwk` text NOT NULL,
	`reason` text NOT NULL,
	`revoked_at` integer NOT NULL,
	PRIMARY KEY(`party`, `kid`)
);
