-- An entry's number is in no hash: the chains keep the sum of theirs.
ALTER TABLE `members` ADD `seqs` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE `members` SET `seqs` = (SELECT coalesce(sum(`seq`), 0) FROM `entries` WHERE `entries`.`member_id` = `members`.`member_id`);
--> statement-breakpoint
ALTER TABLE `enrollments` ADD `as_of_tag` text;
