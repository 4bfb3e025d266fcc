//! Permission for customers to buy.

use crate::edition::{date, editions};

editions! {
    /// An edition of the customer permissions.
    PermissionEdition of "an edition of the customer permissions", "the customer permissions";
    /// Azure reservations.
    V2020_05 = "2020-05", date(2020, 5, 18), None;
}
