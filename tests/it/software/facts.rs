//! What the constructors refuse, and the JSON of the facts.

use reservation_policy::software::reference::{CustomerDomain, CustomerName, OrderId, ProductName, TenantId};
use reservation_policy::software::{Licence, LicenceKind, SoftwareFamily, SoftwarePurchase};

use super::{date, instant, money, subscription};

#[test]
fn every_error_of_the_room_converts_into_the_crate_error_and_keeps_its_text() {
    use reservation_policy::Error;
    use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    use reservation_policy::software::cancellation::CancellationError;
    use reservation_policy::software::credit::BillingDay;
    use reservation_policy::software::order::SoftwareOrder;

    let order: OrderId = "A-1".parse().unwrap();
    let edition = "x".parse::<SoftwareEdition>().unwrap_err();
    let in_force = SoftwarePolicy::in_force_on(date("2000-01-01")).unwrap_err();
    let licence = Licence::new(LicenceKind::Subscription, None, None).unwrap_err();
    let lines = SoftwareOrder::new(order.clone(), vec![]).unwrap_err();
    let reference = "".parse::<OrderId>().unwrap_err();
    let billing_day = BillingDay::new(0).unwrap_err();
    let cancellation = CancellationError::NoLine { order };
    let purchase = SoftwarePurchase::new(
        Licence::Perpetual,
        SoftwareFamily::Other,
        instant("2021-01-01T00:00:00Z"),
        money("-1", "USD"),
    )
    .unwrap_err();
    for (error, text) in [
        (Error::from(edition.clone()), edition.to_string()),
        (Error::from(in_force), in_force.to_string()),
        (Error::from(licence), licence.to_string()),
        (Error::from(lines.clone()), lines.to_string()),
        (Error::from(reference.clone()), reference.to_string()),
        (Error::from(billing_day), billing_day.to_string()),
        (Error::from(cancellation.clone()), cancellation.to_string()),
        (Error::from(purchase), purchase.to_string()),
    ] {
        assert_eq!(error.to_string(), text);
        assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
    }
}

fn buy(licence: Licence, paid: &str) -> Result<SoftwarePurchase, String> {
    SoftwarePurchase::new(licence, SoftwareFamily::SqlServer, instant("2021-03-15T18:30:00Z"), money(paid, "USD"))
        .map_err(|error| error.to_string())
}

#[test]
fn a_licence_and_its_term_go_together() {
    let (start, end) = (Some(date("2021-01-01")), Some(date("2022-01-01")));
    for (kind, start, end, text) in [
        (LicenceKind::Subscription, None, None, "the subscription has no `start` of its term, expected a date"),
        (LicenceKind::Subscription, None, end, "the subscription has no `start` of its term, expected a date"),
        (LicenceKind::Subscription, start, None, "the subscription has no `end` of its term, expected a date"),
        (LicenceKind::Perpetual, start, None, "the perpetual licence has a term date `2021-01-01`, expected none"),
        (LicenceKind::Perpetual, None, end, "the perpetual licence has a term date `2022-01-01`, expected none"),
        (LicenceKind::Perpetual, start, end, "the perpetual licence has a term date `2021-01-01`, expected none"),
        (
            LicenceKind::Subscription,
            end,
            start,
            "the period from `2022-01-01` to `2021-01-01` has no day, expected an end after the start",
        ),
        (
            LicenceKind::Subscription,
            start,
            start,
            "the period from `2021-01-01` to `2021-01-01` has no day, expected an end after the start",
        ),
    ] {
        assert_eq!(Licence::new(kind, start, end).unwrap_err().to_string(), text);
    }
    assert_eq!(Licence::new(LicenceKind::Perpetual, None, None), Ok(Licence::Perpetual));
    assert_eq!(Licence::Perpetual.kind().to_string(), "perpetual");
    assert_eq!(subscription("2021-01-01", "2022-01-01").kind().to_string(), "subscription");
}

#[test]
fn facts_that_can_not_all_be_true_are_refused() {
    for (licence, paid, text) in [
        (Licence::Perpetual, "-0.01", "the amount paid is `-0.01 USD`, expected zero or more"),
        (
            subscription("2020-03-15", "2021-03-15"),
            "1",
            "the term ends on `2021-03-15`, expected an end after the day of the purchase `2021-03-15T18:30:00Z`",
        ),
    ] {
        assert_eq!(buy(licence, paid), Err(text.to_owned()));
    }
    assert!(buy(Licence::Perpetual, "0").is_ok());
    assert!(buy(Licence::Perpetual, "-0.00").is_ok(), "minus nothing is nothing");
    assert!(buy(subscription("2020-03-15", "2021-03-16"), "1").is_ok(), "the last day");
}

#[test]
fn only_subscriptions_are_renewed_and_only_after_the_purchase() {
    let renewed = |licence, at| {
        buy(licence, "1").unwrap().with_renewal(instant(at)).map(|it| it.renewed_at()).map_err(|it| it.to_string())
    };
    let term = subscription("2021-03-15", "2022-03-15");
    let same = "2021-03-15T18:30:00Z";
    assert_eq!(renewed(term, same), Ok(Some(instant(same))));
    assert_eq!(
        renewed(term, "2021-03-15T18:29:59Z").unwrap_err(),
        "the renewal at `2021-03-15T18:29:59Z` is before the purchase at `2021-03-15T18:30:00Z`, expected it after"
    );
    assert_eq!(
        renewed(Licence::Perpetual, "2022-03-15T00:00:00Z").unwrap_err(),
        "the perpetual licence was renewed at `2022-03-15T00:00:00Z`, expected a renewal of subscriptions only"
    );
}

#[test]
fn ids_and_names_are_plain_texts() {
    assert_eq!("".parse::<OrderId>().unwrap_err().to_string(), "the order id is empty, expected 1 to 256 characters");
    assert_eq!(
        " \t".parse::<ProductName>().unwrap_err().to_string(),
        "the product name is empty, expected 1 to 256 characters"
    );
    for bad in [" a", "a ", "a\nb", "\u{7f}", &"é".repeat(257)] {
        let error = bad.parse::<CustomerName>().unwrap_err().to_string();
        assert!(error.contains("is not usable as the customer name, expected 1 to 256 printable"), "{error}");
        assert!(!error.contains('\n') && error.chars().count() < 160, "{error}");
    }
    for good in ["a", "Société Générale", "6a7c-2d54", &"é".repeat(256)] {
        assert_eq!(good.parse::<CustomerName>().unwrap().as_str(), good);
        assert_eq!(good.parse::<OrderId>().unwrap().to_string(), good);
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
fn tenant_ids_are_guids() {
    let guid = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    assert_eq!(guid.parse::<TenantId>().unwrap().as_str(), guid);
    assert_eq!(guid.to_uppercase().parse::<TenantId>().unwrap().as_str(), guid);
    for bad in [
        "",
        "72f988bf86f141af91ab2d7cd011db47",
        "72f988bf-86f1-41af-91ab-2d7cd011db4",
        "72f988bf-86f1-41af-91ab-2d7cd011db477",
        "72f988bg-86f1-41af-91ab-2d7cd011db47",
        "{72f988bf-86f1-41af-91ab-2d7cd011db47}",
        "72f988bf-86f1-41af-91ab-2d7cd011db47-",
        "72f988bf-86f1-41af-91ab",
        "contoso.com",
    ] {
        let error = bad.parse::<TenantId>().unwrap_err().to_string();
        assert!(error.contains("is not a tenant id, expected a GUID such as"), "{bad}: {error}");
    }
}

#[test]
fn domains_are_labels_with_dots_between() {
    for good in ["contoso.com", "a.b", "contoso.onmicrosoft.com", "xn--bcher-kva.example", "bücher.example"] {
        assert_eq!(good.parse::<CustomerDomain>().unwrap().as_str(), good);
    }
    assert_eq!("Contoso.COM".parse::<CustomerDomain>().unwrap().as_str(), "contoso.com");
    let longest = format!("{}{}", "a.".repeat(126), "a");
    assert_eq!((longest.len(), longest.parse::<CustomerDomain>().is_ok()), (253, true));
    assert!(format!("a{longest}").parse::<CustomerDomain>().is_err(), "254");
    let long = format!("{}.com", "a".repeat(64));
    let longer = format!("{}com", "aaaaaaa.".repeat(40));
    for bad in ["", "contoso", ".com", "contoso.", "a..b", "-a.com", "a-.com", "a b.com", "a_b.com", &long, &longer] {
        let error = bad.parse::<CustomerDomain>().unwrap_err().to_string();
        assert!(error.contains("is not a domain name, expected labels with dots between"), "{bad}: {error}");
    }
}

#[cfg(feature = "serde")]
mod json {
    use reservation_policy::software::cancellation::CancellationReason;
    use reservation_policy::software::credit::BillingDay;
    use reservation_policy::software::order::SoftwareOrder;
    use reservation_policy::software::reference::CustomerReference;

    use super::super::{policy, purchase, request};
    use super::*;

    const PERPETUAL: &str = "{\"order_id\":\"6a7c2d54\",\"product\":\"Windows Server 2019 Standard\",\
        \"licence\":\"perpetual\",\"family\":\"windows_server\",\"purchased_at\":\"2021-03-15T18:30:00Z\",\
        \"paid\":{\"amount\":\"1200.00\",\"currency\":\"USD\"},\"qualification\":\"qualifies\",\"state\":\"active\"}";

    const SUBSCRIPTION: &str = "{\"licence\":\"subscription\",\"family\":\"sql_server\",\
        \"purchased_at\":\"2021-03-15T18:30:00Z\",\"renewed_at\":\"2022-03-15T00:00:00Z\",\
        \"term_start\":\"2022-03-15\",\"term_end\":\"2023-03-15\",\
        \"paid\":{\"amount\":\"1200\",\"currency\":\"JPY\"},\"qualification\":\"more_information_needed\",\
        \"state\":\"cancelled\"}";

    #[test]
    fn purchases_round_trip() {
        for text in [PERPETUAL, SUBSCRIPTION] {
            let purchase: SoftwarePurchase = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&purchase).unwrap(), text);
        }
        let built = purchase(Licence::Perpetual, "2021-03-15T18:30:00Z", money("1200.00", "USD"));
        assert_eq!(serde_json::from_str::<SoftwarePurchase>(PERPETUAL).unwrap(), built);
    }

    #[test]
    fn purchases_are_checked_on_the_way_in() {
        for (from, to, part) in [
            ("\"perpetual\"", "\"subscription\"", "the subscription has no `start` of its term"),
            ("\"perpetual\"", "\"rented\"", "unknown variant `rented`"),
            ("1200.00", "-1", "expected zero or more"),
            ("1200.00", "1e3", "not a decimal amount"),
            ("\"USD\"", "\"QQQ\"", "ISO 4217"),
            ("\"6a7c2d54\"", "\"\"", "the order id is empty"),
            ("\"state\":\"active\"", "\"colour\":\"red\"", "unknown field `colour`"),
            ("\"state\":\"active\"", "\"term_end\":\"2023-01-01\"", "the perpetual licence has a term date"),
            ("\"state\":\"active\"", "\"renewed_at\":\"2023-01-01T00:00:00Z\"", "perpetual licence was renewed"),
        ] {
            let text = PERPETUAL.replace(from, to);
            let error = serde_json::from_str::<SoftwarePurchase>(&text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn orders_are_checked_on_the_way_in_and_round_trip() {
        let order =
            format!("{{\"id\":\"6A7C2D54\",\"lines\":[{{\"number\":0,\"quantity\":3,\"purchase\":{PERPETUAL}}}]}}");
        let read: SoftwareOrder = serde_json::from_str(&order).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), order);
        for (from, to, part) in [
            ("6A7C2D54", "other", "belongs to order"),
            ("\"quantity\":3", "\"quantity\":0", "quantity `0` is not possible"),
            ("\"number\":0", "\"number\":0,\"x\":1", "unknown field `x`"),
        ] {
            let error = serde_json::from_str::<SoftwareOrder>(&order.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn small_facts_are_read_and_written() {
        let domain: CustomerReference = serde_json::from_str("{\"domain\":\"contoso.com\"}").unwrap();
        assert_eq!(serde_json::to_string(&domain).unwrap(), "{\"domain\":\"contoso.com\"}");
        assert!(serde_json::from_str::<CustomerReference>("{\"tenant_id\":\"contoso.com\"}").is_err());
        assert_eq!(serde_json::to_string(&BillingDay::new(15).unwrap()).unwrap(), "15");
        assert!(serde_json::from_str::<BillingDay>("32").is_err());
    }

    #[test]
    fn outcomes_and_reasons_are_written() {
        let bought = purchase(Licence::Perpetual, "2021-03-15T18:30:00Z", money("1200.00", "USD"));
        let decision = policy("2018-08").decide_cancellation(&bought, &request("2021-05-15T00:00:00Z")).unwrap();
        assert_eq!(
            serde_json::to_string(decision.outcome()).unwrap(),
            "{\"window\":{\"days\":60,\"boundary\":\"inclusive\"},\
             \"window_start\":{\"purchase\":\"2021-03-15T18:30:00Z\"},\"days_remaining\":0,\
             \"last_moment\":\"2021-05-14T23:59:59Z\",\"credit\":{\"amount\":\"1200.00\",\"currency\":\"USD\"},\
             \"early_termination_fee\":{\"amount\":\"0.00\",\"currency\":\"USD\"},\"credit_invoice\":\"2021-06\",\
             \"visible_by\":\"2021-05-15T00:15:00Z\"}"
        );
        assert_eq!(
            serde_json::to_string(decision.reasons()).unwrap(),
            "[{\"window_passed\":{\"window\":{\"days\":60,\"boundary\":\"inclusive\"},\
             \"start\":{\"purchase\":\"2021-03-15T18:30:00Z\"},\"elapsed\":61,\
             \"last_moment\":\"2021-05-14T23:59:59Z\"}}]"
        );
        let plan = CancellationReason::PlanNotCancellable { family: SoftwareFamily::RedHat };
        assert_eq!(serde_json::to_string(&plan).unwrap(), "{\"plan_not_cancellable\":{\"family\":\"red_hat\"}}");
    }
}
