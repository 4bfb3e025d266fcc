//! The library answering as the live service would, offline: JSON lines in, JSON lines out.
//!
//! ```text
//! cargo run --release --example calculate -- FILE...
//! cargo run --release --example calculate < requests.jsonl
//! cargo run --release --example calculate -- --explain FILE...
//! ```
//!
//! Each line (or FILE) is one JSON object with an `operation`. Each gets one line in answer, in order; a bad line
//! gets an error and the next one is read. There is no rule in here: it reads JSON, calls the library, writes JSON.

#![expect(clippy::print_stderr, reason = "a command-line program says on standard error what it can't read")]

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use reservation_policy::azure::{InvalidFacts, facts, refund::CalculateRefundResponse, shape};
use reservation_policy::chrono;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::refund::{RefundError, RefundRequest, Usage};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[path = "calculate/exchange.rs"]
mod exchange;
#[path = "calculate/market.rs"]
mod market;
#[path = "calculate/software.rs"]
mod software;

/// A longer line is answered with an error, and not read into memory.
const LONGEST_LINE: usize = 16 << 20;

fn main() -> ExitCode {
    let mut files = Vec::new();
    let mut form = Form::Json;
    for argument in std::env::args_os().skip(1) {
        if argument == "--explain" {
            form = Form::Explained;
        } else {
            files.push(argument);
        }
    }
    let mut out = io::stdout().lock();
    if files.is_empty() {
        return exit_code(answer_lines(&mut BufReader::new(io::stdin().lock()), &mut out, form), "standard input");
    }
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let shown = file.to_string_lossy().into_owned();
        let answered = File::open(&file).and_then(|file| answer_file(file, &mut out, form));
        if answered.is_err() {
            code = exit_code(answered, &shown);
        }
    }
    code
}

fn exit_code(answered: io::Result<()>, source: &str) -> ExitCode {
    match answered {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the answers has heard enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("can't read {source}: {error}");
            ExitCode::from(2)
        }
    }
}

/// How an answer is written.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Json,
    Explained,
}

/// A file holds one JSON object, over as many lines as it likes, or one object a line.
pub(crate) fn answer_file(mut file: impl Read, out: &mut impl Write, form: Form) -> io::Result<()> {
    let mut start = Vec::new();
    let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX).saturating_add(1);
    Read::by_ref(&mut file).take(limit).read_to_end(&mut start)?;
    let is_one_object =
        start.len() <= LONGEST_LINE && serde_json::from_slice::<serde::de::IgnoredAny>(without_mark(&start)).is_ok();
    if is_one_object {
        return write_answer(&start, out, form);
    }
    answer_lines(&mut BufReader::new(Cursor::new(start).chain(file)), out, form)
}

pub(crate) fn answer_lines(input: &mut impl BufRead, out: &mut impl Write, form: Form) -> io::Result<()> {
    let mut line = Vec::new();
    while let Some(length) = read_line(input, &mut line)? {
        if length > LONGEST_LINE {
            let message = format!("the line has {length} bytes, expected at most {LONGEST_LINE}");
            write_reply(&Err(InvalidFacts::invalid("", message)), out, form)?;
        } else if !without_mark(&line).trim_ascii().is_empty() {
            write_answer(&line, out, form)?;
        }
    }
    Ok(())
}

/// Reads a line without its end, of a line that is too long only the length; `None` at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<usize>> {
    line.clear();
    let mut length = 0_usize;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok((length > 0).then_some(length));
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
        length = length.saturating_add(part.len());
        if length <= LONGEST_LINE {
            line.extend_from_slice(part);
        } else {
            // Give the memory back: nobody will look at this line.
            *line = Vec::new();
        }
        let used = part.len().saturating_add(usize::from(end.is_some()));
        input.consume(used);
        if end.is_some() {
            return Ok(Some(length));
        }
    }
}

fn write_answer(line: &[u8], out: &mut impl Write, form: Form) -> io::Result<()> {
    write_reply(&answer(without_mark(line)), out, form)
}

/// The bytes without the mark that some tools put at the start of a file to say that it is UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// An answer: its JSON, and the text for people.
struct Answer {
    json: Box<RawValue>,
    explanation: String,
}

/// What can be asked.
const OPERATIONS: &str = "`calculateRefund`, `calculateExchange`, `cancelSoftware` or `market`";

type Reply = Result<Answer, InvalidFacts>;

fn write_reply(reply: &Reply, out: &mut impl Write, form: Form) -> io::Result<()> {
    match (form, reply) {
        (Form::Json, Ok(answer)) => write_json(out, &Status { status: 200, body: &answer.json }),
        (Form::Json, Err(error)) => write_json(out, &Status { status: 400, body: ErrorBody::of(error) }),
        (Form::Explained, Ok(answer)) => writeln!(out, "{}", answer.explanation),
        (Form::Explained, Err(error)) => writeln!(out, "error {}: {error}\n", error.code()),
    }?;
    out.flush()
}

fn write_json(out: &mut impl Write, reply: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, reply)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Status<B> {
    status: u16,
    body: B,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    error: ErrorDetails<'a>,
}

#[derive(Serialize)]
struct ErrorDetails<'a> {
    code: &'a str,
    message: &'a str,
    target: &'a str,
}

impl<'a> ErrorBody<'a> {
    fn of(error: &'a InvalidFacts) -> Self {
        Self { error: ErrorDetails { code: error.code(), message: error.message(), target: error.target() } }
    }
}

/// Reads a shape; an error says at which member.
fn read<T: DeserializeOwned>(line: &[u8]) -> Result<T, InvalidFacts> {
    read_below("", line)
}

/// Reads what stands at a member.
fn read_below<T: DeserializeOwned>(member: &str, text: &[u8]) -> Result<T, InvalidFacts> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        // A dot is the text itself; a question mark is a place before a member has its name.
        let path = if path == "." || path == "?" { "" } else { path.strip_suffix(".?").unwrap_or(&path) };
        let dot = if member.is_empty() || path.is_empty() { "" } else { "." };
        let quantity = path.ends_with("reservationToReturn.quantity");
        let code = if quantity { "InvalidRefundQuantity" } else { "InvalidRequest" };
        InvalidFacts::new(code, format!("{member}{dot}{path}"), error.inner())
    })?;
    json.end().map_err(|error| InvalidFacts::invalid(member, error))?;
    Ok(value)
}

fn answer(line: &[u8]) -> Reply {
    #[derive(Deserialize)]
    struct Operation {
        operation: Option<String>,
    }
    if let Err(error) = std::str::from_utf8(line) {
        return Err(InvalidFacts::invalid("", format_args!("the line is not UTF-8: {error}")));
    }
    let operation = read::<Operation>(line)?.operation;
    match operation.as_deref() {
        Some("calculateRefund") => calculate_refund(&read(line)?),
        Some("calculateExchange") => exchange::answer(&read(line)?),
        Some("cancelSoftware") => software::answer(&read(line)?),
        Some("market") => market::answer(&read(line)?),
        Some(other) => {
            let shown: String = other.chars().take(40).collect();
            Err(InvalidFacts::invalid(
                "operation",
                format_args!("`{shown}` is not an operation, expected {OPERATIONS}"),
            ))
        }
        None => Err(InvalidFacts::invalid("operation", "is missing")),
    }
}

/// Makes an error of any kind into one about the member at `target`.
fn invalid<E: std::fmt::Display>(target: &str) -> impl Fn(E) -> InvalidFacts {
    move |error| InvalidFacts::invalid(target, error)
}

/// The policy: a name for `by_name`, or an object that overrides some fields of an edition.
fn named_policy<P: DeserializeOwned>(
    given: Option<&RawValue>,
    by_name: impl Fn(&str) -> Result<P, InvalidFacts>,
) -> Result<P, InvalidFacts> {
    let given = given.ok_or_else(|| InvalidFacts::invalid("policy", "is missing"))?;
    if given.get().starts_with('{') {
        return read_below("policy", given.get().as_bytes());
    }
    let name = serde_json::from_str::<String>(given.get()).map_err(|_| {
        InvalidFacts::invalid("policy", "is neither a name nor an object, expected one such as `2020-07+observed`")
    })?;
    by_name(&name)
}

fn reservation_policy(given: Option<&RawValue>, at: DateTime<Utc>) -> Result<ReservationPolicy, InvalidFacts> {
    named_policy(given, |name| match name {
        "in-force" => ReservationPolicy::in_force_on(at.date_naive()).map_err(invalid("policy")),
        name => ReservationPolicy::from_name(name).map_err(invalid("policy")),
    })
}

fn at(text: Option<&String>) -> Result<DateTime<Utc>, InvalidFacts> {
    let text = text.ok_or_else(|| InvalidFacts::invalid("at", "is missing"))?;
    DateTime::parse_from_rfc3339(text).map(|instant| instant.to_utc()).map_err(|_| {
        let shown: String = text.chars().take(40).collect();
        InvalidFacts::invalid(
            "at",
            format_args!("`{shown}` is not an instant, expected one such as `2023-03-10T03:07:12Z`"),
        )
    })
}

fn requester(name: Option<&String>) -> Result<Requester, InvalidFacts> {
    match name.map(String::as_str) {
        None | Some("owner") => Ok(Requester::Owner),
        Some("reservationAdministrator") => Ok(Requester::ReservationAdministrator),
        Some("customer") => Ok(Requester::Customer),
        Some("partner") => Ok(Requester::Partner),
        Some("other") => Ok(Requester::Other),
        Some(name) => {
            let shown: String = name.chars().take(40).collect();
            let expected = "`owner`, `reservationAdministrator`, `customer`, `partner` or `other`";
            Err(InvalidFacts::invalid("requester", format_args!("`{shown}` asks, expected {expected}")))
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RefundLine {
    at: Option<String>,
    policy: Option<Box<RawValue>>,
    order: Option<shape::ReservationOrder>,
    reservation: Option<shape::Reservation>,
    request: Option<shape::CalculateRefundRequest>,
    refunds: Option<Vec<EarlierRefund>>,
    requester: Option<String>,
    unused: Option<bool>,
    paid_quantity: Option<reservation_policy::azure::ExactNumber>,
    early_termination_fee_rate: Option<String>,
    current_price: Option<shape::Price>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EarlierRefund {
    id: Option<String>,
    at: Option<String>,
    refund: Option<shape::Price>,
    cancelled_commitment: Option<shape::Price>,
}

fn ledger(refunds: &[EarlierRefund]) -> Result<RefundLedger, InvalidFacts> {
    let mut ledger = RefundLedger::new();
    for (index, refund) in refunds.iter().enumerate() {
        let target = |member: &str| format!("refunds[{index}].{member}");
        let id = RefundId::new(refund.id.as_deref().unwrap_or_default())
            .map_err(|error| InvalidFacts::invalid(target("id"), error))?;
        let at = refund.at.as_ref().ok_or_else(|| InvalidFacts::invalid(target("at"), "is missing"))?;
        let at = facts::instant(at, &target("at"))?;
        let mut entry = CapEntry::new(id, at, facts::usd(refund.refund.as_ref(), &target("refund"))?);
        if let Some(cancelled) = &refund.cancelled_commitment {
            let member = target("cancelledCommitment");
            entry = entry
                .with_cancelled_commitment(facts::usd(Some(cancelled), &member)?)
                .map_err(|error| InvalidFacts::invalid(member, error))?;
        }
        ledger.record(entry).map_err(|error| InvalidFacts::invalid(target("id"), error))?;
    }
    Ok(ledger)
}

fn calculate_refund(line: &RefundLine) -> Reply {
    let at = at(line.at.as_ref())?;
    let policy = reservation_policy(line.policy.as_deref(), at)?;
    let missing = |target: &'static str| move || InvalidFacts::invalid(target, "is missing");
    let order = line.order.as_ref().ok_or_else(missing("order"))?;
    let own = line.reservation.as_ref().ok_or_else(missing("reservation"))?;
    let request = line.request.as_ref().ok_or_else(missing("request"))?;
    let request = request.properties.as_ref().ok_or_else(missing("request.properties"))?;
    let returned = request.reservation_to_return.as_ref();
    let returned = returned.ok_or_else(missing("request.properties.reservationToReturn"))?;

    let id = facts::returned_id(order, own, returned)?;
    let quantity = facts::quantity(returned.quantity.as_ref(), "request.properties.reservationToReturn.quantity")?;
    let paid = line.paid_quantity.as_ref().map(|paid| facts::units(Some(paid), "paidQuantity")).transpose()?;
    let reservation = facts::reservation(order, own, paid)?.with_id(id.clone());
    let ledger = ledger(line.refunds.as_deref().unwrap_or_default())?;

    let mut request = RefundRequest::new(&reservation, quantity, at, requester(line.requester.as_ref())?);
    request = request.with_usage(if line.unused.unwrap_or(true) { Usage::Unused } else { Usage::Used });
    if let Some(rate) = &line.early_termination_fee_rate {
        let rate = Rate::parse(rate).map_err(|error| InvalidFacts::invalid("earlyTerminationFeeRate", error))?;
        request = request.with_fee_rate(rate);
    }
    if line.current_price.is_some() {
        request = request.with_current_price(facts::money(line.current_price.as_ref(), "currentPrice")?);
    }
    let decision = policy.decide_refund(&request, &ledger).map_err(|error| refund_error(&error))?;
    let response = CalculateRefundResponse::new(&id, reservation.schedule().plan(), &decision);
    let explanation = Explanation::new(&policy, &request, &decision).to_string();
    Ok(Answer { json: to_raw(&response)?, explanation })
}

fn to_raw(response: &impl Serialize) -> Result<Box<RawValue>, InvalidFacts> {
    serde_json::value::to_raw_value(response).map_err(|error| InvalidFacts::invalid("", error))
}

/// Which member of the line a question's error is about.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is left are amounts, and they come from the payments")]
fn refund_error(error: &RefundError) -> InvalidFacts {
    let (code, target) = match error {
        RefundError::Quantity(_) => ("InvalidRefundQuantity", "request.properties.reservationToReturn.quantity"),
        RefundError::BeforePurchase { .. } | RefundError::AfterTerm { .. } => ("InvalidRequest", "at"),
        RefundError::FeeRateMissing { .. } => ("InvalidRequest", "earlyTerminationFeeRate"),
        RefundError::CurrentPriceCurrency { .. } => ("InvalidRequest", "currentPrice.currencyCode"),
        RefundError::CurrentPriceNegative { .. } => ("InvalidRequest", "currentPrice.amount"),
        _ => ("InvalidRequest", "order.properties.planInformation.transactions"),
    };
    InvalidFacts::new(code, target, error)
}
