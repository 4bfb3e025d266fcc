//! Every error and every reason of the crate, said once, in one text that people can read through.
//!
//! The text is `snapshots/it__voices__every_error_and_every_reason.snap`. After a change of wording, read the
//! difference and take it over with `INSTA_UPDATE=always cargo test --test it voices`.

#![expect(clippy::panic, clippy::unwrap_used, reason = "tests may panic")]

use core::fmt::{self, Write as _};

use reservation_policy::calendar::{Period, Term};
use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::decision::{Decision, Reason};
use reservation_policy::{Currency, Error, Money, Quantity, UsdAmount};

mod purchases;
mod reservations;

/// The text on the way: a heading for each room, then a name and what it says.
struct Voices(String);

impl Voices {
    fn room(&mut self, name: &str) {
        writeln!(self.0, "\n# {name}\n").unwrap();
    }

    /// What an error says; all convert into the crate's one error, and say the same there.
    fn error<E: Into<Error> + fmt::Display + fmt::Debug>(&mut self, error: E) {
        let (name, text) = (name_of(&error), error.to_string());
        assert_eq!(error.into().to_string(), text, "{name}");
        writeln!(self.0, "{name}\n    {text}").unwrap();
    }

    fn errors<E: Into<Error> + fmt::Display + fmt::Debug>(&mut self, errors: impl IntoIterator<Item = E>) {
        errors.into_iter().for_each(|error| self.error(error));
    }

    fn reason<R: Reason>(&mut self, reason: &R) {
        let azure = reason.azure_code().map(|code| format!(", {code}")).unwrap_or_default();
        let (name, rule, verdict) = (name_of(reason), reason.rule(), reason.verdict());
        writeln!(self.0, "{name} [{rule}, {verdict}{azure}]\n    {reason}").unwrap();
    }

    fn reasons<T, R: Reason, P>(&mut self, decision: &Decision<T, R, P>) {
        decision.reasons().iter().for_each(|reason| self.reason(reason));
    }

    /// What is said beside errors and reasons.
    fn line(&mut self, name: impl fmt::Debug, text: impl fmt::Display) {
        writeln!(self.0, "{name:?}\n    {text}").unwrap();
    }
}

/// `InvalidQuantity::Zero`, or the name alone for a struct.
fn name_of<T: fmt::Debug>(value: &T) -> String {
    let short = core::any::type_name::<T>().rsplit("::").next().unwrap();
    let shown = format!("{value:?}");
    let variant: String = shown.chars().take_while(char::is_ascii_alphanumeric).collect();
    if variant == short { variant } else { format!("{short}::{variant}") }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(text: &str, code: &str) -> Money {
    Money::parse(text, Currency::from_code(code).unwrap()).unwrap()
}

fn dollars(text: &str) -> UsdAmount {
    UsdAmount::parse(text).unwrap()
}

fn units(count: u32) -> Quantity {
    Quantity::new(count).unwrap()
}

fn arithmetic(voices: &mut Voices) {
    use reservation_policy::money::{InvalidAmount, MoneyError};
    use reservation_policy::quantity::{InvalidQuantity, Rate, Share};

    let (eur, usd) = (Currency::from_code("EUR").unwrap(), Currency::USD);
    voices.room("money");
    voices.errors(["US$", "XAU"].map(|code| Currency::from_code(code).unwrap_err()));
    voices.error(money("1.00", "EUR").checked_add(money("1.00", "USD")).unwrap_err());
    voices.errors([MoneyError::TooLarge { currency: eur }, MoneyError::Overflow { currency: eur }]);
    for text in ["1,200.00", "0.00000000000000000000000000001"] {
        voices.error(Money::parse(text, usd).unwrap_err());
    }
    for text in ["-1.00", "0.005", "184467440737095516.16"] {
        voices.error(UsdAmount::parse(text).unwrap_err());
    }
    voices.error(InvalidAmount::NotUsd { currency: eur });

    voices.room("quantity");
    voices.error(Quantity::new(0).unwrap_err());
    voices.error(Quantity::parse("2.5").unwrap_err());
    voices.error(InvalidQuantity::AboveOwned { requested: units(5), owned: units(3) });
    voices.error(Share::new(31, 30).unwrap_err());
    voices.error(Rate::parse("12 %").unwrap_err());

    voices.room("calendar");
    voices.error(Term::from_iso("P2Y").unwrap_err());
    voices.error(Period::new(date("2026-03-01"), date("2026-03-01")).unwrap_err());
}

fn policy(voices: &mut Voices) {
    use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    use reservation_policy::region::Region;
    use reservation_policy::rule::RuleId;

    voices.room("rule, region");
    voices.error("CAP-99".parse::<RuleId>().unwrap_err());
    voices.error(Region::parse("West-Europe!").unwrap_err());

    voices.room("policy");
    voices.error(ReservationPolicy::in_force_on(date("2018-05-10")).unwrap_err());
    voices.error(ReservationPolicy::from_name("2019-05").unwrap_err());
    voices.error(ReservationEdition::from_name("2020-07+observed").unwrap_err());
    voices.error(SoftwarePolicy::in_force_on(date("2018-08-30")).unwrap_err());
    voices.error("2019-05".parse::<SoftwareEdition>().unwrap_err());
}

fn market_and_role(voices: &mut Voices) {
    use reservation_policy::market::{MarketCode, MarketList};
    use reservation_policy::role::{Capability, Role, RoleSet, UserId, activity_between};

    voices.room("market");
    let list: MarketList = "2019-12".parse().unwrap();
    voices.error(list.look_up("Atlantis").unwrap_err());
    voices.error(MarketList::in_force_on(date("2018-01-01")).unwrap_err());
    voices.error(MarketCode::parse("B1").unwrap_err());
    voices.error("2019-13".parse::<MarketList>().unwrap_err());

    voices.room("role");
    voices.error("owner of all".parse::<Role>().unwrap_err());
    voices.error(UserId::new(" mei").unwrap_err());
    voices.error(activity_between(&[], date("2021-03-08"), date("2021-03-07")).map(Iterator::count).unwrap_err());
    voices.reasons(&RoleSet::of(Role::CUSTOMER_USER).decide(Capability::RenewReservation));
    voices.reasons(&RoleSet::of(Role::SALES_AGENT).decide(Capability::SetCustomerPermission));
    voices.reasons(&RoleSet::of(Role::SALES_AGENT).with(Role::HELPDESK_AGENT).decide(Capability::CancelSoftware));
    voices.reasons(&RoleSet::default().decide(Capability::CancelSoftware));
}

#[test]
fn every_error_and_every_reason() {
    let text = all();
    insta::assert_snapshot!(text);
}

fn all() -> String {
    let mut voices = Voices(String::new());
    arithmetic(&mut voices);
    policy(&mut voices);
    reservations::speak(&mut voices);
    market_and_role(&mut voices);
    purchases::speak(&mut voices);
    voices.0
}

/// The names of the errors and reasons that a source file declares, as the text has them; of `azure` none.
fn declared(source: &str) -> Vec<String> {
    let (mut names, mut outer, mut pending) = (Vec::new(), "", false);
    for line in source.lines().map(str::trim) {
        let words: Vec<&str> = line.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            ["pub", "enum" | "struct", name, ..] => {
                outer = name;
                if core::mem::take(&mut pending) {
                    names.push((*name).to_owned());
                }
            }
            ["error", "transparent"] => pending = false,
            ["error", ..] if line.starts_with("#[error(") => pending = true,
            [variant, ..] if pending && line.starts_with(char::is_uppercase) => {
                names.push(format!("{outer}::{variant}"));
                pending = false;
            }
            // A reason's arm: `Self::CapExceeded { .. } => "CapExceeded",`
            ["Self", variant, .., _code] if line.ends_with("\",") && outer.ends_with("Reason") => {
                names.push(format!("{outer}::{variant}"));
            }
            _ => {}
        }
    }
    names
}

#[test]
fn no_error_and_no_reason_is_left_out() {
    fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }
    let mut sources = Vec::new();
    files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    let text = all();
    let said: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
    let mut count = 0;
    for path in sources.iter().filter(|path| !path.components().any(|part| part.as_os_str() == "azure")) {
        for name in declared(&String::from_utf8(std::fs::read(path).unwrap()).unwrap()) {
            assert!(said.contains(&name.as_str()), "{name} of {} says nothing here", path.display());
            count += 1;
        }
    }
    assert!(count > 100, "only {count} were found");
}
