//! The rules as a table: id, sources, meaning in one line.

use super::Source;

macro_rules! rules {
    ($($variant:ident $id:literal [$($source:ident)+] $meaning:literal;)+) => {
        /// The id of a rule: `CAP-03`.
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::rule::RuleId;
        ///
        /// let rule: RuleId = "CAP-03".parse()?;
        /// assert_eq!(rule, RuleId::Cap03);
        /// assert_eq!(rule.sources()[0].date(), "2019-04-05");
        /// # Ok::<(), reservation_policy::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum RuleId {
            $(#[doc = concat!("`", $id, "`: ", $meaning)] $variant,)+
        }

        impl RuleId {
            /// Every rule, in the order of the sources.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The id as it is written in the documentation: `CAP-03`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// What the rule says, in one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }

            /// Where it is written; never empty.
            #[must_use]
            pub const fn sources(self) -> &'static [Source] {
                match self { $(Self::$variant => &[$(Source::$source,)+],)+ }
            }
        }
    };
}

rules! {
    Appl01 "APPL-01" [S0 S1]
        "MEANING";
    Appl02 "APPL-02" [S3]
        "MEANING";
    Elig01 "ELIG-01" [S3]
        "MEANING";
    Elig02 "ELIG-02" [S3]
        "MEANING";
    Elig03 "ELIG-03" [S3]
        "MEANING";
    Nav01 "NAV-01" [S0 S1]
        "MEANING";
    Nav02 "NAV-02" [S0 S1]
        "MEANING";
    Nav03 "NAV-03" [S0 S1]
        "MEANING";
    Nav04 "NAV-04" [S0 S1]
        "MEANING";
    Nav05 "NAV-05" [S0 S1]
        "MEANING";
    Nav06 "NAV-06" [S0 S1]
        "MEANING";
    Nav07 "NAV-07" [S0 S1]
        "MEANING";
    Nav08 "NAV-08" [S0 S1]
        "MEANING";
    Nav09 "NAV-09" [S0 S1]
        "MEANING";
    Nav10 "NAV-10" [S0 S1]
        "MEANING";
    Nav11 "NAV-11" [S0 S1]
        "MEANING";
    Ref01 "REF-01" [S0 S1]
        "MEANING";
    Ref02 "REF-02" [S0 S1]
        "MEANING";
    Cap01 "CAP-01" [S0 S1]
        "MEANING";
    Ref03 "REF-03" [S0 S1]
        "MEANING";
    Fee01 "FEE-01" [S0 S1]
        "MEANING";
    Ref04 "REF-04" [S0 S1]
        "MEANING";
    Refp01 "REFP-01" [S3]
        "MEANING";
    Refp02 "REFP-02" [S3]
        "MEANING";
    Cap02 "CAP-02" [S3]
        "MEANING";
    Cap03 "CAP-03" [S3]
        "MEANING";
    Fee02 "FEE-02" [S3]
        "MEANING";
    Cap04 "CAP-04" [S3]
        "MEANING";
    Fee03 "FEE-03" [S3]
        "MEANING";
    Own01 "OWN-01" [S3]
        "MEANING";
    Own02 "OWN-02" [S3]
        "MEANING";
    Own03 "OWN-03" [S3]
        "MEANING";
    Exc01 "EXC-01" [S0 S1]
        "MEANING";
    Exc02 "EXC-02" [S3]
        "MEANING";
    Exc03 "EXC-03" [S3]
        "MEANING";
    Exc04 "EXC-04" [S3]
        "MEANING";
    Exc05 "EXC-05" [S3]
        "MEANING";
    Exc06 "EXC-06" [S3]
        "MEANING";
    Exc07 "EXC-07" [S3]
        "MEANING";
    Exc08 "EXC-08" [S3]
        "MEANING";
    Exc09 "EXC-09" [S3]
        "MEANING";
    Exc10 "EXC-10" [S3]
        "MEANING";
    Exc11 "EXC-11" [S3]
        "MEANING";
    Exc12 "EXC-12" [S3]
        "MEANING";
    Exc13 "EXC-13" [S3]
        "MEANING";
    Exc14 "EXC-14" [S3]
        "MEANING";
    Exc15 "EXC-15" [S3]
        "MEANING";
    Settle01 "SETTLE-01" [S3]
        "MEANING";
    Settle02 "SETTLE-02" [S3]
        "MEANING";
    Settle03 "SETTLE-03" [S3]
        "MEANING";
    Settle04 "SETTLE-04" [S3]
        "MEANING";
    Settle05 "SETTLE-05" [S3]
        "MEANING";
    Settle06 "SETTLE-06" [S3]
        "MEANING";
    Settle07 "SETTLE-07" [S3]
        "MEANING";
    Settle08 "SETTLE-08" [S3]
        "MEANING";
    Settle09 "SETTLE-09" [S3]
        "MEANING";
    Settle10 "SETTLE-10" [S3]
        "MEANING";
    Sup01 "SUP-01" [S0 S1]
        "MEANING";
    Sup02 "SUP-02" [S0 S1]
        "MEANING";
    Sup03 "SUP-03" [S0 S1]
        "MEANING";
    Sup04 "SUP-04" [S0 S1]
        "MEANING";
    Sup05 "SUP-05" [S0 S1]
        "MEANING";
    Sup06 "SUP-06" [S0 S1]
        "MEANING";
    Sup07 "SUP-07" [S0 S1]
        "MEANING";
    Sup08 "SUP-08" [S0 S1]
        "MEANING";
    Sup09 "SUP-09" [S0 S1]
        "MEANING";
    Sup10 "SUP-10" [S0 S1]
        "MEANING";
    Sup11 "SUP-11" [S3]
        "MEANING";
    Sup20 "SUP-20" [S4]
        "MEANING";
    Sup21 "SUP-21" [S4]
        "MEANING";
    Sup22 "SUP-22" [S4]
        "MEANING";
    Sup23 "SUP-23" [S4]
        "MEANING";
    Sup24 "SUP-24" [S4]
        "MEANING";
    Sup25 "SUP-25" [S4]
        "MEANING";
    Mkt01 "MKT-01" [S4]
        "MEANING";
    Mkt02 "MKT-02" [S4]
        "MEANING";
    Swb01 "SWB-01" [S4]
        "MEANING";
    Ahb01 "AHB-01" [S4]
        "MEANING";
    Ahb02 "AHB-02" [S4]
        "MEANING";
    Ahb03 "AHB-03" [S4]
        "MEANING";
    Swb02 "SWB-02" [S4]
        "MEANING";
    Tax01 "TAX-01" [S4]
        "MEANING";
    Tax02 "TAX-02" [S4]
        "MEANING";
    Key01 "KEY-01" [S4]
        "MEANING";
    Key02 "KEY-02" [S4]
        "MEANING";
    Key03 "KEY-03" [S4]
        "MEANING";
    Key04 "KEY-04" [S4]
        "MEANING";
    Key05 "KEY-05" [S4]
        "MEANING";
    Key06 "KEY-06" [S4]
        "MEANING";
    Key07 "KEY-07" [S4]
        "MEANING";
    Act01 "ACT-01" [S4]
        "MEANING";
    Act02 "ACT-02" [S4]
        "MEANING";
    Act03 "ACT-03" [S4]
        "MEANING";
    Sw01 "SW-01" [S4]
        "MEANING";
    Sw02 "SW-02" [S4]
        "MEANING";
    Sw03 "SW-03" [S4]
        "MEANING";
    Sw04 "SW-04" [S4]
        "MEANING";
    Sw05 "SW-05" [S4]
        "MEANING";
    Sw06 "SW-06" [S4]
        "MEANING";
    Sw07 "SW-07" [S4]
        "MEANING";
    Sw08 "SW-08" [S4]
        "MEANING";
    Sw09 "SW-09" [S4]
        "MEANING";
    Sw10 "SW-10" [S4]
        "MEANING";
    Sw11 "SW-11" [S4]
        "MEANING";
    Sw12 "SW-12" [S4]
        "MEANING";
    Sw13 "SW-13" [S4]
        "MEANING";
    Sw14 "SW-14" [S4]
        "MEANING";
    Post01 "POST-01" [S4]
        "MEANING";
    Post02 "POST-02" [S4]
        "MEANING";
    Post03 "POST-03" [S4]
        "MEANING";
    Post04 "POST-04" [S4]
        "MEANING";
    Post05 "POST-05" [S4]
        "MEANING";
    Post06 "POST-06" [S4]
        "MEANING";
    Csp01 "CSP-01" [S2]
        "MEANING";
    Csp02 "CSP-02" [S2]
        "MEANING";
    Csp03 "CSP-03" [S2]
        "MEANING";
    Csp04 "CSP-04" [S2]
        "MEANING";
    Csp05 "CSP-05" [S2]
        "MEANING";
    Csp06 "CSP-06" [S2]
        "MEANING";
    Csp07 "CSP-07" [S2]
        "MEANING";
    Csp08 "CSP-08" [S2]
        "MEANING";
    Csp09 "CSP-09" [S2]
        "MEANING";
    Csp10 "CSP-10" [S2]
        "MEANING";
    Csp11 "CSP-11" [S2]
        "MEANING";
    Csp12 "CSP-12" [S2]
        "MEANING";
    Csp13 "CSP-13" [S2]
        "MEANING";
    Csp14 "CSP-14" [S2]
        "MEANING";
    Csp15 "CSP-15" [S2]
        "MEANING";
    Csp16 "CSP-16" [S2]
        "MEANING";
    Csp17 "CSP-17" [S2]
        "MEANING";
    Csp18 "CSP-18" [S2]
        "MEANING";
    Csp19 "CSP-19" [S2]
        "MEANING";
    Csp20 "CSP-20" [S2]
        "MEANING";
    Csp21 "CSP-21" [S2]
        "MEANING";
    Csp22 "CSP-22" [S2]
        "MEANING";
    Csp23 "CSP-23" [S2]
        "MEANING";
    Csp24 "CSP-24" [S2]
        "MEANING";
    Csp25 "CSP-25" [S2]
        "MEANING";
    Csp26 "CSP-26" [S2]
        "MEANING";
    Role01 "ROLE-01" [S4]
        "MEANING";
    Role02 "ROLE-02" [S2]
        "MEANING";
    Role03 "ROLE-03" [S2]
        "MEANING";
    Role04 "ROLE-04" [S3]
        "MEANING";
    Role05 "ROLE-05" [S4]
        "MEANING";
    Role06 "ROLE-06" [S4]
        "MEANING";
    Refdoc01 "REFDOC-01" [S0 S1 S2 S3 S4]
        "MEANING";
    L01 "L-01" [Later]
        "Days are whole UTC calendar days; the day of the return is not charged.";
    L02 "L-02" [Recorded]
        "A reservation returned within five days of its start is refunded in full.";
    L03 "L-03" [Later]
        "The refund is worked out on the lower of the price paid and the current price.";
    L04 "L-04" [Later]
        "The cap counts the cancelled commitment: the refund and the future payments that end with it.";
    L05 "L-05" [Later]
        "The cap is shared by one enrollment, one billing profile, or one CSP customer.";
    L06 "L-06" [Later]
        "A refund above what is left of the cap is refused whole, never clipped or split.";
    L07 "L-07" [Later]
        "In an exchange the new lifetime commitment is at least the remaining commitment of what is returned.";
    L08 "L-08" [Later]
        "In an exchange compute types count as one family and SQL types as another.";
    L09 "L-09" [Later]
        "From 2027-02-01 services that savings plans cover are no longer exchangeable; what was bought before has one final exchange for each unit.";
    L10 "L-10" [Later]
        "Some resource types are never refunded; the list has its own dates.";
    L11 "L-11" [Later]
        "Some resource types are never exchanged.";
    L12 "L-12" [Later]
        "Compute reservations may be traded in for a savings plan of at least the same commitment, at most 100 at once.";
    L13 "L-13" [Later]
        "A virtual machine size may be swapped for its premium-storage counterpart and back, in the same region.";
    L14 "L-14" [Later]
        "The owner or the reservation administrator of the order returns it; in CSP the partner alone.";
    L15 "L-15" [Later]
        "Returns and exchanges are self-service.";
    L16 "L-16" [Recorded]
        "A reservation can be returned only when its provisioning state is `Succeeded`.";
    L17 "L-17" [LaterSoftware]
        "Perpetual software can be cancelled for 30 days, and subscriptions for 168 hours after purchase or renewal.";
    L18 "L-18" [LaterSoftware]
        "A software subscription cancelled within 24 hours is credited in full.";
    L19 "L-19" [S4]
        "Each list of unavailable markets stands for the dates at which it was published.";
    L20 "L-20" [Later]
        "Since 2022-10 customers can also be allowed to buy savings plans.";
    L21 "L-21" [Recorded]
        "The refund is the unit payment times the days left over the days of the period, rounded once, half to even.";
    L22 "L-22" [Recorded]
        "The cap counts the refunded amount in US dollars, not the cancelled commitment.";
    Con01 "CON-01" [Reading]
        "MEANING";
    Con02 "CON-02" [Reading]
        "MEANING";
    Con03 "CON-03" [Reading]
        "MEANING";
    Con04 "CON-04" [Reading]
        "MEANING";
    Con05 "CON-05" [Reading]
        "MEANING";
    Con06 "CON-06" [Reading]
        "MEANING";
    Con07 "CON-07" [Reading]
        "MEANING";
    Con08 "CON-08" [Reading]
        "MEANING";
    Con10 "CON-10" [Reading]
        "MEANING";
    Con11 "CON-11" [Reading]
        "MEANING";
    Con12 "CON-12" [Reading]
        "MEANING";
    Con13 "CON-13" [Reading]
        "MEANING";
    Con15 "CON-15" [Reading]
        "MEANING";
    Con16 "CON-16" [Reading]
        "MEANING";
    Con19 "CON-19" [Reading]
        "MEANING";
    Amb01 "AMB-01" [Reading]
        "MEANING";
    Amb02 "AMB-02" [Reading]
        "MEANING";
    Amb03 "AMB-03" [Reading]
        "MEANING";
    Amb04 "AMB-04" [Reading]
        "MEANING";
    Amb05 "AMB-05" [Reading]
        "MEANING";
    Amb06 "AMB-06" [Reading]
        "MEANING";
    Amb07 "AMB-07" [Reading]
        "MEANING";
    Amb09 "AMB-09" [Reading]
        "MEANING";
    Amb08 "AMB-08" [Reading]
        "MEANING";
    Amb11 "AMB-11" [Reading]
        "MEANING";
    Amb12 "AMB-12" [Reading]
        "MEANING";
    Amb13 "AMB-13" [Reading]
        "MEANING";
    Amb14 "AMB-14" [Reading]
        "MEANING";
    Amb16 "AMB-16" [Reading]
        "MEANING";
    Amb18 "AMB-18" [Reading]
        "MEANING";
    Amb19 "AMB-19" [Reading]
        "MEANING";
    Amb20 "AMB-20" [Reading]
        "MEANING";
    Amb21 "AMB-21" [Reading]
        "MEANING";
    Amb23 "AMB-23" [Reading]
        "MEANING";
    Amb24 "AMB-24" [Reading]
        "MEANING";
    Amb25 "AMB-25" [Reading]
        "MEANING";
}
