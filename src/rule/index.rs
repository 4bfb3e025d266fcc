//! The rules as a table: id, kind, date where it is not that of the source, sources, meaning in one line.

use super::{RuleKind, Source};

macro_rules! rules {
    (@since) => { None };
    (@since $since:literal) => { Some($since) };
    ($($variant:ident $id:literal $kind:ident $($since:literal)? [$($source:ident)+] $meaning:literal;)+) => {
        /// The id of a rule: `CAP-03`.
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::rule::{RuleId, RuleKind, Source};
        ///
        /// let rule: RuleId = "FEE-02".parse()?;
        /// assert_eq!(rule, RuleId::Fee02);
        /// assert_eq!(rule.meaning(), "An exchange has no penalty.");
        /// assert_eq!((rule.kind(), rule.sources()), (RuleKind::Rule, [Source::S3].as_slice()));
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

            /// The meaning of the rule, in one line and in this crate's own words.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }

            /// What kind of sentence it is.
            #[must_use]
            pub const fn kind(self) -> RuleKind {
                match self { $(Self::$variant => RuleKind::$kind,)+ }
            }

            /// From when a later rule (`L-…`) applies: the day, month or year of the first text or recording that has
            /// it. `None` for every other rule, which is as old as its oldest source.
            #[must_use]
            pub const fn since(self) -> Option<&'static str> {
                match self { $(Self::$variant => rules!(@since $($since)?),)+ }
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
    Appl01 "APPL-01" Fact [S0 S1]
        "The 2018 rules for managing reservations cover the Partner Dashboard, the Azure portal and CSP partners.";
    Appl02 "APPL-02" Steps [S3]
        "An exchange adapts a reservation to changed needs, within the same type.";
    Elig01 "ELIG-01" Rule [S3]
        "US Government customers on an Enterprise Agreement cannot exchange or cancel by self-service.";
    Elig02 "ELIG-02" Rule [S3]
        "US Government subscriptions of every other kind, such as pay-as-you-go or CSP, can use self-service.";
    Elig03 "ELIG-03" Rule [S3]
        "An expired Enterprise Agreement does not prevent a return if it was renewed as a new agreement.";
    Nav01 "NAV-01" Steps [S0 S1]
        "Managing a customer's reservation: select it in the Partner Dashboard, then change it in the Azure portal.";
    Nav02 "NAV-02" Steps [S0 S1]
        "Managing a reservation, step 1: open Customers and select the customer.";
    Nav03 "NAV-03" Steps [S0 S1]
        "Managing a reservation, step 2: open Azure reservations on the customer's page and select the reservation.";
    Nav04 "NAV-04" Steps [S0 S1]
        "Managing a reservation, step 3: Manage, under Actions, opens its record in the Azure portal.";
    Nav05 "NAV-05" Steps [S0 S1]
        "The Overview page shows the expiration date, the scope and the utilization of a reservation.";
    Nav06 "NAV-06" Rule [S0 S1]
        "The Refund button on the Overview page opens a support request for the prorated refund.";
    Nav07 "NAV-07" Rule [S0 S1]
        "The Exchange button on the Overview page opens a support request to exchange the unused part of the term.";
    Nav08 "NAV-08" Steps [S0 S1]
        "The Access Control page manages who has access to the information of a reservation.";
    Nav09 "NAV-09" Rule [S0 S1]
        "The Configuration page changes the scope of a reservation and the subscription that it is associated with.";
    Nav10 "NAV-10" Steps [S0 S1]
        "The Properties page shows the properties of a reservation and copies its id and the id of its order.";
    Nav11 "NAV-11" Steps [S0 S1]
        "The New support request page contacts Microsoft Support.";
    Ref01 "REF-01" Fact [S0 S1]
        "When needs change, a customer can cancel a reservation or apply its prorated refund to a new one.";
    Ref02 "REF-02" Rule [S0 S1]
        "A reservation can be canceled at any time before it expires; there is no cancellation window.";
    Cap01 "CAP-01" Rule [S0 S1]
        "In the 2018 rules cancellations are limited to 50,000 US dollars a year.";
    Ref03 "REF-03" Rule [S0 S1]
        "Canceling returns the remaining months of the reservation to Microsoft.";
    Fee01 "FEE-01" Rule [S0 S1]
        "In the 2018 rules canceling costs an early termination fee; the pages do not state its rate.";
    Ref04 "REF-04" Rule [S0 S1]
        "In the 2018 rules the refund is the prorated balance minus the fee, refunded to the original purchase.";
    Refp01 "REFP-01" Rule [S3]
        "In every refund Microsoft first cancels the reservation and then refunds its prorated amount.";
    Refp02 "REFP-02" Steps [S3]
        "A self-service refund starts with Refund on the details page of the reservation.";
    Cap02 "CAP-02" Rule [S3]
        "Reservations that are no longer needed can be refunded, up to 50,000 US dollars a year.";
    Cap03 "CAP-03" Rule [S3]
        "The refunds of any rolling 12 months total at most 50,000 US dollars.";
    Fee02 "FEE-02" Rule [S3]
        "An exchange has no penalty.";
    Cap04 "CAP-04" Rule [S3]
        "Exchanges have no annual limit and do not count toward the refund cap.";
    Fee03 "FEE-03" Rule [S3]
        "Microsoft reserves a penalty of 12 percent on returns and does not charge it at present.";
    Own01 "OWN-01" Rule [S3]
        "Only the owner of a reservation can exchange it.";
    Own02 "OWN-02" Rule [S3]
        "Only the owner of a reservation can have it refunded.";
    Own03 "OWN-03" Rule [S3]
        "The users who can manage a reservation can be added to and changed.";
    Exc01 "EXC-01" Rule [S0 S1]
        "In the 2018 rules an exchange credits the prorated value of the remaining time toward a new reservation.";
    Exc02 "EXC-02" Steps [S3]
        "A self-service exchange takes three steps in the Azure portal.";
    Exc03 "EXC-03" Steps [S3]
        "Exchange, step 1: select the reservations to return and choose Exchange.";
    Exc04 "EXC-04" Rule [S3]
        "Exchange, step 2: choose what to buy and how many, so that the new total is more than the returned total.";
    Exc05 "EXC-05" Steps [S3]
        "Exchange, step 3: review and complete the transaction.";
    Exc06 "EXC-06" Rule [S3]
        "In an exchange the new purchase follows the cancellation and the refund.";
    Exc07 "EXC-07" Rule [S3]
        "Several reservations can be returned for one new reservation of the same type.";
    Exc08 "EXC-08" Rule [S3]
        "An exchange stays within one type: a virtual machine reservation cannot be exchanged for a SQL reservation.";
    Exc09 "EXC-09" Rule [S3]
        "An exchange is a refund and a purchase, with a separate transaction for each.";
    Exc10 "EXC-10" Rule [S3]
        "What is returned in an exchange is refunded at its daily prorated residual value.";
    Exc11 "EXC-11" Rule [S3]
        "What is bought in an exchange is charged in full.";
    Exc12 "EXC-12" Rule [S3]
        "What is bought in an exchange totals at least as much as what is returned.";
    Exc13 "EXC-13" Fact [S3]
        "An exchange can change the size, region, quantity, term and any other property except the type.";
    Exc14 "EXC-14" Rule [S3]
        "What is bought in an exchange starts a new term at the time of the exchange.";
    Exc15 "EXC-15" Rule [S3]
        "A size without premium storage can be swapped for its counterpart with it: same term, no transaction.";
    Settle01 "SETTLE-01" Rule [S3]
        "The settlement of a return depends on the account type and on the payment method.";
    Settle02 "SETTLE-02" Rule [S3]
        "Under an Enterprise Agreement, what was paid from the monetary commitment is added back to it.";
    Settle03 "SETTLE-03" Rule [S3]
        "Under an Enterprise Agreement, overage invoices since the purchase are reopened and rerated so that the commitment is used.";
    Settle04 "SETTLE-04" Rule [S3]
        "When the commitment term of the purchase is no longer active, the credit can be added to the current commitment term.";
    Settle05 "SETTLE-05" Rule [S3]
        "Under an Enterprise Agreement, what was paid as an overage is refunded with a credit memo.";
    Settle06 "SETTLE-06" Rule [S3]
        "For CSP and pay-as-you-go by invoice, the purchase invoice is canceled and a new invoice is created for the refund.";
    Settle07 "SETTLE-07" Rule [S3]
        "For CSP and pay-as-you-go by invoice, the new invoice of an exchange adjusts the refund against the purchase.";
    Settle08 "SETTLE-08" Rule [S3]
        "For CSP and pay-as-you-go by invoice, a refund without a purchase is held for a future reservation purchase.";
    Settle09 "SETTLE-09" Rule [S3]
        "For pay-as-you-go by card, the invoice is replaced and the money is refunded to the card of the purchase.";
    Settle10 "SETTLE-10" Rule [S3]
        "When the card of the purchase has changed, the customer contacts support.";
    Sup01 "SUP-01" Steps [S0 S1]
        "Support request: select the customer's reservation in the Partner Dashboard, then file the request in the Azure portal.";
    Sup02 "SUP-02" Rule [S0 S1]
        "Support may ask for the id of the reservation and the id of its order.";
    Sup03 "SUP-03" Steps [S0 S1]
        "Both ids are on the Properties page of the reservation.";
    Sup04 "SUP-04" Steps [S0 S1]
        "Refund request, step 1: open Customers and select the customer who wants the refund.";
    Sup05 "SUP-05" Steps [S0 S1]
        "Refund request, step 2: open Azure Reservations on the customer's page and select the reservation.";
    Sup06 "SUP-06" Steps [S0 S1]
        "Refund request, step 3: Refund, under Actions, opens the record of the reservation and starts the request.";
    Sup07 "SUP-07" Steps [S0 S1]
        "Refund request, step 4: fill in the pages of the form, with Next after each.";
    Sup08 "SUP-08" Rule [S0 S1]
        "A refund request has the issue type Billing.";
    Sup09 "SUP-09" Rule [S0 S1]
        "A refund or exchange request has the problem type Reservation management and the category Exchanges and refunds.";
    Sup10 "SUP-10" Rule [S0 S1]
        "A refund request ends with the contact preferences and the contact information.";
    Sup11 "SUP-11" Fact [S3]
        "Anyone who has a question or needs help can create a support request.";
    Sup20 "SUP-20" Rule [S4]
        "When Partner Center asks for more information, the support request link opens its page for problem reports.";
    Sup21 "SUP-21" Rule [S4]
        "A software refund request has the problem type for CSP purchases and refunds on behalf of customers.";
    Sup22 "SUP-22" Rule [S4]
        "A software refund request requires an impact and a title.";
    Sup23 "SUP-23" Rule [S4]
        "A software refund request states the customer, the order or subscription, the reason and the amount.";
    Sup24 "SUP-24" Rule [S4]
        "A software refund request requires a contact with name, email address and phone number.";
    Sup25 "SUP-25" Rule [S4]
        "Attachments to a software refund request are optional.";
    Mkt01 "MKT-01" Rule [S4]
        "Azure reservations are not available in the markets on the list.";
    Mkt02 "MKT-02" Rule [S4]
        "The list has 109 names for 106 distinct market codes.";
    Swb01 "SWB-01" Fact [S4]
        "Partners buy and manage reservations and server subscriptions (Windows Server, SQL Server) for commercial customers with steady workloads.";
    Ahb01 "AHB-01" Fact [S4]
        "Azure Hybrid Benefit saves up to 40 percent of the cost of a virtual machine.";
    Ahb02 "AHB-02" Fact [S4]
        "Azure Hybrid Benefit applies to Windows Server Standard and Datacenter licenses with Software Assurance.";
    Ahb03 "AHB-03" Fact [S4]
        "Depending on the edition, licenses are converted or reused to run Windows Server in Azure at a lower base compute rate, such as that of Linux.";
    Swb02 "SWB-02" Steps [S4]
        "Buying software takes three steps: sign in, select the customer, add the products.";
    Tax01 "TAX-01" Rule [S4]
        "Commercial prices exclude tax, except in Australia and Brazil.";
    Tax02 "TAX-02" Rule [S4]
        "Prices for Australia and Brazil include tax.";
    Key01 "KEY-01" Fact [S4]
        "Software is downloaded after the purchase: by partners in Partner Center, by customers in the Microsoft 365 Admin Center.";
    Key02 "KEY-02" Steps [S4]
        "Copied links and downloads carry risks, which the Operations Guide explains.";
    Key03 "KEY-03" Rule [S4]
        "In Partner Center only an admin agent can get the link to keys and downloads.";
    Key04 "KEY-04" Steps [S4]
        "Getting keys: open the customer's software list, select version, language and bit, then take the 32-digit product key, the download or its link.";
    Key05 "KEY-05" Rule [S4]
        "In the Microsoft 365 Admin Center only customers see keys and downloads, and they need the global admin role there.";
    Key06 "KEY-06" Steps [S4]
        "Partners see keys and downloads only in Partner Center.";
    Key07 "KEY-07" Steps [S4]
        "Customers find the keys and downloads of server subscriptions on the Software tab of their products.";
    Act01 "ACT-01" Fact [S4]
        "An audit may need the list of users who accessed keys or downloaded software of server subscriptions.";
    Act02 "ACT-02" Rule [S4]
        "The activity log is visible to global, account, referral and marketing content admins.";
    Act03 "ACT-03" Steps [S4]
        "Viewing the activity log: sign in, open Activity log from the gear icon, enter the date range.";
    Sw01 "SW-01" Rule [S4]
        "A software purchase can be canceled within 60 days of its date.";
    Sw02 "SW-02" Rule [S4]
        "Software canceled within the first 60 days has no early termination fee.";
    Sw03 "SW-03" Rule [S4]
        "A software purchase can no longer be canceled after 60 days.";
    Sw04 "SW-04" Steps [S4]
        "Canceling software has restrictions before it and consequences after it.";
    Sw05 "SW-05" Rule [S4]
        "Only software that qualifies for a cancellation window can be canceled.";
    Sw06 "SW-06" Rule [S4]
        "The cancellation steps do not apply to SUSE Linux and Red Hat plans.";
    Sw07 "SW-07" Rule [S4]
        "SUSE and Red Hat software plans can be neither canceled nor exchanged.";
    Sw08 "SW-08" Rule [S4]
        "Only an admin agent can cancel a software purchase.";
    Sw09 "SW-09" Fact [S4]
        "Software can be canceled in the Partner Center dashboard or with its API.";
    Sw10 "SW-10" Rule [S4]
        "A cancellation needs the customer, the name of the product and the id of the order.";
    Sw11 "SW-11" Rule [S4]
        "Canceling in the dashboard: open the customer's software list, choose Cancel, select the order id, acknowledge the message, submit.";
    Sw12 "SW-12" Rule [S4]
        "Several orders of a customer are canceled one at a time, each by its own order id.";
    Sw13 "SW-13" Rule [S4]
        "An attempt shows the days that remain, that the window has passed, or a form that asks for more information.";
    Sw14 "SW-14" Rule [S4]
        "Software canceled within its 60 days is credited at 100 percent.";
    Post01 "POST-01" Rule [S4]
        "A cancellation can take up to 15 minutes to appear on the dashboard.";
    Post02 "POST-02" Rule [S4]
        "Canceling revokes every key and download link of the software.";
    Post03 "POST-03" Rule [S4]
        "Partner and customer must stop using the canceled software.";
    Post04 "POST-04" Rule [S4]
        "Partner and customer must uninstall the canceled software and remove its downloads and links.";
    Post05 "POST-05" Rule [S4]
        "A canceled item remains on the customer's software page, without its activation key.";
    Post06 "POST-06" Rule [S4]
        "The next monthly invoice credits perpetual software in full and prorates subscriptions.";
    Csp01 "CSP-01" Fact [S2]
        "A CSP partner can let a customer buy some services and resources without the partner's help.";
    Csp02 "CSP-02" Steps [S2]
        "For example, a partner buys an Azure plan and lets its customer add reservations in the Azure portal.";
    Csp03 "CSP-03" Rule [S2]
        "A customer can buy Azure reservations while the customer permission for them is on.";
    Csp04 "CSP-04" Rule [S2]
        "A permission covers Azure reservations only, for an Azure subscription that the partner bought for the customer.";
    Csp05 "CSP-05" Rule [S2]
        "Customer permissions are off by default.";
    Csp06 "CSP-06" Rule [S2]
        "Only an admin agent can turn customer permissions on or off.";
    Csp07 "CSP-07" Rule [S2]
        "Sales agents and helpdesk agents can view customer permissions but not change them.";
    Csp08 "CSP-08" Fact [S2]
        "A partner can enable permissions for any of its customers.";
    Csp09 "CSP-09" Fact [S2]
        "Customer permissions are turned on and off in the dashboard or with the Partner Center APIs.";
    Csp10 "CSP-10" Fact [S2]
        "Once a permission is on, the partner is responsible for paying what the customer buys.";
    Csp11 "CSP-11" Fact [S2]
        "The partner is not notified of what the customer buys.";
    Csp12 "CSP-12" Fact [S2]
        "A customer's purchases appear with the partner's in order history, on the reservations page and in the activity log.";
    Csp13 "CSP-13" Steps [S2]
        "A note refers to the sections on prices and on managing purchases.";
    Csp14 "CSP-14" Rule [S2]
        "A customer cannot exchange, cancel or renew a reservation or change its first scope; the partner does so on request.";
    Csp15 "CSP-15" Rule [S2]
        "A partner can buy reservations for a customer, or let the customer buy them and then help manage them.";
    Csp16 "CSP-16" Rule [S2]
        "Enabling needs three things: a subscription bought for the customer, the customer's Owner role on it, and the switch.";
    Csp17 "CSP-17" Rule [S2]
        "Without a usage-based Azure plan or Azure Global subscription from the partner, a permission cannot be turned on.";
    Csp18 "CSP-18" Rule [S2]
        "The customer's key users need the Owner role on the subscription; an earlier assignment is sufficient.";
    Csp19 "CSP-19" Rule [S2]
        "A customer without the Owner role gets an error in the Azure portal and cannot buy.";
    Csp20 "CSP-20" Steps [S2]
        "Checking the Owner role: sign in, select customer and subscription, open the Azure portal, assign a user.";
    Csp21 "CSP-21" Steps [S2]
        "Switching a permission: sign in, select the customer, open Account, set the switch for Azure reservations.";
    Csp22 "CSP-22" Rule [S2]
        "The activity log records each switch as creating or deleting customer purchase permissions.";
    Csp23 "CSP-23" Steps [S2]
        "Customers manage most of a reservation themselves and need the partner for a few tasks.";
    Csp24 "CSP-24" Fact [S2]
        "The partner sets the customer's price, which may differ from the web price in the Azure portal.";
    Csp25 "CSP-25" Steps [S2]
        "Customers read about optimization and the first scope in the Azure documentation.";
    Csp26 "CSP-26" Rule [S2]
        "With a shared scope, the discount applies to matching usage in every subscription that the partner bought for the customer.";
    Role01 "ROLE-01" Rule [S4]
        "The header of the software page lists the roles admin agent and global admin.";
    Role02 "ROLE-02" Rule [S2]
        "The header of the customer permission page lists the roles admin agent and sales agent.";
    Role03 "ROLE-03" Rule [S2]
        "To buy reservations, a customer's user needs the Azure role Owner on the subscription.";
    Role04 "ROLE-04" Rule [S3]
        "Exchanging or refunding a reservation requires its owner.";
    Role05 "ROLE-05" Rule [S4]
        "Keys in the Microsoft 365 Admin Center require the global admin of the customer, not of the partner.";
    Role06 "ROLE-06" Rule [S4]
        "The activity log requires one of four roles: global, account, referral or marketing content admin.";
    Refdoc01 "REFDOC-01" LinksOnly [S0 S1 S2 S3 S4]
        "The sources link to pages on buying, billing, sizing, managing and selling.";
    L01 "L-01" Edition "2022-06" [Later Recorded]
        "Days are whole UTC calendar days, and the day of the return is not charged.";
    L02 "L-02" Edition "2018-10-12" [October2018 Recorded]
        "An unused reservation is refunded in full within five days of its start.";
    L03 "L-03" Edition "2020-01-24" [Later]
        "The refund is based on the lower of the price paid and the current price.";
    L04 "L-04" Edition "2020-07-10" [Later]
        "The cap counts the canceled commitment: the refund plus the future payments that are canceled with it.";
    L05 "L-05" Edition "2020-01-24" [Later]
        "The cap applies to one agreement with Microsoft, since 2020-12 to one enrollment or billing profile, and in CSP since 2022-10 to one customer.";
    L06 "L-06" Edition "2019-04-05" [S3 Later]
        "A refund above the rest of the cap is refused whole; it is not reduced or split.";
    L07 "L-07" Edition "2020-12-15" [Later]
        "In an exchange the new lifetime commitment is at least the remaining commitment of what is returned.";
    L08 "L-08" Edition "2021-04-14" [Later]
        "In an exchange the compute types form one family and the SQL types another.";
    L09 "L-09" Edition "2027-02-01" [Later ThirdParty]
        "Reservations bought from 2027-02-01 for services that savings plans cover are not exchangeable; each unit bought before has one final exchange.";
    L10 "L-10" Edition "2020-12-15" [Later]
        "Some resource types are not refundable; the list changed in 2020-12, 2022-10 and 2026-01.";
    L11 "L-11" Edition "2026-01-15" [Later]
        "Red Hat, SUSE, pre-purchase plans and virtual machine software are not exchangeable.";
    L12 "L-12" Edition "2022-10-10" [Later]
        "Reservations can be traded in for a savings plan: compute since 2022-10, database since 2026-07; since 2023-10 at most 100 at once, for at least the remaining commitment.";
    L13 "L-13" Edition "2026-01-15" [Later]
        "A size can be swapped for its premium-storage counterpart and back, in the same region, at no charge.";
    L14 "L-14" Edition "2022-10-10" [Later]
        "The owner or a reservation administrator of the order returns it; in CSP only the partner does.";
    L15 "L-15" Edition "2019-04-05" [S3 Later]
        "Refunds and exchanges are self-service.";
    L16 "L-16" Edition "2022-06" [Recorded]
        "A reservation can be returned only when its provisioning state is `Succeeded`.";
    L17 "L-17" Edition "2021-06-01" [LaterSoftware]
        "Software can be canceled for 30 days; since 2022-07 subscriptions for 168 hours from purchase or renewal.";
    L18 "L-18" Edition "2022-07-11" [LaterSoftware]
        "A software subscription canceled within 24 hours is credited in full.";
    L19 "L-19" Edition "2018-06-28" [S4 OtherPages]
        "Each list of unavailable markets applies from the date of its first publication to the next list.";
    L20 "L-20" Edition "2022-10-01" [OtherPages]
        "A partner can also permit customers to buy Azure savings plans.";
    L21 "L-21" Edition "2022-06" [Recorded]
        "The refund is the payment for the returned units times the days left over the days of the period, rounded once, half to even.";
    L22 "L-22" Edition "2022-06" [Recorded]
        "The service counts the refunded amount in US dollars toward the cap, not the canceled commitment.";
    L23 "L-23" Edition "2023-02" [Later]
        "In a trade-in the savings plan is bought before the reservations are canceled; in an exchange the purchase comes last.";
    L24 "L-24" Edition "2023-10" [Later]
        "A trade-in needs the owner of the order and a savings plan purchaser or owner of the subscription; EA administrator and billing profile roles are not enough.";
    L25 "L-25" Fact "2023-11" [Later]
        "A savings plan can be neither exchanged nor refunded.";
    L26 "L-26" Edition "2022-10" [Later]
        "In a trade-in an upfront reservation is prorated; for a monthly one the current month is prorated and later payments are canceled.";
    L27 "L-27" Edition "2020-01" [Later]
        "Enterprise Agreement credit from a refund is valid for 90 days from the refund.";
    L28 "L-28" Fact "2020-12" [OtherPages]
        "Returning a reservation to move from pay-as-you-go to CSP and buying it again there has no penalty.";
    L29 "L-29" Fact "2022-10" [Later]
        "A change of payment frequency, size, series or region is an ordinary exchange and restarts the term.";
    L30 "L-30" Fact "2024" [OtherPages]
        "An enrollment transfer to another currency cancels monthly reservations at their next payment and keeps upfront ones; with the same currency they transfer by self-service; between clouds the transfer fails.";
    L31 "L-31" Fact "2020-02" [OtherPages]
        "A renewal is a new reservation, except that one-month provisioned throughput renews in its order; a split, merge or transfer cancels the renewal.";
    L32 "L-32" Edition "2026-01" [Later]
        "Virtual machine software is refunded in full within 72 hours, which counts toward the cap, and is never exchanged; private offers are never canceled.";
    L33 "L-33" Edition "2026-01" [OtherPages]
        "Pre-purchase plans are final.";
    L34 "L-34" Fact "2026-01" [Later]
        "Limited-time offers follow the standard return rules.";
    L35 "L-35" Edition "2026-07-01" [Later]
        "Virtual machine reservations of older series are no longer sold or renewed, some for one year and some for one and three years, so they cannot be bought in an exchange.";
    L36 "L-36" Fact "2026-01" [Later]
        "Deleting a resource does not cancel its reservation.";
    Con01 "CON-01" Choice [Reading]
        "Is the fee deducted, reserved, or absent: by edition; an exchange has none, and the reserved amount is reported.";
    Con02 "CON-02" Choice [Reading]
        "Cap for a year or for a rolling 12 months: rolling, unless a calendar year is selected.";
    Con03 "CON-03" Choice [Reading]
        "Remaining months or remaining days: days, unless whole months are selected.";
    Con04 "CON-04" Choice [Reading]
        "New total more than the returned total, or at least equal: equal passes, unless the strict comparison is selected.";
    Con05 "CON-05" Choice [Reading]
        "Support request or self-service: by edition.";
    Con06 "CON-06" Choice [Reading]
        "Refunded to the original purchase or held for a future one: by edition and account type.";
    Con07 "CON-07" Choice [Reading]
        "Who may return: customer and partner in 2018, the owner from 2019-04, an administrator too from 2022-10; in CSP also the partner, from 2020-07 only the partner.";
    Con08 "CON-08" Choice [Reading]
        "Software credited in full or prorated: by license kind, unless the flat 100 percent is selected.";
    Con10 "CON-10" Choice [Reading]
        "The software page lists global admins, its cancellation sentence only admin agents: the cancellation sentence applies.";
    Con11 "CON-11" Choice [Reading]
        "The software page lists global admins, its sentence on keys only admin agents: the sentence on keys applies.";
    Con12 "CON-12" Choice [Reading]
        "The permission page lists sales agents, its sentence on the switch only admin agents: the sentence on the switch applies.";
    Con13 "CON-13" Choice [Reading]
        "One activity log: the four roles of S4 see it, admin and sales agents see permission changes in it, other roles are not stated.";
    Con15 "CON-15" Choice [Reading]
        "Amount or quantity in a software refund request: the amount is required and the quantity is optional.";
    Con16 "CON-16" Choice [Reading]
        "Market lists of one date differ on Azerbaijan, Brazil and Russia: each list is kept under its own name.";
    Con19 "CON-19" Choice [Reading]
        "An exchange has transactions and a new term, the premium-storage swap has neither: they are separate questions.";
    Con20 "CON-20" Choice [Reading]
        "Do CSP customers exchange, cancel and renew themselves, and who sets their price: they ask the partner, and the partner sets the price.";
    Amb01 "AMB-01" Choice [Reading]
        "Is the last day of a window inside: yes, unless the exclusive boundary is selected.";
    Amb02 "AMB-02" Choice [Reading]
        "Days or hours: calendar days, or hours where the edition counts hours.";
    Amb03 "AMB-03" Choice [Reading]
        "Which clock: UTC, wherever the parties are.";
    Amb04 "AMB-04" Choice [Reading]
        "Whose refunds share a cap: those of one billing scope, in one ledger that the caller keeps.";
    Amb05 "AMB-05" Choice [Reading]
        "What counts toward the cap: the refunded amount or the canceled commitment, by edition.";
    Amb06 "AMB-06" Choice [Reading]
        "Which currency the cap has: US dollars; another currency is an error and is not converted.";
    Amb07 "AMB-07" Choice [Reading]
        "A refund above the rest of the cap: refused whole.";
    Amb09 "AMB-09" Choice [Reading]
        "A refund that reaches the cap exactly: allowed.";
    Amb08 "AMB-08" Choice [Reading]
        "Does a refund as old as the window count: no; the window is 12 months or 365 days, by edition or as selected.";
    Amb11 "AMB-11" Choice [Reading]
        "12 percent of what: of the prorated credit.";
    Amb12 "AMB-12" Choice [Reading]
        "What a type is: the resource type, or its family where the edition has families.";
    Amb13 "AMB-13" Choice [Reading]
        "How much can be exchanged: any number of items on both sides, and of each reservation one unit to all of them.";
    Amb14 "AMB-14" Choice [Reading]
        "Rounding: half to even, once as the price of the returned part and once as the refund; months and years have real lengths; the day of return is not charged.";
    Amb16 "AMB-16" Choice [Reading]
        "Owner of which subscription: the one that the purchase is for.";
    Amb18 "AMB-18" Choice [Reading]
        "Dates in the activity log: whole UTC days, both ends included.";
    Amb19 "AMB-19" Choice [Reading]
        "Whose market: the caller decides.";
    Amb20 "AMB-20" Choice [Reading]
        "Agreement expired without renewal: needs review. Reservation expired: nothing to refund. Not started: full refund.";
    Amb21 "AMB-21" Choice [Reading]
        "Monthly plans: the current month is prorated, future payments are canceled, past months remain paid, a later month already paid is refunded whole.";
    Amb23 "AMB-23" Choice [Reading]
        "Part of a software order: by line, and whole lines only.";
    Amb24 "AMB-24" Choice [Reading]
        "Which invoice is the next one: the caller gives the billing day, and the answer is a year and a month.";
    Amb25 "AMB-25" Choice [Reading]
        "Plans that began on day 29, 30 or 31: each period is counted from the anchor and clamped to the end of the month.";
    Amb26 "AMB-26" Choice [Reading]
        "Which date selects a software edition: the purchase date, unless the request date is selected.";
    Amb27 "AMB-27" Choice [Reading]
        "How a lower current price affects the cap: the refunded amount counts, so the lower basis applies to both sides.";
    Amb28 "AMB-28" Choice [Reading]
        "A co-termed subscription whose term began before its purchase: the payment covers the time from the purchase to the end of the term.";
    Amb29 "AMB-29" Choice [Reading]
        "Is the day of canceling a subscription charged: by edition, or as selected.";
}
