//! The rules as a table: id, kind, sources, meaning in one line.

use super::{RuleKind, Source};

macro_rules! rules {
    ($($variant:ident $id:literal $kind:ident [$($source:ident)+] $meaning:literal;)+) => {
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
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::rule::RuleId;
            ///
            /// assert_eq!(RuleId::Cap03.as_str(), "CAP-03");
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// What the rule says, in one line and in this crate's own words.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::rule::RuleId;
            ///
            /// assert_eq!(RuleId::Fee02.meaning(), "An exchange costs no penalty.");
            /// ```
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }

            /// What kind of sentence it is.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::rule::{RuleId, RuleKind};
            ///
            /// assert_eq!(RuleId::Cap03.kind(), RuleKind::Rule);
            /// assert_eq!(RuleId::Con02.kind(), RuleKind::Choice);
            /// ```
            #[must_use]
            pub const fn kind(self) -> RuleKind {
                match self { $(Self::$variant => RuleKind::$kind,)+ }
            }

            /// Where it is written; never empty.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::rule::{RuleId, Source};
            ///
            /// assert_eq!(RuleId::Cap01.sources(), [Source::S0, Source::S1]);
            /// ```
            #[must_use]
            pub const fn sources(self) -> &'static [Source] {
                match self { $(Self::$variant => &[$(Source::$source,)+],)+ }
            }
        }
    };
}

rules! {
    Appl01 "APPL-01" Rule [S0 S1]
        "The 2018 rules on managing reservations hold in the Partner Dashboard, in the Azure portal and for CSP partners.";
    Appl02 "APPL-02" Steps [S3]
        "An exchange lets a reservation follow changed needs, within its own type.";
    Elig01 "ELIG-01" Rule [S3]
        "US Government customers on an Enterprise Agreement have no self-service exchange or cancellation.";
    Elig02 "ELIG-02" Rule [S3]
        "US Government subscriptions of any other kind, such as pay-as-you-go or CSP, do have self-service.";
    Elig03 "ELIG-03" Rule [S3]
        "An expired Enterprise Agreement is no obstacle when it was renewed as a new agreement.";
    Nav01 "NAV-01" Steps [S0 S1]
        "A customer's reservation is picked in the Partner Dashboard and then changed in the Azure portal.";
    Nav02 "NAV-02" Steps [S0 S1]
        "First step to a reservation: open Customers and pick the customer.";
    Nav03 "NAV-03" Steps [S0 S1]
        "Second step to a reservation: on the customer's page open Azure reservations and pick the reservation.";
    Nav04 "NAV-04" Steps [S0 S1]
        "Third step to a reservation: Manage, under Actions, leads to its record in the Azure portal.";
    Nav05 "NAV-05" Steps [S0 S1]
        "The Overview page shows when the reservation ends, its scope and how much of it is used.";
    Nav06 "NAV-06" Rule [S0 S1]
        "Refund on the Overview page opens a support request for the prorated refund.";
    Nav07 "NAV-07" Rule [S0 S1]
        "Exchange on the Overview page opens a support request to exchange the part of the term not used yet.";
    Nav08 "NAV-08" Steps [S0 S1]
        "Who has access to a reservation's information is managed on the Access Control page.";
    Nav09 "NAV-09" Rule [S0 S1]
        "The Configuration page changes a reservation's scope and the subscription that goes with it.";
    Nav10 "NAV-10" Steps [S0 S1]
        "The Properties page lists a reservation's properties and copies its id and its order's id.";
    Nav11 "NAV-11" Steps [S0 S1]
        "The New support request page asks Microsoft Support for help.";
    Ref01 "REF-01" Rule [S0 S1]
        "When needs change, a reservation can be cancelled, or its prorated refund put toward a new one.";
    Ref02 "REF-02" Rule [S0 S1]
        "A reservation can be cancelled at any moment; there is no cancellation window.";
    Cap01 "CAP-01" Rule [S0 S1]
        "In the 2018 rules cancellations stop at 50,000 US dollars a year.";
    Ref03 "REF-03" Rule [S0 S1]
        "Cancelling hands the months that are left of the reservation back to Microsoft.";
    Fee01 "FEE-01" Rule [S0 S1]
        "In the 2018 rules cancelling costs an early termination fee, whose rate is not stated.";
    Ref04 "REF-04" Rule [S0 S1]
        "In the 2018 rules the refund is the prorated balance less the fee, paid back to the original purchase.";
    Refp01 "REFP-01" Rule [S3]
        "A refund begins with cancelling the reservation; the prorated amount is refunded next.";
    Refp02 "REFP-02" Steps [S3]
        "A refund is started with Refund on the reservation's details page.";
    Cap02 "CAP-02" Rule [S3]
        "Reservations no longer needed can be refunded, up to 50,000 US dollars a year.";
    Cap03 "CAP-03" Rule [S3]
        "All refunds within any rolling 12 months add up to at most 50,000 US dollars.";
    Fee02 "FEE-02" Rule [S3]
        "An exchange costs no penalty.";
    Cap04 "CAP-04" Rule [S3]
        "Exchanges have no yearly limit and use up nothing of the refund cap.";
    Fee03 "FEE-03" Rule [S3]
        "A penalty of 12 percent on returns is reserved but not charged at present.";
    Own01 "OWN-01" Rule [S3]
        "Only the reservation's owner can make an exchange.";
    Own02 "OWN-02" Rule [S3]
        "Only the reservation's owner can make a refund.";
    Own03 "OWN-03" Rule [S3]
        "The circle of those who may manage a reservation can be extended and changed.";
    Exc01 "EXC-01" Rule [S0 S1]
        "In the 2018 rules an exchange credits what the remaining time is worth toward a new reservation.";
    Exc02 "EXC-02" Steps [S3]
        "A self-service exchange is three steps in the Azure portal.";
    Exc03 "EXC-03" Steps [S3]
        "First step of an exchange: select what to return and choose Exchange.";
    Exc04 "EXC-04" Rule [S3]
        "Second step of an exchange: choose what to buy and how many; the new total is more than the returned one.";
    Exc05 "EXC-05" Steps [S3]
        "Third step of an exchange: look it over and finish.";
    Exc06 "EXC-06" Rule [S3]
        "In an exchange the cancellation and the refund come before the new purchase.";
    Exc07 "EXC-07" Rule [S3]
        "Several reservations can be returned for a new one of the same type.";
    Exc08 "EXC-08" Rule [S3]
        "An exchange never crosses types: a virtual machine reservation cannot become a SQL one.";
    Exc09 "EXC-09" Rule [S3]
        "An exchange is a refund and a new purchase, each with its own transaction.";
    Exc10 "EXC-10" Rule [S3]
        "What is returned in an exchange is worth its price prorated by the days that are left.";
    Exc11 "EXC-11" Rule [S3]
        "What is bought in an exchange is charged in full.";
    Exc12 "EXC-12" Rule [S3]
        "What is bought in an exchange totals at least as much as what is returned.";
    Exc13 "EXC-13" Rule [S3]
        "An exchange may change size, region, quantity, term or any other property but the type.";
    Exc14 "EXC-14" Rule [S3]
        "What is bought in an exchange starts a new term at the moment of the exchange.";
    Exc15 "EXC-15" Rule [S3]
        "A size without premium storage may be swapped for its counterpart with it: same term, no transaction.";
    Settle01 "SETTLE-01" Rule [S3]
        "How money is settled depends on the kind of account and on how the reservation was paid.";
    Settle02 "SETTLE-02" Rule [S3]
        "Under an Enterprise Agreement, what was paid from the monetary commitment returns to it.";
    Settle03 "SETTLE-03" Rule [S3]
        "Under an Enterprise Agreement, overage invoices since the purchase are rated again against the commitment.";
    Settle04 "SETTLE-04" Rule [S3]
        "When the commitment term of the purchase is over, the credit goes to the current one.";
    Settle05 "SETTLE-05" Rule [S3]
        "Under an Enterprise Agreement, what was paid as an overage is returned by credit memo.";
    Settle06 "SETTLE-06" Rule [S3]
        "For CSP and pay-as-you-go by invoice, the purchase invoice is cancelled and a new one made for the refund.";
    Settle07 "SETTLE-07" Rule [S3]
        "For CSP and pay-as-you-go by invoice, the new invoice of an exchange sets the refund against the purchase.";
    Settle08 "SETTLE-08" Rule [S3]
        "For CSP and pay-as-you-go by invoice, a refund alone is held for a future reservation purchase.";
    Settle09 "SETTLE-09" Rule [S3]
        "For pay-as-you-go by card, the invoice is replaced by a new one and the money returns to the card that paid.";
    Settle10 "SETTLE-10" Rule [S3]
        "When the card that paid has since changed, the customer turns to support.";
    Sup01 "SUP-01" Steps [S0 S1]
        "A support request for a refund or exchange starts in the Partner Dashboard and is filed in the Azure portal.";
    Sup02 "SUP-02" Rule [S0 S1]
        "Support may ask for the reservation's id and for its order's id.";
    Sup03 "SUP-03" Steps [S0 S1]
        "Both ids stand on the reservation's Properties page.";
    Sup04 "SUP-04" Steps [S0 S1]
        "First step of a refund request: open Customers and pick the customer who wants the refund.";
    Sup05 "SUP-05" Steps [S0 S1]
        "Second step of a refund request: on the customer's page open Azure Reservations and pick the reservation.";
    Sup06 "SUP-06" Steps [S0 S1]
        "Third step of a refund request: Refund, under Actions, opens the reservation's record and starts the request.";
    Sup07 "SUP-07" Steps [S0 S1]
        "Fourth step of a refund request: fill in the pages of the form, with Next between them.";
    Sup08 "SUP-08" Rule [S0 S1]
        "A refund request has the issue type Billing.";
    Sup09 "SUP-09" Rule [S0 S1]
        "A refund or exchange request has problem type Reservation management and category Exchanges and refunds.";
    Sup10 "SUP-10" Rule [S0 S1]
        "A refund request ends with the contact preferences and details, then Create.";
    Sup11 "SUP-11" Rule [S3]
        "Whoever has a question or needs help opens a support request.";
    Sup20 "SUP-20" Rule [S4]
        "When Partner Center asks for more information, the answer goes through its problem report page.";
    Sup21 "SUP-21" Rule [S4]
        "A software refund request has the problem type for CSP purchases and refunds on behalf of customers.";
    Sup22 "SUP-22" Rule [S4]
        "A software refund request has an impact and a title.";
    Sup23 "SUP-23" Rule [S4]
        "A software refund request names the customer, the order or subscription, the reason and the amount.";
    Sup24 "SUP-24" Rule [S4]
        "A software refund request gives a contact's name, e-mail address and telephone number.";
    Sup25 "SUP-25" Rule [S4]
        "A software refund request may carry files, but needs none.";
    Mkt01 "MKT-01" Rule [S4]
        "Azure reservations are not sold in the markets on the list.";
    Mkt02 "MKT-02" Rule [S4]
        "The list has 109 names, which stand for 106 different market codes.";
    Swb01 "SWB-01" Rule [S4]
        "Partners buy and manage reservations and server subscriptions for the steady workloads of commercial customers.";
    Ahb01 "AHB-01" Rule [S4]
        "Azure Hybrid Benefit saves at most 40 percent of the cost of a virtual machine.";
    Ahb02 "AHB-02" Rule [S4]
        "Azure Hybrid Benefit covers Windows Server Standard and Datacenter licences under Software Assurance.";
    Ahb03 "AHB-03" Rule [S4]
        "Under Azure Hybrid Benefit, depending on edition, Windows Server runs at a lower base rate, such as that of Linux.";
    Swb02 "SWB-02" Steps [S4]
        "Software is bought in three steps: sign in, pick the customer, add the products.";
    Tax01 "TAX-01" Rule [S4]
        "Commercial prices leave tax out, except in Australia and Brazil.";
    Tax02 "TAX-02" Rule [S4]
        "Prices for Australia and Brazil have tax in them.";
    Key01 "KEY-01" Rule [S4]
        "Bought software is downloaded, by partners in Partner Center and by customers in the Microsoft 365 Admin Center.";
    Key02 "KEY-02" Steps [S4]
        "Copied links and downloads carry risks, which the Operations Guide explains.";
    Key03 "KEY-03" Rule [S4]
        "In Partner Center only an admin agent gets the link to keys and downloads.";
    Key04 "KEY-04" Steps [S4]
        "Getting keys: open the customer's software list, choose version, language and bits, then take key, bits or link.";
    Key05 "KEY-05" Rule [S4]
        "In the Microsoft 365 Admin Center only the customer sees keys and downloads, with the global admin role.";
    Key06 "KEY-06" Steps [S4]
        "Partners see keys and downloads in Partner Center and nowhere else.";
    Key07 "KEY-07" Steps [S4]
        "Customers find keys and downloads of server subscriptions on the Software tab of their products.";
    Act01 "ACT-01" Rule [S4]
        "An audit may need the users who took keys or downloads of server subscriptions.";
    Act02 "ACT-02" Rule [S4]
        "The activity log is open to global, account, referral and marketing content admins.";
    Act03 "ACT-03" Steps [S4]
        "Seeing the activity log: sign in, open Activity log from the gear icon, enter the dates.";
    Sw01 "SW-01" Rule [S4]
        "Software can be cancelled up to 60 days after its purchase.";
    Sw02 "SW-02" Rule [S4]
        "Software cancelled within its first 60 days costs no early termination fee.";
    Sw03 "SW-03" Rule [S4]
        "When 60 days have passed since its purchase, software can no longer be cancelled.";
    Sw04 "SW-04" Steps [S4]
        "Cancelling software has restrictions before it and consequences after it.";
    Sw05 "SW-05" Rule [S4]
        "Only software that qualifies for a cancellation window can be cancelled.";
    Sw06 "SW-06" Rule [S4]
        "The cancellation steps are not for SUSE Linux or Red Hat plans.";
    Sw07 "SW-07" Rule [S4]
        "SUSE and Red Hat software plans can be neither cancelled nor exchanged.";
    Sw08 "SW-08" Rule [S4]
        "Only an admin agent cancels a software purchase.";
    Sw09 "SW-09" Rule [S4]
        "Software is cancelled in the Partner Center dashboard or through its API.";
    Sw10 "SW-10" Rule [S4]
        "A cancellation needs the customer, the product's name and the order's id.";
    Sw11 "SW-11" Rule [S4]
        "Cancelling in the dashboard: find the purchase, choose its order number, tick the acknowledgement, submit.";
    Sw12 "SW-12" Rule [S4]
        "Several orders are cancelled one by one, each by its own order id.";
    Sw13 "SW-13" Rule [S4]
        "An attempt shows the days left, that the window has passed, or a form when more information is needed.";
    Sw14 "SW-14" Rule [S4]
        "Software cancelled within its 60 days is credited at 100 percent.";
    Post01 "POST-01" Rule [S4]
        "A cancellation can take up to 15 minutes to show on the dashboard.";
    Post02 "POST-02" Rule [S4]
        "Cancelling revokes every key and download link of the software.";
    Post03 "POST-03" Rule [S4]
        "Partner and customer stop using the cancelled software.";
    Post04 "POST-04" Rule [S4]
        "Partner and customer uninstall the cancelled software and remove its downloads and links.";
    Post05 "POST-05" Rule [S4]
        "A cancelled item stays on the customer's software page, without its activation key.";
    Post06 "POST-06" Rule [S4]
        "The next monthly invoice credits perpetual software in full and subscriptions by proration.";
    Csp01 "CSP-01" Rule [S2]
        "A CSP partner can let a customer buy some services and resources without help.";
    Csp02 "CSP-02" Steps [S2]
        "For example, a partner buys an Azure plan and lets its customer add reservations in the Azure portal.";
    Csp03 "CSP-03" Rule [S2]
        "A customer can buy Azure reservations while the customer permission for them is on.";
    Csp04 "CSP-04" Rule [S2]
        "The permission covers Azure reservations only, for one Azure subscription that the partner bought.";
    Csp05 "CSP-05" Rule [S2]
        "Customer permissions are off until someone turns them on.";
    Csp06 "CSP-06" Rule [S2]
        "Only an admin agent turns customer permissions on or off.";
    Csp07 "CSP-07" Rule [S2]
        "Sales and helpdesk agents can see customer permissions but not change them.";
    Csp08 "CSP-08" Rule [S2]
        "A partner may enable permissions for whichever customer it chooses.";
    Csp09 "CSP-09" Rule [S2]
        "Customer permissions are switched in the dashboard or through the Partner Center APIs.";
    Csp10 "CSP-10" Rule [S2]
        "Once permission is on, the partner pays for what the customer buys.";
    Csp11 "CSP-11" Rule [S2]
        "The partner gets no notice of what the customer buys.";
    Csp12 "CSP-12" Rule [S2]
        "A customer's purchases stand beside the partner's in order history, reservations and activity log.";
    Csp13 "CSP-13" Steps [S2]
        "A note points to what is said about prices and about managing purchases.";
    Csp14 "CSP-14" Rule [S2]
        "A customer cannot exchange, cancel, renew or rescope its reservation; the partner does it when asked.";
    Csp15 "CSP-15" Rule [S2]
        "A partner buys reservations on a customer's behalf, or lets the customer buy them and then helps.";
    Csp16 "CSP-16" Rule [S2]
        "Enabling takes a subscription bought for the customer, the customer's Owner role on it, and the switch.";
    Csp17 "CSP-17" Rule [S2]
        "Without a usage-based Azure plan or Azure Global subscription from the partner, permission cannot be turned on.";
    Csp18 "CSP-18" Rule [S2]
        "The customer's key users need the Owner role on the subscription; an earlier assignment is enough.";
    Csp19 "CSP-19" Rule [S2]
        "A customer without the Owner role meets an error in the Azure portal and cannot buy.";
    Csp20 "CSP-20" Steps [S2]
        "Checking the Owner role: sign in, pick customer and subscription, open the Azure portal, assign a user.";
    Csp21 "CSP-21" Steps [S2]
        "Switching permission: sign in, pick the customer, open Account, set the Azure reservations switch.";
    Csp22 "CSP-22" Rule [S2]
        "Each switch is written to the activity log, as creating or deleting customer purchase permissions.";
    Csp23 "CSP-23" Steps [S2]
        "Customers manage most of a reservation themselves and need the partner for a few things.";
    Csp24 "CSP-24" Rule [S2]
        "The partner sets the customer's price, which may differ from the web price shown in the Azure portal.";
    Csp25 "CSP-25" Steps [S2]
        "Customers read up on optimisation and the first scope in the Azure documentation.";
    Csp26 "CSP-26" Rule [S2]
        "A shared scope gives the discount to matching usage in all subscriptions the partner bought for the customer.";
    Role01 "ROLE-01" Rule [S4]
        "The software page names the roles admin agent and global admin.";
    Role02 "ROLE-02" Rule [S2]
        "The customer permission page names the roles admin agent and sales agent.";
    Role03 "ROLE-03" Rule [S2]
        "To buy reservations, a customer's user needs the Azure role Owner on the subscription.";
    Role04 "ROLE-04" Rule [S3]
        "Exchanging or refunding takes the owner of the reservation.";
    Role05 "ROLE-05" Rule [S4]
        "Keys in the Microsoft 365 Admin Center take the customer's own global admin, not the partner's.";
    Role06 "ROLE-06" Rule [S4]
        "The activity log names four roles: global, account, referral and marketing content admin.";
    Refdoc01 "REFDOC-01" LinksOnly [S0 S1 S2 S3 S4]
        "The sources link to pages on buying, billing, sizing, managing and selling.";
    L01 "L-01" Edition [Later]
        "Days are whole UTC calendar days; the day of the return is not charged.";
    L02 "L-02" Edition [October2018 Recorded]
        "A reservation returned within five days of its start is refunded in full.";
    L03 "L-03" Edition [Later]
        "The refund is worked out on the lower of the price paid and the current price.";
    L04 "L-04" Edition [Later]
        "The cap counts the cancelled commitment: the refund and the future payments that end with it.";
    L05 "L-05" Edition [Later]
        "The cap is shared by one enrollment, one billing profile, or one CSP customer.";
    L06 "L-06" Edition [Later]
        "A refund above what is left of the cap is refused whole, never clipped or split.";
    L07 "L-07" Edition [Later]
        "In an exchange the new lifetime commitment is at least the remaining commitment of what is returned.";
    L08 "L-08" Edition [Later]
        "In an exchange compute types count as one family and SQL types as another.";
    L09 "L-09" Edition [Later]
        "From 2027-02-01 services that savings plans cover are no longer exchangeable; what was bought before has one final exchange for each unit.";
    L10 "L-10" Edition [Later]
        "Some resource types are never refunded; the list has its own dates.";
    L11 "L-11" Edition [Later]
        "Some resource types are never exchanged.";
    L12 "L-12" Edition [Later]
        "Compute reservations may be traded in for a savings plan of at least the same commitment, at most 100 at once.";
    L13 "L-13" Edition [Later]
        "A virtual machine size may be swapped for its premium-storage counterpart and back, in the same region.";
    L14 "L-14" Edition [Later]
        "The owner or the reservation administrator of the order returns it; in CSP the partner alone.";
    L15 "L-15" Edition [Later]
        "Returns and exchanges are self-service.";
    L16 "L-16" Edition [Recorded]
        "A reservation can be returned only when its provisioning state is `Succeeded`.";
    L17 "L-17" Edition [LaterSoftware]
        "Perpetual software can be cancelled for 30 days, and subscriptions for 168 hours after purchase or renewal.";
    L18 "L-18" Edition [LaterSoftware]
        "A software subscription cancelled within 24 hours is credited in full.";
    L19 "L-19" Edition [S4]
        "Each list of unavailable markets stands for the dates at which it was published.";
    L20 "L-20" Edition [Later]
        "Since 2022-10 customers can also be allowed to buy savings plans.";
    L21 "L-21" Edition [Recorded]
        "The refund is the unit payment times the days left over the days of the period, rounded once, half to even.";
    L22 "L-22" Edition [Recorded]
        "The cap counts the refunded amount in US dollars, not the cancelled commitment.";
    L23 "L-23" Fact [Later]
        "In a trade-in the savings plan is bought first and the reservations are canceled after it; in an exchange they are canceled, refunded, and then the purchase follows.";
    L24 "L-24" Edition [Later]
        "A trade-in needs the owner of the order who is also a savings plan purchaser or an owner of the subscription; EA administrator and billing profile roles are not enough.";
    L25 "L-25" Fact [Later]
        "A savings plan can be neither exchanged nor refunded.";
    L26 "L-26" Edition [Later]
        "In a trade-in an upfront reservation is prorated; of a monthly one the current month is prorated and later payments are canceled.";
    L27 "L-27" Edition [Later]
        "Enterprise Agreement credit from a refund is valid for 90 days from the refund.";
    L28 "L-28" Fact [Later]
        "Returning a reservation to move from pay-as-you-go to CSP and buying it again there costs no penalty.";
    L29 "L-29" Fact [Later]
        "Changing the payment frequency, size, series or region is an ordinary exchange and restarts the term.";
    L30 "L-30" Fact [Later]
        "When an enrollment transfer changes the currency, monthly reservations are canceled at their next payment and upfront ones stay; in the same currency they are transferred by self-service; across clouds the transfer fails.";
    L31 "L-31" Fact [Later]
        "A renewal is a new reservation, except that one month of provisioned throughput renews in the same order; a split, merge or transfer cancels the renewal.";
    L32 "L-32" Edition [Later]
        "Virtual machine software is refunded in full within 72 hours and counts toward the cap, is never exchanged, and is never canceled when bought in a private offer.";
    L33 "L-33" Edition [Later]
        "Pre-purchase plans are final.";
    L34 "L-34" Fact [Later]
        "Limited-time offers follow the standard return rules.";
    L35 "L-35" Edition [Later]
        "From 2026-07-01 virtual machine reservations of older size series are neither sold nor renewed for one year, and some not for three years, so they are no target of an exchange.";
    L36 "L-36" Fact [Later]
        "Deleting a resource never cancels its reservation.";
    Con01 "CON-01" Choice [Reading]
        "Fee deducted, only reserved, or none: as the edition says, never on an exchange, and the reserved amount is reported.";
    Con02 "CON-02" Choice [Reading]
        "Cap per year or in rolling 12 months: rolling, unless a calendar year is chosen.";
    Con03 "CON-03" Choice [Reading]
        "Months left or days left: days, unless whole months are chosen.";
    Con04 "CON-04" Choice [Reading]
        "More than the returned amount, or at least as much: equal passes, unless the strict comparison is chosen.";
    Con05 "CON-05" Choice [Reading]
        "Support request or self-service: as the edition says.";
    Con06 "CON-06" Choice [Reading]
        "Money back to the original purchase or held for a later one: as the edition and the account say.";
    Con07 "CON-07" Choice [Reading]
        "Customers, owners or partners may cancel: in CSP the customer is told to ask the partner.";
    Con08 "CON-08" Choice [Reading]
        "Software credit in full or prorated: by the kind of licence, unless full credit is chosen.";
    Con10 "CON-10" Choice [Reading]
        "Global admins head the software page but only admin agents cancel: the sentence on cancelling wins.";
    Con11 "CON-11" Choice [Reading]
        "Global admins head the software page but only admin agents get keys: the sentence on keys wins.";
    Con12 "CON-12" Choice [Reading]
        "Sales agents head the permission page but only admin agents switch: the sentence on switching wins.";
    Con13 "CON-13" Choice [Reading]
        "Partners read their log, and four other roles read the software log: two capabilities.";
    Con15 "CON-15" Choice [Reading]
        "A software refund request states an amount or a quantity: the amount is required, the quantity optional.";
    Con16 "CON-16" Choice [Reading]
        "Market lists of one date differ on Azerbaijan, Brazil and Russia: each is kept, under its own name.";
    Con19 "CON-19" Choice [Reading]
        "An exchange makes transactions and a new term, the premium-storage swap neither: they are separate questions.";
    Con20 "CON-20" Choice [Reading]
        "Whether customers exchange, cancel and renew themselves, and who sets their price: as the English original of S2 says, they ask the partner, who sets it.";
    Amb01 "AMB-01" Choice [Reading]
        "Is the window's last day inside: yes, unless the exclusive boundary is chosen.";
    Amb02 "AMB-02" Choice [Reading]
        "Days or hours: calendar days, and hours where the edition counts them.";
    Amb03 "AMB-03" Choice [Reading]
        "Which clock: UTC, wherever the parties are.";
    Amb04 "AMB-04" Choice [Reading]
        "Whose refunds share the cap: those of one billing scope, in one ledger that the caller keeps.";
    Amb05 "AMB-05" Choice [Reading]
        "What the cap counts: the refunded amount or the cancelled commitment, as the edition says.";
    Amb06 "AMB-06" Choice [Reading]
        "Which currency the cap has: US dollars; another one is an error and is never converted.";
    Amb07 "AMB-07" Choice [Reading]
        "What happens above the cap: the refund is refused whole.";
    Amb09 "AMB-09" Choice [Reading]
        "What happens at exactly the cap: the refund passes.";
    Amb08 "AMB-08" Choice [Reading]
        "Does a refund as old as the window count: no; the window is 12 months or 365 days, as chosen.";
    Amb11 "AMB-11" Choice [Reading]
        "12 percent of what: of the prorated credit.";
    Amb12 "AMB-12" Choice [Reading]
        "What a type is: the resource type, or its family where the edition has families.";
    Amb13 "AMB-13" Choice [Reading]
        "How much goes into an exchange: any number on both sides, and of each any part from one unit to all.";
    Amb14 "AMB-14" Choice [Reading]
        "Rounding, leap years, day of return: once, half to even; real calendar lengths; that day is not charged.";
    Amb16 "AMB-16" Choice [Reading]
        "Owner of which subscription: of the one that the purchase is for.";
    Amb18 "AMB-18" Choice [Reading]
        "Dates in the activity log: whole UTC days, the first and the last included.";
    Amb19 "AMB-19" Choice [Reading]
        "Whose market: the one that the caller names.";
    Amb20 "AMB-20" Choice [Reading]
        "Agreement lapsed, reservation expired, or not started: needs review, nothing to refund, full refund.";
    Amb21 "AMB-21" Choice [Reading]
        "Monthly plans: the current month is prorated, future payments are cancelled, past months stay paid.";
    Amb23 "AMB-23" Choice [Reading]
        "Part of a software order: line by line, whole lines only.";
    Amb24 "AMB-24" Choice [Reading]
        "Which invoice is the next: the caller gives the billing day, the answer is a year and a month.";
    Amb25 "AMB-25" Choice [Reading]
        "Plans begun on day 29, 30 or 31: each period counts from the anchor, clamped to the month's end.";
    Amb26 "AMB-26" Choice [Reading]
        "Which date picks a software edition: the date of the purchase, unless the date of the request is chosen.";
    Amb27 "AMB-27" Choice [Reading]
        "What a lower current price does to the cap: what is refunded counts, so it lowers both sides.";
    Amb28 "AMB-28" Choice [Reading]
        "A co-termed subscription whose term began before it was bought: what was paid covers the purchase to the end of the term.";
    Amb29 "AMB-29" Choice [Reading]
        "Whether the day of canceling a subscription is charged: as the edition says, or as chosen.";
}
