-- What must hold whatever the service does. Refunds of one scope within 365 days stay within 50,000.00 USD: every
-- edition's cap counts at least the refunded amount for at least that long. No more units are returned than there were.
-- The rows that it depends on are locked, so that two transactions cannot both pass.
CREATE OR REPLACE FUNCTION check_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM scopes WHERE scope = NEW.scope FOR UPDATE;
    IF NEW.refunded_cents + (
        SELECT COALESCE(SUM(refunded_cents), 0) FROM refunds
        WHERE scope = NEW.scope AND reversed_at_micros IS NULL AND at_micros > NEW.at_micros - 31536000000000
    ) > 5000000 THEN
        RAISE EXCEPTION 'refunds of the scope would exceed 50,000.00 USD in 365 days';
    END IF;
    PERFORM 1 FROM reservations WHERE reservation = NEW.reservation FOR UPDATE;
    IF NEW.quantity + (
        SELECT COALESCE(SUM(quantity), 0) FROM refunds
        WHERE reservation = NEW.reservation AND reversed_at_micros IS NULL
    ) > COALESCE((SELECT units FROM reservations WHERE reservation = NEW.reservation), 0) THEN
        -- Another scope may have returned the same units a moment ago: the service looks again, and then refuses.
        RAISE EXCEPTION 'more units would be returned than there were' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER refunds_invariants BEFORE INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION check_refund();
