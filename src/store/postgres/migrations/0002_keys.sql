ALTER TABLE "parties" ADD COLUMN "suspended_at" bigint;
--> statement-breakpoint
ALTER TABLE "parties" ADD COLUMN "suspended_reason" text;
--> statement-breakpoint
CREATE TABLE "revoked_keys" (
	"party" text NOT NULL,
	"kid" text NOT NULL,
	"thumbprint" text NOT NULL,
	"jwk" text NOT NULL,
	"reason" text NOT NULL,
	"revoked_at" bigint NOT NULL,
	CONSTRAINT "revoked_keys_party_kid_pk" PRIMARY KEY("party","kid")
);
