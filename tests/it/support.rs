//! Support requests: the fields of the forms, and what is missing.

use reservation_policy::support::{Field, Need, RequestKind};

fn lines(kind: RequestKind) -> Vec<String> {
    let need = |need: Need| match need {
        Need::Optional => "optional".to_owned(),
        Need::Recommended => "recommended".to_owned(),
        Need::Required => "required".to_owned(),
        Need::Fixed { english, japanese } => format!("{english} / {japanese}"),
    };
    kind.fields().iter().map(|(field, needed, rule)| format!("{rule} {field}: {}", need(*needed))).collect()
}

#[test]
fn sup_02_and_sup_08_to_sup_10_the_form_of_a_reservation() {
    for kind in [RequestKind::ReservationExchange, RequestKind::ReservationRefund] {
        assert_eq!(
            lines(kind),
            [
                "SUP-08 issue type: Billing / 請求",
                "SUP-09 problem type: Reservation management / 予約管理",
                "SUP-09 category: Exchanges and refunds / 交換と払い戻し",
                "SUP-02 reservation id: recommended",
                "SUP-02 reservation order id: recommended",
                "SUP-10 contact: required",
            ]
        );
    }
}

#[test]
fn sup_21_to_sup_25_and_con_15_the_form_of_software() {
    assert_eq!(
        lines(RequestKind::SoftwareRefund),
        [
            "SUP-21 problem type: CSP Purchase/Refund on behalf of customers / お客様に代わって CSP を購入/払い戻し",
            "SUP-22 impact: required",
            "SUP-22 title: required",
            "SUP-23 customer: required",
            "SUP-23 order or subscription: required",
            "SUP-23 refund reason: required",
            "CON-15 amount requested: required",
            "CON-15 quantity: optional",
            "SUP-24 contact name: required",
            "SUP-24 contact e-mail: required",
            "SUP-24 contact phone: required",
            "SUP-25 attachments: optional",
        ]
    );
}

#[test]
fn what_is_missing_is_named_at_once_in_the_order_of_the_form() {
    for kind in RequestKind::ALL.iter().copied() {
        let needed = |wanted: Need| -> Vec<Field> {
            kind.fields().iter().filter(|(_, need, _)| *need == wanted).map(|(field, ..)| *field).collect()
        };
        assert_eq!(kind.missing(|_| false), needed(Need::Required), "{kind}");
        assert_eq!(kind.recommended(|_| false), needed(Need::Recommended), "{kind}");
        assert_eq!((kind.missing(|_| true), kind.recommended(|_| true)), (vec![], vec![]), "{kind}");
        for field in needed(Need::Required) {
            assert_eq!(kind.missing(|filled| filled != field), [field], "{kind}");
        }
        assert!(kind.fields().is_sorted_by_key(|(field, ..)| *field), "{kind}");
    }
}

#[test]
fn every_field_says_what_to_write() {
    assert!(Field::ALL.is_sorted());
    for field in Field::ALL {
        assert!(!field.what_to_write().is_empty() && !field.to_string().is_empty());
    }
}

#[test]
fn nav_06_nav_07_and_sup_20_each_kind_of_request_has_its_rule() {
    let named: Vec<String> = RequestKind::ALL.iter().map(|kind| format!("{} {kind}", kind.rule())).collect();
    assert_eq!(
        named,
        [
            "NAV-07 exchange of the unused part of a reservation",
            "NAV-06 prorated refund of a reservation",
            "SUP-20 refund of software",
        ]
    );
}
