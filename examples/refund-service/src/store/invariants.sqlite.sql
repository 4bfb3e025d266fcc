-- What must hold whatever the service does. Refunds of one scope within 365 days stay within 50,000.00 USD: every
-- edition's cap counts at least the refunded amount for at least that long. No more units are returned than there were.
CREATE TRIGGER IF NOT EXISTS refunds_within_the_cap BEFORE INSERT ON refunds
WHEN NEW.refunded_cents + (
    SELECT COALESCE(SUM(refunded_cents), 0) FROM refunds
    WHERE scope = NEW.scope AND reversed_at_micros IS NULL AND at_micros > NEW.at_micros - 31536000000000
) > 5000000
BEGIN SELECT RAISE(ABORT, 'refunds of the scope would exceed 50,000.00 USD in 365 days'); END;

CREATE TRIGGER IF NOT EXISTS refunds_within_the_units BEFORE INSERT ON refunds
WHEN NEW.quantity + (
    SELECT COALESCE(SUM(quantity), 0) FROM refunds WHERE reservation = NEW.reservation AND reversed_at_micros IS NULL
) > COALESCE((SELECT units FROM reservations WHERE reservation = NEW.reservation), 0)
BEGIN SELECT RAISE(ABORT, 'more units would be returned than there were'); END;
