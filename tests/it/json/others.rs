//! Software, swaps, markets and plans.

use super::{answer, error, is_refused, member, text};

fn software(from: &str, to: &str) -> String {
    let good = concat!(
        r#"{"operation":"cancelSoftware","at":"2021-06-20T15:00:00Z","policy":"in-force","purchase":{"orderId":"o-1","#,
        r#""product":"SQL Server","family":"sqlServer","licence":"subscription","purchasedAt":"2021-06-10T12:00:00Z","#,
        r#""termStart":"2021-06-10","termEnd":"2022-06-10","paid":{"amount":"365.00","currency":"EUR"},"#,
        r#""qualifies":true,"quantity":2},"requesterRoles":["adminAgent"],"acknowledged":true,"#,
        r#""customer":{"tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47"},"billingDay":25}"#
    );
    assert!(good.contains(from), "{from}");
    good.replace(from, to)
}

#[test]
fn a_subscription_is_credited_by_the_day() {
    let answer = answer(&software("", ""));
    assert_eq!(
        member(&answer, "body"),
        concat!(
            r#"{"approved":true,"policy":"2021-06","period":{"start":"2021-06-10","end":"2022-06-10","usedDays":10,"days":365},"#,
            r#""daysRemaining":20,"lastMoment":"2021-07-10T23:59:59Z","credit":{"amount":"355.00","currency":"EUR"},"#,
            r#""earlyTerminationFee":"0.00","creditInvoice":"2021-06","consequences":["KeysRevoked","#,
            r#""DownloadLinksRevoked","DiscontinueUse","Uninstall","RemoveDownloads","RemoveLinks","#,
            r#""StaysListedWithoutKey","ShownWithinFifteenMinutes","CreditOnNextInvoice"],"reasons":[]}"#
        )
    );
}

#[test]
fn the_day_of_the_purchase_selects_the_edition_in_force() {
    let line = software("2021-06-20T15:00:00Z", "2021-07-25T00:00:00Z")
        .replace("2021-06-10T12:00:00Z", "2021-05-31T12:00:00Z");
    let line = line.replace(r#""termStart":"2021-06-10""#, r#""termStart":"2021-05-31""#);
    let found = answer(&line);
    assert_eq!(text(&found, "body.policy"), "2018-08");
    assert_eq!(member(&found, "body.approved"), "true");
    let early = line.replace("2021-05-31", "2018-08-30").replace("2021-07-25", "2018-09-01");
    is_refused(&early, "InvalidRequest", "policy", "no edition of the software policy was in force on `2018-08-30`");
}

#[test]
fn a_software_request_that_makes_no_sense_names_its_member() {
    for (from, to, target, message) in [
        (
            r#""family":"sqlServer""#,
            r#""family":"sql""#,
            "purchase.family",
            "`sql` is not a software family, expected `windowsServer`",
        ),
        (
            r#""licence":"subscription""#,
            r#""licence":"rental""#,
            "purchase.licence",
            "expected `perpetual` or `subscription`",
        ),
        (r#""licence":"subscription","#, "", "purchase.licence", "is missing, expected `perpetual`"),
        (r#""termEnd":"2022-06-10","#, "", "purchase.termEnd", "the first day after it"),
        (r#""termEnd":"2022-06-10""#, r#""termEnd":"2021-06-10""#, "purchase.termEnd", "has no day"),
        (
            r#""termStart":"2021-06-10","termEnd":"2022-06-10""#,
            r#""termStart":"2020-06-10","termEnd":"2021-06-01""#,
            "purchase.termEnd",
            "",
        ),
        (r#""365.00""#, "365.00", "purchase.paid.amount", "expected an amount as text"),
        (r#""365.00""#, r#""-1""#, "purchase.paid.amount", "is negative"),
        (r#""currency":"EUR""#, r#""currencyCode":"EUR""#, "purchase.paid.currencyCode", "the nearest is `currency`"),
        (
            r#""paid":{"amount":"365.00","currency":"EUR"}"#,
            r#""paid":["365.00","EUR"]"#,
            "purchase.paid",
            "found a list",
        ),
        (r#""quantity":2"#, r#""quantity":0"#, "purchase.quantity", "is not a quantity"),
        (r#""quantity":2"#, r#""units":2"#, "purchase.units", "is not a member here"),
        (r#""adminAgent""#, r#""boss""#, "requesterRoles[0]", "`boss` is not"),
        (r#"["adminAgent"]"#, r#""adminAgent""#, "requesterRoles", "expected a list of roles"),
        (
            r#""tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47""#,
            r#""tenantId":"contoso""#,
            "customer.tenantId",
            "GUID",
        ),
        (
            r#""tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47""#,
            r#""tenant":"contoso""#,
            "customer.tenant",
            "the nearest is `tenantId`",
        ),
        (r#""billingDay":25"#, r#""billingDay":32"#, "billingDay", "expected 1 to 31"),
        (r#""acknowledged":true"#, r#""acknowledge":true"#, "acknowledge", "the nearest is `acknowledged`"),
        ("2021-06-20T15:00:00Z", "2021-06-10T11:59:59Z", "at", "is before the purchase"),
        ("2021-06-20T15:00:00Z", "2021-06-20T15:00:00", "at", "has no offset"),
        (r#""policy":"in-force""#, r#""policy":"2021-07""#, "policy", "`2018-08`, `2021-06` or `2022-07`"),
        (
            r#""policy":"in-force""#,
            r#""policy":{"base":"2021-06","window":{"days":3}}"#,
            "policy.window",
            "`perpetual_window`",
        ),
        (
            r#""policy":"in-force""#,
            r#""policy":{"base":"2021-06","perpetual_window":["days",3]}"#,
            "policy.perpetual_window",
            "found a list",
        ),
        (
            r#""policy":"in-force""#,
            r#""policy":{"base":"2021-06","subscription_credit":{"x":1}}"#,
            "policy.subscription_credit.x",
            "full_then_prorated_by_day",
        ),
    ] {
        is_refused(&software(from, to), "InvalidRequest", target, message);
    }
    // An American spelling is read.
    assert_eq!(answer(&software(r#""licence""#, r#""license""#)), answer(&software("", "")));
}

#[test]
fn what_speaks_against_a_cancellation_has_its_rule_and_code() {
    let line = software(r#"["adminAgent"]"#, r#"["salesAgent"]"#)
        .replace(r#""acknowledged":true"#, r#""acknowledged":false"#)
        .replace(r#""qualifies":true"#, r#""qualifies":false"#)
        .replace(r#""customer":{"tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47"},"#, "");
    let found = answer(&line);
    assert_eq!((member(&found, "body.approved"), member(&found, "body.consequences")), ("false".into(), "[]".into()));
    let reasons = member(&found, "body.reasons");
    for (rule, code) in
        [("SW-05", "800061"), ("SW-08", "900150"), ("SW-11", "NotAcknowledged"), ("SW-10", "MissingInformation")]
    {
        assert!(reasons.contains(&format!(r#"{{"rule":"{rule}","code":"{code}","message":""#)), "{reasons}");
    }
}

#[test]
fn a_swap_is_decided_with_its_reasons_and_remarks() {
    let asked = |policy: &str, from: &str, to: &str, more: &str| {
        answer(&format!(
            concat!(
                r#"{{"operation":"swapStorage","at":"2026-08-01T00:00:00Z","policy":"{}","from":"{}","to":"{}","#,
                r#""region":"westeurope"{}}}"#
            ),
            policy, from, to, more
        ))
    };
    let approved = asked("2020-07", "Standard_F1", "Standard_F1s", r#","toRegion":"West Europe","requester":"owner""#);
    assert_eq!(
        (member(&approved, "body.approved"), text(&approved, "body.verdict")),
        ("true".into(), "approved".into())
    );
    assert_eq!(text(&approved, "body.policy"), "2020-07");
    assert_eq!(member(&approved, "body.reasons"), "[]");
    assert!(member(&approved, "body.remarks").contains(r#""rule":"L-35","code":"NoLongerSold""#), "{approved}");
    for (policy, from, to, more, code) in [
        ("2020-07", "Standard_F1s", "Standard_F1", "", "StorageSwapWrongDirection"),
        ("2018-10", "Standard_F1", "Standard_F1s", "", "StorageSwapNotOffered"),
        ("2020-07", "Standard_F1", "Standard_F2s", "", "StorageSwapNotACounterpart"),
        ("2020-07", "Standard_F1", "Standard_F1s", r#","toRegion":"northeurope""#, "StorageSwapRegionDiffers"),
        ("2020-07", "Standard_F1", "Standard_F1s", r#","requester":"other""#, "RequesterNotAllowed"),
    ] {
        let refused = asked(policy, from, to, more);
        assert_eq!((member(&refused, "status"), text(&refused, "body.verdict")), ("200".into(), "denied".into()));
        assert!(member(&refused, "body.reasons").contains(&format!(r#""code":"{code}""#)), "{refused}");
    }
    for (more, target) in [
        (r#","tooRegion":"x""#, "tooRegion"),
        (r#","toRegion":"""#, "toRegion"),
        (r#","requester":"boss""#, "requester"),
    ] {
        assert_eq!(error(&asked("2020-07", "Standard_F1", "Standard_F1s", more)).1, target);
    }
    assert_eq!(error(&asked("2020-07", "", "Standard_F1s", "")).1, "from");
    assert!(
        error(&answer(r#"{"operation":"swapStorage","at":"2026-08-01T00:00:00Z","policy":"in-force","from":"F1"}"#))
            .2
            .contains("a size such as")
    );
}

#[test]
fn a_market_is_looked_up_by_code_or_name() {
    let asked = |market: &str| answer(&format!(r#"{{"operation":"market","market":"{market}"}}"#));
    for (market, body) in [
        (
            "Saba",
            r#"{"market":"Saba","alpha2":"BQ","availability":"unavailable","list":"2019-12","listedAs":["Bonaire","Saba","Sint Eustatius"]}"#,
        ),
        (
            "サバ島",
            r#"{"market":"Saba","alpha2":"BQ","availability":"unavailable","list":"2019-12","listedAs":["Bonaire","Saba","Sint Eustatius"]}"#,
        ),
        (
            "SWZ",
            r#"{"market":"Swaziland","alpha2":"SZ","availability":"unavailable","list":"2019-12","listedAs":["Swaziland"]}"#,
        ),
        (
            "Eswatini",
            r#"{"market":"Swaziland","alpha2":"SZ","availability":"unavailable","list":"2019-12","listedAs":["Swaziland"]}"#,
        ),
        ("DE", r#"{"market":"Germany","alpha2":"DE","availability":"notListed","list":"2019-12","listedAs":[]}"#),
    ] {
        assert_eq!(member(&asked(market), "body"), body, "{market}");
    }
    is_refused(r#"{"operation":"market","market":"Atlantis"}"#, "InvalidRequest", "market", "`Atlantis` is not");
    is_refused(r#"{"operation":"market"}"#, "InvalidRequest", "market", "is missing, expected a code");
    is_refused(r#"{"operation":"market","market":"DE","list":"2019-13"}"#, "InvalidRequest", "list", "`2019-12`");
    is_refused(r#"{"operation":"market","name":"DE"}"#, "InvalidRequest", "name", "is not a member here");
    is_refused(
        r#"{"operation":"markets"}"#,
        "InvalidRequest",
        "operation",
        "`capPosition`, `return`, `planReturns`, `cancelSoftware` or `market`",
    );
}

/// The line of a plan for two reservations, each of two units for 36,500.00 USD from February on. 40,000.00 USD of the
/// cap are used.
fn plan(from: &str, to: &str) -> String {
    let wish = |name: &str, more: &str| {
        let payment = concat!(
            r#"{"dueDate":"2026-02-10","status":"Succeeded","pricingCurrencyTotal":{"currencyCode":"USD","amount":36500},"#,
            r#""billingCurrencyTotal":{"currencyCode":"USD","amount":36500}}"#
        );
        format!(
            concat!(
                r#"{{"order":{{"name":"o-{name}","benefitStartTime":"2026-02-10","originalQuantity":2,"term":"P1Y","#,
                r#""billingPlan":"Upfront","planInformation":{{"transactions":[{payment}]}}}},"reservation":{{"name":"{name}","#,
                r#""properties":{{"quantity":2,"reservedResourceType":"VirtualMachines"}}}}{more}}}"#
            ),
            name = name,
            payment = payment,
            more = more
        )
    };
    let (first, second) =
        (wish("r1", r#","quantity":1,"notBefore":"2026-10-10""#), wish("r2", r#","notAfter":"2027-02-01""#));
    let good = format!(
        concat!(
            r#"{{"operation":"planReturns","at":"2026-10-01T09:00:00Z","policy":"2026-01","requester":"owner","#,
            r#""refunds":[{{"id":"a","at":"2026-01-15T10:00:00Z","refund":{{"currencyCode":"USD","amount":40000}}}}],"#,
            r#""account":{{"agreement":"enterprise"}},"wishes":[{},{}]}}"#
        ),
        first, second
    );
    assert!(good.contains(from), "{from}");
    good.replacen(from, to, 1)
}

#[test]
fn a_plan_has_its_steps_in_the_order_of_their_instants_and_a_bound() {
    let found = answer(&plan("", ""));
    assert_eq!(member(&found, "status"), "200", "{found}");
    let body: serde_json::Value = serde_json::from_str(&member(&found, "body")).unwrap();
    let steps = body["plan"].as_array().unwrap();
    assert!(!steps.is_empty(), "{body}");
    let instants: Vec<&str> = steps.iter().map(|step| step["at"].as_str().unwrap()).collect();
    assert!(instants.is_sorted() && instants[0] >= "2026-10-01T09:00:00Z", "{instants:?}");
    let mut units = std::collections::BTreeMap::new();
    for step in steps {
        *units.entry(step["reservationId"].as_str().unwrap()).or_insert(0) += step["quantity"].as_u64().unwrap();
        assert!(step["reservationId"] != "r1" || step["at"].as_str() >= Some("2026-10-10"), "{step}");
        assert_eq!(step["remainingCommitment"]["amount"], 0);
        let counts: f64 = step["countsTowardCap"].as_str().unwrap().parse().unwrap();
        assert!(counts > 0.0 && step["capRemainingAfter"].as_str().unwrap().parse::<f64>().unwrap() >= 0.0, "{step}");
    }
    for left in body["unreturned"].as_array().unwrap() {
        *units.entry(left["reservationId"].as_str().unwrap()).or_insert(0) += left["quantity"].as_u64().unwrap();
        assert!(!left["reason"].as_str().unwrap().is_empty());
    }
    assert_eq!(units.into_iter().collect::<Vec<_>>(), [("r1", 1), ("r2", 2)]);
    let (recovered, bound) =
        (body["recovered"]["amount"].as_f64().unwrap(), body["upperBound"]["amount"].as_f64().unwrap());
    assert!(recovered > 0.0 && recovered <= bound, "{body}");
    assert!(body["gap"].as_str().unwrap().parse::<f64>().unwrap() < 0.1, "{body}");
    let none = answer(&plan(r#""wishes":["#, r#""wishes":[],"wish":["#));
    assert_eq!(error(&none).1, "wish");
}

#[test]
fn a_plan_that_makes_no_sense_names_its_wish() {
    for (from, to, code, target) in [
        (r#""wishes":["#, r#""wishes":[7,"#, "InvalidRequest", "wishes[0]"),
        (r#""quantity":1"#, r#""quantity":3"#, "InvalidRequest", "wishes[0].quantity"),
        (r#""quantity":1"#, r#""units":1"#, "InvalidRequest", "wishes[0].units"),
        (r#""notBefore":"2026-10-10""#, r#""notBefore":"soon""#, "InvalidRequest", "wishes[0].notBefore"),
        (
            r#""notBefore":"2026-10-10""#,
            r#""notBefore":"2026-10-10","notAfter":"2026-10-09""#,
            "InvalidRequest",
            "wishes[0].notAfter",
        ),
        (r#""originalQuantity":2,"#, "", "InvalidRequest", "wishes[0].order.originalQuantity"),
        (r#""name":"r1""#, r#""name":"r2""#, "InvalidReservationId", "wishes[1].reservation"),
        ("2026-10-01T09:00:00Z", "2027-02-10T00:00:00Z", "InvalidRequest", "at"),
        (r#""policy":"2026-01""#, r#""policy":"2018-05""#, "InvalidRequest", "earlyTerminationFeeRate"),
    ] {
        let found = error(&answer(&plan(from, to)));
        assert_eq!((found.0.as_str(), found.1.as_str()), (code, target), "{}", found.2);
    }
    let empty = r#"{"operation":"planReturns","at":"2026-10-01T09:00:00Z","policy":"2026-01","wishes":[]}"#;
    is_refused(empty, "InvalidRequest", "wishes", "");
}
