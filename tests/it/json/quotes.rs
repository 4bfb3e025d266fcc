//! What a quote says beside the service, its name, and the return that confirms it.

use super::{Ask, GOOD, amount, answer, codes, error, is_refused, member, paid, price, refund, row, text, with};

fn session(answer: &str) -> String {
    text(answer, "body.properties.sessionId")
}

#[test]
fn the_same_quote_has_the_same_name_whatever_the_second() {
    let good = session(&answer(GOOD));
    assert_eq!(good.len(), 36);
    for (from, to) in [
        ("2023-03-20T12:00:00Z", "2023-03-20T00:00:00Z"),
        ("2023-03-20T12:00:00Z", "2023-03-21T00:59:59+01:00"),
        (r#""amount":7.32"#, r#""amount":7.320"#),
        (
            r#""reservationId":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1""#,
            r#""reservationId":"R1""#,
        ),
        (r#""2020-07+observed""#, r#"{"base":"2020-07+observed"}"#),
        (r#""refund":{"currencyCode":"USD","amount":6.5}"#, r#""refund":{"currencyCode":"USD","amount":6.51}"#),
    ] {
        assert_eq!(session(&answer(&with(from, to))), good, "{to}");
    }
    for (from, to) in [
        ("2023-03-20T12:00:00Z", "2023-03-21T12:00:00Z"),
        (r#","quantity":2}"#, r#","quantity":1}"#),
        (r#""amount":7.32"#, r#""amount":7.4"#),
        (r#""amount":8.72"#, r#""amount":8.8"#),
        (r#""2020-07+observed""#, r#""2020-07""#),
        (r#""2020-07+observed""#, r#"{"base":"2020-07+observed","cap":{"limit":"75000.00"}}"#),
    ] {
        assert_ne!(session(&answer(&with(from, to))), good, "{to}");
    }
    let other = GOOD.replace("/r1", "/r2");
    assert_ne!(session(&answer(&other)), good, "another reservation");
}

#[test]
fn a_return_over_the_cap_says_when_it_passes_and_how_many_units_fit_now() {
    let earlier = |amount: &str| {
        format!(r#","refunds":[{{"id":"a","at":"2026-01-15T10:00:00Z","refund":{}}}]"#, price("USD", amount))
    };
    let ask = |amount: &str, returned| {
        let rows = [paid("2026-02-10", "36500")];
        let ask = Ask { plan: "Upfront", ..Ask::monthly("2026-02-10T00:00:00Z", &rows, "2026-10-01T09:00:00Z") };
        ask.units(10, 10, returned).more(&earlier(amount)).answer()
    };
    // 132 days are left: 13,200.00 USD of which 10,000.00 fit, from 100 days before the end on.
    let whole = ask("40000", 10);
    assert_eq!(codes(&whole), ["RefundLimitExceeded"]);
    assert_eq!(text(&whole, "body.properties.decision.earliestAllowed"), "2026-11-02T00:00:00Z");
    assert_eq!(refund(&whole, "decision.mostUnitsNow"), "7");
    assert_eq!(text(&whole, "body.properties.decision.capRemainingAfter"), "10000.00");
    let part = ask("40000", 7);
    assert!(codes(&part).is_empty());
    assert_eq!(refund(&part, "decision.earliestAllowed"), "null");
    assert_eq!(text(&part, "body.properties.decision.capRemainingAfter"), "760.00");
    // With another reason the cap is not what stands in the way.
    let other = Ask {
        plan: "Upfront",
        ..Ask::monthly("2026-02-10T00:00:00Z", &[paid("2026-02-10", "36500")], "2026-10-01T09:00:00Z")
    };
    let other = other.more(&earlier("40000")).more(r#","requester":"other""#).answer();
    assert_eq!(codes(&other), ["RequesterNotAllowed", "RefundLimitExceeded"]);
    assert_eq!(refund(&other, "decision.earliestAllowed"), "null");
    // In the service's form the same reasons, most important first.
    let errors = refund(&other, "policyResult.properties.policyErrors");
    assert!(errors.starts_with(r#"[{"code":"RequesterNotAllowed","message":""#), "{errors}");
    assert!(errors.contains(r#"{"code":"RefundLimitExceeded","message":""#), "{errors}");
}

#[test]
fn the_instant_of_a_return_is_searched_until_the_term_ends() {
    let rows = [paid("2026-02-10", "36500")];
    let ask = Ask { plan: "Upfront", ..Ask::monthly("2026-02-10T00:00:00Z", &rows, "2026-10-01T09:00:00Z") };
    let full = format!(r#","refunds":[{{"id":"a","at":"2026-09-30T00:00:00Z","refund":{}}}]"#, price("USD", "50000"));
    assert_eq!(refund(&ask.more(&full).answer(), "decision.earliestAllowed"), "null");
}

/// The line of a return of two units, with the session that it confirms.
fn returning(at: &str, session: &str, more: &str) -> String {
    let rows = [paid("2026-06-01", "300"), row("2026-07-01", "Scheduled", "300", "")];
    let more = format!(r#","refundId":"rf-17","sessionId":"{session}"{more}"#);
    let ask = Ask::monthly("2026-06-01T00:00:00Z", &rows, "AT").units(3, 3, 2).more(&more);
    ask.line().replace("AT", at).replace("calculateRefund", "return")
}

fn quoted(at: &str) -> String {
    let rows = [paid("2026-06-01", "300"), row("2026-07-01", "Scheduled", "300", "")];
    answer(&Ask::monthly("2026-06-01T00:00:00Z", &rows, "AT").units(3, 3, 2).line().replace("AT", at))
}

#[test]
fn a_return_within_its_quote_gives_the_refund_to_record() {
    let quote = quoted("2026-06-16T09:00:00Z");
    let confirmed = answer(&returning("2026-06-16T23:59:59Z", &session(&quote), ""));
    assert_eq!(session(&confirmed), session(&quote));
    assert_eq!(amount(&confirmed, "billingRefundAmount"), "100");
    assert_eq!(
        refund(&confirmed, "decision.entry"),
        format!(
            r#"{{"id":"rf-17","at":"2026-06-16T23:59:59Z","refund":{},"cancelledCommitment":{}}}"#,
            price("USD", "100"),
            price("USD", "2300")
        )
    );
    // The entry is a member of `refunds` as it stands.
    let next = format!(r#","refunds":[{}]"#, refund(&confirmed, "decision.entry"));
    let again = answer(&returning("2026-06-16T23:59:59Z", &session(&quote), &next));
    assert_eq!(error(&again).1, "refundId");
    // The session may stand in the request, where the service has it.
    let in_request = returning("2026-06-16T12:00:00Z", "S", "").replace(r#","sessionId":"S""#, "").replace(
        r#""request":{"properties":{"#,
        &format!(r#""request":{{"properties":{{"sessionId":"{}","#, session(&quote)),
    );
    assert_eq!(member(&answer(&in_request), "status"), "200");
}

#[test]
fn a_return_of_a_changed_quote_has_both_amounts_and_the_new_name() {
    let quote = quoted("2026-06-16T09:00:00Z");
    let late = answer(&returning("2026-06-17T00:00:00Z", &session(&quote), ""));
    assert_eq!(member(&late, "status"), "409");
    assert_eq!(text(&late, "body.error.code"), "QuoteChanged");
    assert_eq!(text(&late, "body.error.target"), "sessionId");
    let message = text(&late, "body.error.message");
    assert!(message.contains("100.00 USD was quoted") && message.contains("93.33 USD is refunded now"), "{message}");
    assert_eq!(member(&late, "body.billingRefundAmount"), price("USD", "93.33"));
    assert_eq!(member(&late, "body.quoted.billingRefundAmount"), price("USD", "100"));
    let new = text(&late, "body.sessionId");
    assert_eq!(new, session(&quoted("2026-06-17T00:00:00Z")));
    assert_eq!(member(&answer(&returning("2026-06-17T00:00:00Z", &new, "")), "status"), "200");
    // A session that names no quote of the last days.
    let unknown = answer(&returning("2026-06-17T00:00:00Z", "11111111-2222-4333-8444-555555555555", ""));
    assert_eq!((member(&unknown, "status"), member(&unknown, "body.quoted")), ("409".into(), "null".into()));
}

#[test]
fn a_return_that_is_refused_has_nothing_to_record() {
    let quote = quoted("2026-06-16T09:00:00Z");
    let other = answer(&returning("2026-06-16T12:00:00Z", &session(&quote), r#","requester":"other""#));
    assert_eq!(codes(&other), ["RequesterNotAllowed"]);
    assert_eq!(refund(&other, "decision.entry"), "null");
    for (from, to, target) in [
        (r#","refundId":"rf-17""#, "", "refundId"),
        (r#""rf-17""#, r#""""#, "refundId"),
        ("SESSION", "1", "sessionId"),
        (r#","sessionId":"SESSION""#, "", "sessionId"),
        (r#""refundId""#, r#""refundID""#, "refundID"),
    ] {
        let line = returning("2026-06-16T12:00:00Z", "SESSION", "").replace(from, to);
        let line = line.replace("SESSION", "11111111-2222-4333-8444-555555555555");
        is_refused(&line, "InvalidRequest", target, "");
    }
}

#[test]
fn the_position_of_the_cap_is_what_counts_and_when_it_comes_back() {
    let asked = |policy: &str, more: &str| {
        answer(&format!(
            concat!(
                r#"{{"operation":"capPosition","at":"2026-04-17T14:05:00Z","policy":"{}","refunds":["#,
                r#"{{"id":"a","at":"2025-11-02T10:00:00Z","refund":{{"currencyCode":"USD","amount":1200.5}},"#,
                r#""cancelledCommitment":{{"currencyCode":"USD","amount":20000}}}},"#,
                r#"{{"id":"b","at":"2026-01-05T00:00:00Z","refund":{{"currencyCode":"USD","amount":10000}}}}]{}}}"#
            ),
            policy, more
        ))
    };
    let written = asked("in-force", r#","amount":{"currencyCode":"USD","amount":25000}"#);
    assert_eq!(
        member(&written, "body"),
        concat!(
            r#"{"limit":"50000.00","used":"30000.00","remaining":"20000.00","releases":["#,
            r#"{"at":"2026-11-02T10:00:00Z","amount":"20000.00"},{"at":"2027-01-05T00:00:00Z","amount":"10000.00"}],"#,
            r#""fits":false,"earliestFit":"2026-11-02T10:00:00Z"}"#
        )
    );
    let observed = asked("in-force+observed", "");
    assert_eq!(text(&observed, "body.used"), "11200.50");
    assert_eq!((member(&observed, "body.fits"), member(&observed, "body.earliestFit")), ("null".into(), "null".into()));
    let never = asked("in-force", r#","amount":{"currencyCode":"USD","amount":50000.01}"#);
    assert_eq!((member(&never, "body.fits"), member(&never, "body.earliestFit")), ("false".into(), "null".into()));
    let now = asked("in-force", r#","amount":{"currencyCode":"USD","amount":20000}"#);
    assert_eq!(
        (member(&now, "body.fits"), text(&now, "body.earliestFit")),
        ("true".into(), "2026-04-17T14:05:00Z".into())
    );
    is_refused(
        r#"{"operation":"capPosition","at":"2026-04-17T14:05:00Z","policy":"in-force","amounts":{}}"#,
        "InvalidRequest",
        "amounts",
        "the nearest is `amount`",
    );
}
