//! What follows from a cancellation.

use core::fmt;

use crate::rule::RuleId;

/// What follows from a cancellation, and what partner and customer must then do.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::cancellation::{BoundParty, Consequence};
///
/// let duties: Vec<Consequence> = Consequence::ALL.into_iter().filter(|it| it.is_obligation()).collect();
/// assert_eq!(duties.len(), 4);
/// assert_eq!(Consequence::Uninstall.bound_parties(), [BoundParty::Partner, BoundParty::Customer]);
/// ```
///
/// # Rules
///
/// `POST-01` to `POST-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Consequence {
    /// The keys stop working, for the partner and for the customer.
    KeysRevoked,
    /// The download links stop working, for the partner and for the customer.
    DownloadLinksRevoked,
    /// Both must stop using the software.
    DiscontinueUse,
    /// Both must uninstall it.
    Uninstall,
    /// Both must delete the files that they downloaded.
    RemoveDownloads,
    /// Both must delete the links that they kept.
    RemoveLinks,
    /// The item stays on the customer's list of software, without its key.
    StaysListedWithoutKey,
    /// The dashboard may show the cancellation up to 15 minutes late.
    ShownWithinFifteenMinutes,
    /// The credit is on the next monthly invoice.
    CreditOnNextInvoice,
}

/// Whom an obligation binds.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::cancellation::{BoundParty, Consequence};
/// assert_eq!(Consequence::DiscontinueUse.bound_parties(), [BoundParty::Partner, BoundParty::Customer]);
/// ```
///
/// # Rules
///
/// `POST-03`, `POST-04`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BoundParty {
    /// The partner who sold it.
    Partner,
    /// The customer who used it.
    Customer,
}

impl Consequence {
    /// Everything that follows: what happens to the keys, what must be done, what is seen afterwards.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::Consequence;
    /// for consequence in Consequence::ALL {
    ///     println!("{consequence} [{}]", consequence.rule());
    /// }
    /// assert_eq!(Consequence::ALL[0].to_string(), "the keys are revoked for partner and customer");
    /// ```
    pub const ALL: [Self; 9] = [
        Self::KeysRevoked,
        Self::DownloadLinksRevoked,
        Self::DiscontinueUse,
        Self::Uninstall,
        Self::RemoveDownloads,
        Self::RemoveLinks,
        Self::StaysListedWithoutKey,
        Self::ShownWithinFifteenMinutes,
        Self::CreditOnNextInvoice,
    ];

    /// The rule behind it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::Consequence;
    /// assert_eq!(Consequence::CreditOnNextInvoice.rule().as_str(), "POST-06");
    /// ```
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::KeysRevoked | Self::DownloadLinksRevoked => RuleId::Post02,
            Self::DiscontinueUse => RuleId::Post03,
            Self::Uninstall | Self::RemoveDownloads | Self::RemoveLinks => RuleId::Post04,
            Self::StaysListedWithoutKey => RuleId::Post05,
            Self::ShownWithinFifteenMinutes => RuleId::Post01,
            Self::CreditOnNextInvoice => RuleId::Post06,
        }
    }

    /// A stable name: `KeysRevoked`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::Consequence;
    /// assert_eq!(Consequence::KeysRevoked.code(), "KeysRevoked");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeysRevoked => "KeysRevoked",
            Self::DownloadLinksRevoked => "DownloadLinksRevoked",
            Self::DiscontinueUse => "DiscontinueUse",
            Self::Uninstall => "Uninstall",
            Self::RemoveDownloads => "RemoveDownloads",
            Self::RemoveLinks => "RemoveLinks",
            Self::StaysListedWithoutKey => "StaysListedWithoutKey",
            Self::ShownWithinFifteenMinutes => "ShownWithinFifteenMinutes",
            Self::CreditOnNextInvoice => "CreditOnNextInvoice",
        }
    }

    /// Whom it obliges to do something; empty where it happens by itself.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::Consequence;
    /// assert!(Consequence::KeysRevoked.bound_parties().is_empty(), "it happens by itself");
    /// assert_eq!(Consequence::RemoveDownloads.bound_parties().len(), 2);
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-03`, `POST-04`.
    #[must_use]
    pub const fn bound_parties(self) -> &'static [BoundParty] {
        match self {
            Self::DiscontinueUse | Self::Uninstall | Self::RemoveDownloads | Self::RemoveLinks => {
                &[BoundParty::Partner, BoundParty::Customer]
            }
            Self::KeysRevoked
            | Self::DownloadLinksRevoked
            | Self::StaysListedWithoutKey
            | Self::ShownWithinFifteenMinutes
            | Self::CreditOnNextInvoice => &[],
        }
    }

    /// Whether somebody must do something.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::Consequence;
    /// assert!(Consequence::Uninstall.is_obligation() && !Consequence::CreditOnNextInvoice.is_obligation());
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-03`, `POST-04`.
    #[must_use]
    pub const fn is_obligation(self) -> bool {
        !self.bound_parties().is_empty()
    }
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeysRevoked => "the keys are revoked for partner and customer",
            Self::DownloadLinksRevoked => "the download links are revoked for partner and customer",
            Self::DiscontinueUse => "partner and customer must stop using the software",
            Self::Uninstall => "partner and customer must uninstall the software",
            Self::RemoveDownloads => "partner and customer must delete what they downloaded",
            Self::RemoveLinks => "partner and customer must delete the download links",
            Self::StaysListedWithoutKey => "the item stays listed for the customer, without its key",
            Self::ShownWithinFifteenMinutes => "the dashboard shows the cancellation within 15 minutes",
            Self::CreditOnNextInvoice => "the credit is on the next monthly invoice",
        })
    }
}
