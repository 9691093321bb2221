-- An entry's number is in no hash: the chains keep the sum of theirs.
ALTER TABLE members ADD COLUMN seqs bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
UPDATE members SET seqs = (SELECT coalesce(sum(seq), 0) FROM entries WHERE entries.member_id = members.member_id);
--> statement-breakpoint
ALTER TABLE enrollments ADD COLUMN as_of_tag text COLLATE "C";
