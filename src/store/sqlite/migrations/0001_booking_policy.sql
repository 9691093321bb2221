DROP INDEX `bookings_reference`;--> statement-breakpoint
ALTER TABLE `bookings` ADD `policy_no` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `bookings_reference` ON `bookings` (`scheme`,`reference`,`policy_no`);
