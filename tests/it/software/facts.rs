//! What the constructors refuse, and the JSON of facts and answers.

use reservation_policy::Error;
use reservation_policy::software::{Attempt, OrderId, SoftwareFamily, SoftwarePurchase};

use super::{attempt, instant, money, perpetual, subscription};

const BOUGHT: &str = "2021-03-15T18:30:00Z";

fn buy(term: Option<(&str, &str)>, paid: &str) -> Result<SoftwarePurchase, String> {
    let (family, bought, paid) = (SoftwareFamily::SqlServer, instant(BOUGHT), money(paid));
    match term {
        None => SoftwarePurchase::perpetual(family, bought, paid),
        Some((start, end)) => {
            SoftwarePurchase::subscription(family, bought, start.parse().unwrap(), end.parse().unwrap(), paid)
        }
    }
    .map_err(|error| Error::from(error).to_string())
}

#[test]
fn facts_that_contradict_one_another_are_refused() {
    for (term, paid, text) in [
        (None, "-0.01 USD", "`-0.01 USD` is negative, expected a price of zero or more"),
        (Some(("2021-03-15", "2022-03-15")), "-1 USD", "`-1.00 USD` is negative, expected a price of zero or more"),
        (
            Some(("2020-03-15", "2021-03-15")),
            "1 USD",
            "the term ends on `2021-03-15`, expected an end after the day of the purchase `2021-03-15T18:30:00Z`",
        ),
        (
            Some(("2022-01-01", "2021-01-01")),
            "1 USD",
            "the period from `2022-01-01` to `2021-01-01` has no day, expected an end after the start",
        ),
    ] {
        assert_eq!(buy(term, paid), Err(text.to_owned()));
    }
    assert!(buy(None, "0 USD").is_ok());
    assert!(buy(None, "-0.00 USD").is_ok(), "minus nothing is nothing");
    assert!(buy(Some(("2020-03-15", "2021-03-16")), "1 USD").is_ok(), "the last day");
    assert!(buy(None, "1 USD").unwrap().units(0).is_err());
}

#[test]
fn only_subscriptions_are_renewed_and_only_after_the_purchase() {
    let bought = subscription(BOUGHT, "2021-03-15..2022-03-15", "1 USD");
    assert_eq!(bought.clone().renewed(instant(BOUGHT)).unwrap().renewed_at(), Some(instant(BOUGHT)));
    assert_eq!(
        bought.renewed(instant("2021-03-15T18:29:59Z")).unwrap_err().to_string(),
        "the renewal at `2021-03-15T18:29:59Z` is before the purchase at `2021-03-15T18:30:00Z`, expected it after"
    );
    assert_eq!(
        perpetual(BOUGHT, "1 USD").renewed(instant("2022-03-15T00:00:00Z")).unwrap_err().to_string(),
        "the perpetual license was renewed at `2022-03-15T00:00:00Z`, expected a renewal of subscriptions only"
    );
}

#[test]
fn ids_and_names_are_plain_texts() {
    let expected = "expected 1 to 256 characters without control characters or blanks at the ends";
    for bad in ["", " \t", " a", "a ", "a\nb", "\u{7f}", &"é".repeat(257)] {
        for (error, what) in [
            (perpetual(BOUGHT, "1 USD").order(bad).unwrap_err(), "an order id"),
            (perpetual(BOUGHT, "1 USD").product(bad).unwrap_err(), "a product name"),
            (attempt(BOUGHT).for_customer(bad).unwrap_err(), "a customer"),
        ] {
            let text = error.to_string();
            assert!(text.contains(&format!("is not {what}, {expected}")) && !text.contains('\n'), "{text}");
        }
    }
    for good in ["a", "Société Générale", "6a7c-2d54", &"é".repeat(256)] {
        let purchase = perpetual(BOUGHT, "1 USD").order(good).unwrap().product(good).unwrap();
        assert_eq!((purchase.order_id().unwrap().as_str(), purchase.product_name()), (good, Some(good)));
        assert_eq!(attempt(BOUGHT).for_customer(good).unwrap().customer(), Some(good));
    }
}

#[test]
fn order_ids_are_equal_without_regard_to_case_in_every_way() {
    use std::collections::{BTreeSet, HashSet};

    let ids: Vec<OrderId> = ["a-1", "A-1", "a-2", "A", "a"].map(|id| id.parse().unwrap()).to_vec();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 3);
    assert!(ids[0] == ids[1] && ids[0] < ids[2] && ids[3] < ids[0]);
}

#[test]
fn sw_10_tenants_are_guids_and_domains_are_labels_with_dots_between() {
    let at = || Attempt::new(instant(BOUGHT));
    let guid = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    for good in [guid.to_owned(), guid.to_uppercase()] {
        assert_eq!(at().for_tenant(&good).unwrap().customer(), Some(guid));
    }
    for bad in ["", "contoso.com", "72f988bf", &guid.replace('-', ""), &guid.replace('b', "g"), &format!("{guid}-")] {
        let error = at().for_tenant(bad).unwrap_err().to_string();
        assert!(error.contains("is not a tenant id, expected a GUID such as"), "{bad}: {error}");
    }
    let longest = format!("{}a", "a.".repeat(126));
    for good in ["contoso.com", "a.b", "xn--bcher-kva.example", "bücher.example", &longest] {
        assert_eq!(at().for_domain(good).unwrap().customer(), Some(good));
    }
    assert_eq!(at().for_domain("Contoso.COM").unwrap().customer(), Some("contoso.com"));
    let (long, longer) = (format!("{}.com", "a".repeat(64)), format!("a{longest}"));
    for bad in ["", "contoso", ".com", "contoso.", "a..b", "-a.com", "a-.com", "a b.com", "a_b.com", &long, &longer] {
        let error = at().for_domain(bad).unwrap_err().to_string();
        assert!(error.contains("is not a domain name, expected labels with dots between"), "{bad}: {error}");
    }
}

#[test]
fn families_are_read_from_both_of_their_names() {
    for family in SoftwareFamily::ALL {
        assert_eq!(family.name().parse(), Ok(family));
        assert_eq!(family.to_string().parse(), Ok(family));
    }
    assert_eq!(
        "windows server".parse::<SoftwareFamily>().unwrap_err().to_string(),
        "`windows server` is not a software family, \
         expected `windowsServer`, `sqlServer`, `suseLinux`, `redHat` or `other`"
    );
}

#[cfg(feature = "serde")]
mod json {
    use reservation_policy::Decision;
    use reservation_policy::software::{Cancellation, LineSelection, OrderCancellation, SoftwareOrder};

    use super::super::{decide, policy};
    use super::*;

    const PERPETUAL: &str = "{\"order_id\":\"6a7c2d54\",\"product\":\"Windows Server 2019 Standard\",\
        \"license\":\"perpetual\",\"family\":\"windows_server\",\"purchased_at\":\"2021-03-15T18:30:00Z\",\
        \"paid\":{\"amount\":\"1200.00\",\"currency\":\"USD\"},\"quantity\":1,\"qualification\":\"qualifies\",\
        \"canceled\":false}";

    const SUBSCRIPTION: &str = "{\"license\":\"subscription\",\"family\":\"sql_server\",\
        \"purchased_at\":\"2021-03-15T18:30:00Z\",\"renewed_at\":\"2022-03-15T00:00:00Z\",\
        \"term_start\":\"2022-03-15\",\"term_end\":\"2023-03-15\",\
        \"paid\":{\"amount\":\"1200\",\"currency\":\"JPY\"},\"quantity\":10,\
        \"qualification\":\"more_information_needed\",\"canceled\":true}";

    #[test]
    fn purchases_and_attempts_round_trip() {
        for text in [PERPETUAL, SUBSCRIPTION] {
            let purchase: SoftwarePurchase = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&purchase).unwrap(), text);
        }
        let built = perpetual(BOUGHT, "1200.00 USD");
        assert_eq!(serde_json::from_str::<SoftwarePurchase>(PERPETUAL).unwrap(), built);
        for attempt in [attempt(BOUGHT).billed_on(20).unwrap().units(3).unwrap(), Attempt::new(instant(BOUGHT))] {
            let text = serde_json::to_string(&attempt).unwrap();
            assert_eq!(serde_json::from_str::<Attempt>(&text).unwrap(), attempt);
        }
        for bad in ["{}", "{\"at\":\"2021-03-15T18:30:00Z\",\"billing_day\":32}", "{\"at\":\"x\"}"] {
            assert!(serde_json::from_str::<Attempt>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn purchases_are_checked_on_the_way_in() {
        for (from, to, part) in [
            ("\"perpetual\"", "\"subscription\"", "the subscription has no `term_start`"),
            ("\"perpetual\"", "\"rented\"", "rented"),
            ("1200.00", "-1", "expected a price of zero or more"),
            ("1200.00", "1e3", "not a decimal amount"),
            ("\"USD\"", "\"QQQ\"", "ISO 4217"),
            ("\"6a7c2d54\"", "\"\"", "is not an order id"),
            ("\"quantity\":1", "\"quantity\":0", "`0` is not a quantity"),
            ("\"canceled\":false", "\"color\":\"red\"", "unknown field `color`"),
            ("\"canceled\":false", "\"term_end\":\"2023-01-01\"", "the perpetual license has a term date"),
            ("\"canceled\":false", "\"renewed_at\":\"2023-01-01T00:00:00Z\"", "perpetual license was renewed"),
        ] {
            let text = PERPETUAL.replace(from, to);
            let error = serde_json::from_str::<SoftwarePurchase>(&text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn orders_are_checked_on_the_way_in_and_round_trip() {
        let order = format!("{{\"id\":\"6A7C2D54\",\"lines\":[{{\"number\":0,\"purchase\":{PERPETUAL}}}]}}");
        let read: SoftwareOrder = serde_json::from_str(&order).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), order);
        for (from, to, part) in [
            ("6A7C2D54", "other", "belongs to order"),
            ("\"number\":0", "\"number\":0,\"x\":1", "unknown field `x`"),
            ("[", "{", "expected"),
        ] {
            let error = serde_json::from_str::<SoftwareOrder>(&order.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(part) && !error.contains("struct"), "{part}: {error}");
        }
    }

    #[test]
    fn decisions_are_written_and_read_back() {
        let bought = subscription(BOUGHT, "2021-03-15..2022-03-15", "365.00 USD");
        for at in ["2021-05-15T00:00:00Z", "2021-03-16T12:00:00Z"] {
            for edition in ["2018-08", "2022-07"] {
                let decision = decide(&policy(edition), &bought, at);
                let text = serde_json::to_string(&decision).unwrap();
                assert_eq!(serde_json::from_str::<Decision<Cancellation>>(&text).unwrap(), decision, "{text}");
            }
        }
        assert_eq!(
            serde_json::to_string(decide(&policy("2018-08"), &bought, "2021-05-15T00:00:00Z").outcome()).unwrap(),
            "{\"at\":\"2021-05-15T00:00:00Z\",\"window\":{\"days\":60,\"boundary\":\"inclusive\"},\
             \"opened_at\":\"2021-03-15T18:30:00Z\",\"opened_by_renewal\":false,\
             \"last_moment\":\"2021-05-14T23:59:59.999999999Z\",\"days_remaining\":0,\"quantity\":1,\
             \"paid\":{\"amount\":\"365.00\",\"currency\":\"USD\"},\
             \"period\":{\"start\":\"2021-03-15\",\"end\":\"2022-03-15\"},\"days_charged\":61,\
             \"credit\":{\"amount\":\"304.00\",\"currency\":\"USD\"},\
             \"early_termination_fee\":{\"amount\":\"0.00\",\"currency\":\"USD\"},\"credit_invoice\":\"2021-06\",\
             \"visible_by\":\"2021-05-15T00:15:00Z\",\"consequences\":[]}"
        );
        let order = SoftwareOrder::new("6a7c2d54".parse().unwrap(), [(0, bought)]).unwrap();
        let attempt = attempt("2021-03-16T12:00:00Z");
        let answer = policy("2018-08").decide_order_cancellation(&order, &LineSelection::All, &attempt).unwrap();
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<OrderCancellation>(&text).unwrap(), answer, "{text}");
    }
}
