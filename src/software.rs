//! Software bought through CSP.

use crate::edition::{date, editions};

editions! {
    /// An edition of the software policy.
    SoftwareEdition of "an edition of the software policy", "the software policy";
    /// Sixty days.
    V2018_08 = "2018-08", date(2018, 8, 31), None;
}
