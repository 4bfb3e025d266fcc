//! Every reader of text: what it can't read is refused with a short message, never with a panic.

use core::fmt::Display;

use reservation_policy::Quantity;
use reservation_policy::calendar::Term;
use reservation_policy::market::{MarketCode, MarketList, MarketListEdition};
use reservation_policy::money::Currency;
use reservation_policy::permission::{CustomerId, PartnerId, PermissionKind, SubscriptionId};
use reservation_policy::policy::software::SoftwareEdition;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::region::Region;
use reservation_policy::reservation::cap::RefundId;
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::reservation::{BillingPlan, ReservationId, ReservationState};
use reservation_policy::resource::ResourceType;
use reservation_policy::role::{Role, UserId};
use reservation_policy::rule::RuleId;
use reservation_policy::software::reference::{CustomerDomain, CustomerName, OrderId, ProductName, TenantId};

use super::texts;

/// Whether it was read; if not, the message is one short line that shows little of a long text.
#[expect(clippy::needless_pass_by_value, reason = "so that calls stay short")]
fn read<T, E: Display>(result: Result<T, E>) -> bool {
    if let Err(error) = &result {
        let message = error.to_string();
        assert!(message.chars().count() < 400, "{} characters", message.chars().count());
        assert!(!message.is_empty());
    }
    result.is_ok()
}

#[test]
fn closed_vocabularies_know_none_of_the_odd_texts() {
    for text in texts() {
        let known = [
            read(Term::from_iso(&text)),
            read(BillingPlan::from_name(&text)),
            read(ReservationPolicy::from_name(&text)),
            read(text.parse::<ReservationEdition>()),
            read(text.parse::<SoftwareEdition>()),
            read(text.parse::<MarketListEdition>()),
            read(text.parse::<MarketList>()),
            read(text.parse::<RuleId>()),
            read(text.parse::<Role>()),
            read(Role::from_name(&text)),
            read(Role::from_camel_name(&text)),
            read(PermissionKind::from_resource(&text)),
            read(MarketCode::parse(&text)),
            read(Currency::from_code(&text)),
        ];
        assert_eq!(known, [false; 14], "{}", text.chars().take(20).collect::<String>());
    }
}

#[test]
fn open_vocabularies_read_any_text_and_most_ids_are_bounded() {
    for text in texts() {
        let bytes = text.len();
        for edition in MarketListEdition::ALL {
            assert!(!read(MarketList::edition(*edition).look_up(&text)) || bytes < 20, "{bytes} bytes");
        }
        let state = ReservationState::from_name(&text);
        assert!(state.name().chars().count() <= 64, "{bytes} bytes");
        assert!(ResourceType::from_name(&text).name() == text, "{bytes} bytes: an unknown type keeps its name");
        // These four say what they can't hold, and have no longest text.
        let plain = text.trim() == text && !text.is_empty() && !text.chars().any(char::is_control);
        let unbounded = [
            read(UserId::new(&text)),
            read(SubscriptionId::new(&text)),
            read(PartnerId::new(&text)),
            read(CustomerId::new(&text)),
        ];
        assert_eq!(unbounded, [plain; 4], "{bytes} bytes");
        let ids = [
            read(ReservationId::new(&text)),
            read(text.parse::<OrderId>()),
            read(text.parse::<ProductName>()),
            read(text.parse::<CustomerName>()),
            read(text.parse::<CustomerDomain>()),
            read(text.parse::<TenantId>()),
            read(Region::parse(&text)),
            read(VmSize::parse(&text)),
        ];
        assert!(ids == [false; 8] || (bytes <= 2048 && !text.trim().is_empty()), "{bytes} bytes: {ids:?}");
    }
}

#[test]
fn what_was_read_is_written_as_it_can_be_read_again() {
    for text in texts().into_iter().filter(|text| text.len() <= 2048) {
        if let Ok(id) = ReservationId::new(&text) {
            assert_eq!(ReservationId::new(&id.to_string()), Ok(id), "{text}");
        }
        if let Ok(size) = VmSize::parse(&text) {
            assert_eq!(VmSize::parse(&size.to_string()), Ok(size), "{text}");
        }
        if let Ok(region) = Region::parse(&text) {
            assert_eq!(Region::parse(&region.to_string()), Ok(region), "{text}");
        }
        let state = ReservationState::from_name(&text);
        assert_eq!(ReservationState::from_name(state.name()), state, "{text}");
    }
}

/// Whether a text is read the same by `parse` as by the constructor of its own.
fn reads_alike<T, E: Display>(text: &str, own: Result<T, E>)
where
    T: core::str::FromStr<Err: Display> + PartialEq + core::fmt::Debug,
{
    let parsed = text.parse::<T>().map_err(|error| error.to_string());
    assert_eq!(parsed, own.map_err(|error| error.to_string()), "{text:.20}");
}

#[test]
fn parse_reads_what_the_constructor_of_a_type_reads() {
    let good = ["3", "4294967295", "USD", "BR", "2020-07+observed", "Upfront", "westeurope", "Standard_F1s", "o/r"];
    for text in texts().into_iter().chain(good.map(str::to_owned)) {
        reads_alike(&text, MarketCode::parse(&text));
        reads_alike(&text, Currency::from_code(&text));
        reads_alike(&text, ReservationPolicy::from_name(&text));
        reads_alike(&text, Quantity::parse(&text));
        reads_alike(&text, Region::parse(&text));
        reads_alike(&text, ReservationId::new(&text));
        reads_alike(&text, RefundId::new(&text));
        reads_alike(&text, BillingPlan::from_name(&text));
        reads_alike(&text, VmSize::parse(&text));
        reads_alike(&text, Ok::<_, core::convert::Infallible>(ReservationState::from_name(&text)));
        reads_alike(&text, Ok::<_, core::convert::Infallible>(ResourceType::from_name(&text)));
        let edition = ReservationEdition::from_name(&text);
        assert_eq!(
            edition.map(ReservationPolicy::edition).is_ok(),
            ReservationPolicy::from_name(&text).is_ok_and(|it| !it.name().is_observed())
        );
    }
}

#[cfg(feature = "azure")]
#[test]
fn exact_numbers_are_read_from_any_text_or_refused() {
    use reservation_policy::azure::ExactNumber;
    for text in texts() {
        let long: String = text.chars().take(20).collect();
        assert!(!read(ExactNumber::parse(&text)) || text.chars().all(|it| it.is_ascii_digit()), "{long}");
    }
    for (text, value) in [("-0", "0"), ("-0e9", "0"), ("1e28", "10000000000000000000000000000"), ("1.5e-2", "0.015")] {
        assert_eq!(ExactNumber::parse(text).map(|it| it.value().to_string()), Ok(value.to_owned()), "{text}");
    }
    for text in ["1e29", "1e-29", "1e2147483648", "1e-9223372036854775809", "79228162514264337593543950336"] {
        assert!(!read(ExactNumber::parse(text)), "{text}");
    }
}
