-- What a settlement writes is found by the number of its entry and by its business day: three trees less for each.
DROP INDEX `postings_decision`;
--> statement-breakpoint
CREATE INDEX `postings_decision` ON `postings` (`decision_id`) WHERE `record_type` <> 'SETTLE';
--> statement-breakpoint
DROP INDEX `postings_hospital`;
--> statement-breakpoint
CREATE INDEX `postings_hospital` ON `postings` (`hospital_id`, `business_date`) WHERE `record_type` <> 'SETTLE';
--> statement-breakpoint
DROP INDEX `settlements_counted`;
--> statement-breakpoint
CREATE INDEX `settlements_counted` ON `settlements` (`hospital_id`, `settled_on`) WHERE `settled_on` <> `business_date`;
