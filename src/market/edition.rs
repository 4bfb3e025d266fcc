//! The lists of markets without reservations, by the date of their publication.

use crate::edition::{date, editions};

editions! {
    /// A published list of the markets in which reservations are not sold: `MKT-01`, `L-19`.
    ///
    /// The last five follow one another: the overview page, the buying page with the full list, and since December 2019
    /// the CSP software page, which says the same as the buying page. [`in_force_on`](Self::in_force_on) returns one of
    /// these. The first five stood on other pages at the same time and differ from them (`CON-16`): they are never in
    /// force, and only chosen by name.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let list = MarketList::in_force_on("2021-03-08".parse()?)?;
    /// assert_eq!(list, MarketList::V2019_12);
    /// assert!(list.find("Saba")?.is_unavailable());
    /// assert!(!list.find("Brazil")?.is_unavailable());
    /// assert!(MarketList::Developer2019_03.find("Brazil")?.is_unavailable());
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    MarketList of "a list of unavailable markets", "the list of unavailable markets";
    /// The developer page of July 2018: 19 names, those of [`V2018_09`](Self::V2018_09) and Hong Kong.
    Developer2018_07 = "developer-2018-07", date(2018, 7, 27), None;
    /// The developer page of October 2018: 117 names, those of [`V2018_11`](Self::V2018_11).
    Developer2018_10 = "developer-2018-10", date(2018, 10, 8), None;
    /// The developer page since March 2019: 110 names, without Azerbaijan, with Brazil and Russia.
    Developer2019_03 = "developer-2019-03", date(2019, 3, 20), None;
    /// The CSP software page of April 2019: 11 names.
    CspSoftware2019_04 = "csp-software-2019-04", date(2019, 4, 3), None;
    /// The CSP software page of July 2019: 12 names, with Jersey.
    CspSoftware2019_07 = "csp-software-2019-07", date(2019, 7, 25), None;
    /// The overview page of June 2018: 6 names.
    V2018_06 = "2018-06", date(2018, 6, 28), None;
    /// The overview page and the CSP software page of September 2018: 18 names. Its day in September is not known.
    V2018_09 = "2018-09", date(2018, 9, 1), None;
    /// The buying page of November 2018: 117 names.
    V2018_11 = "2018-11", date(2018, 11, 6), None;
    /// The buying page of October 2019, seen until August 2023: 109 names, with Azerbaijan, without Brazil and Russia.
    V2019_10 = "2019-10", date(2019, 10, 18), None;
    /// The CSP software page since December 2019, seen until June 2023: the same 109 names, also in Japanese.
    V2019_12 = "2019-12", date(2019, 12, 18), None;
}
