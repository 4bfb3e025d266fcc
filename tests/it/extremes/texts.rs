//! Every reader of text: what it can't read is refused with a short message, never with a panic.

use core::fmt::Display;

use reservation_policy::calendar::Term;
use reservation_policy::market::{MarketCode, MarketList, MarketListEdition};
use reservation_policy::money::Currency;
use reservation_policy::permission::{CustomerId, PartnerId, PermissionKind, SubscriptionId};
use reservation_policy::policy::software::SoftwareEdition;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::region::Region;
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
