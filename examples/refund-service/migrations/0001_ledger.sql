-- One dialect for SQLite and PostgreSQL. Amounts are whole cents (minor units for what is billed), instants are
-- microseconds since 1970 in UTC.

-- A row to lock: whoever wants to change a scope's ledger updates it first.
CREATE TABLE scopes (
    scope TEXT NOT NULL PRIMARY KEY,
    changes BIGINT NOT NULL,
    last_at_micros BIGINT NOT NULL
);

-- What was asked and what was answered, so that a confirmation can show both.
CREATE TABLE quotes (
    session_id TEXT NOT NULL PRIMARY KEY,
    scope TEXT NOT NULL,
    at_micros BIGINT NOT NULL,
    policy TEXT NOT NULL,
    reservation TEXT NOT NULL,
    number BIGINT NOT NULL,
    amounts TEXT NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL
);

-- The ledger. A quote is confirmed once, and two quotes can't both be the same return of a reservation.
CREATE TABLE refunds (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES quotes (session_id),
    scope TEXT NOT NULL REFERENCES scopes (scope),
    at_micros BIGINT NOT NULL,
    policy TEXT NOT NULL,
    reservation TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    quantity BIGINT NOT NULL CHECK (quantity >= 1),
    refunded_cents BIGINT NOT NULL CHECK (refunded_cents >= 0),
    cancelled_cents BIGINT NOT NULL CHECK (cancelled_cents >= refunded_cents),
    billing_minor BIGINT NOT NULL CHECK (billing_minor >= 0),
    billing_currency TEXT NOT NULL,
    reversed_at_micros BIGINT,
    UNIQUE (reservation, number)
);

CREATE INDEX refunds_by_instant ON refunds (scope, at_micros);

-- What was answered to a key: the same key gets the same answer.
CREATE TABLE confirmations (
    idempotency_key TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    at_micros BIGINT NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL
);
