-- The second edition of the library. A quote is stored whole, as the library's decision; `reservation` is the canonical
-- key of a reservation, whatever its spelling was. Rows of the first edition are brought up to date by `store::upgrade`.
ALTER TABLE quotes DROP COLUMN amounts;
ALTER TABLE quotes RENAME COLUMN request TO decision;
CREATE INDEX quotes_by_instant ON quotes (at_micros);

ALTER TABLE refunds RENAME COLUMN cancelled_cents TO canceled_cents;

-- How many units of a reservation there were when one was returned for the first time. Never raised.
CREATE TABLE reservations (
    reservation TEXT NOT NULL PRIMARY KEY,
    units BIGINT NOT NULL CHECK (units >= 1)
);

-- Who changed a ledger, when and how.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at_micros BIGINT NOT NULL,
    caller TEXT NOT NULL,
    action TEXT NOT NULL,
    scope TEXT NOT NULL,
    subject TEXT NOT NULL
);

CREATE INDEX audit_by_instant ON audit (scope, at_micros);

-- Written by every readiness check.
CREATE TABLE probes (
    id BIGINT NOT NULL PRIMARY KEY,
    at_micros BIGINT NOT NULL
);
