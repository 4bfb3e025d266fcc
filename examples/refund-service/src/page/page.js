"use strict";
const form = document.getElementById("form");
const json = document.getElementById("json");
const result = document.getElementById("result");
const ledger = document.getElementById("ledger");
let today = new Date().toISOString().slice(0, 10);
let reservation = uuid();

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("")
    .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/* Text only ever goes in as text. */
function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value); else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function addMonths(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/* The service's own shapes: an order with its payments, a reservation, and what is returned of it. */
function request() {
  const field = name => form.elements[name].value;
  const start = field("start");
  const years = Number(field("term").slice(1, 2));
  const payments = field("plan") === "Monthly" ? years * 12 : 1;
  /* The amount is written as it was typed: a number in JSON, and no floating point in between. */
  const price = { currencyCode: "USD", amount: "\u0000" + field("price") + "\u0000" };
  const transactions = [];
  for (let index = 0; index < payments; index += 1) {
    const dueDate = addMonths(start, index);
    const paid = dueDate <= today;
    transactions.push({
      dueDate, status: paid ? "Succeeded" : "Scheduled", ...(paid ? { paymentDate: dueDate } : {}),
      pricingCurrencyTotal: price, billingCurrencyTotal: price,
    });
  }
  const order = "/providers/Microsoft.Capacity/reservationOrders/" + reservation;
  const id = order + "/reservations/" + reservation;
  const shared = { term: field("term"), billingPlan: field("plan"), provisioningState: "Succeeded" };
  const line = {
    scope: field("scope"),
    order: { id: order, properties: {
      ...shared, benefitStartTime: start + "T00:00:00Z", originalQuantity: Number(field("bought")),
      reservations: [{ id }], planInformation: { transactions } } },
    reservation: { id, properties: { ...shared, quantity: Number(field("bought")), reservedResourceType: field("type") } },
    request: { properties: { scope: "Reservation",
      reservationToReturn: { reservationId: id, quantity: Number(field("returned")) } } },
    requester: field("requester"),
  };
  return JSON.stringify(line, null, 2).replace(/"\\u0000([0-9.]*)\\u0000"/g, (_, amount) => amount || "0");
}

async function call(method, path, body, headers = {}) {
  const options = { method, headers: { "Content-Type": "application/json", ...headers }, body };
  const token = sessionStorage.getItem("token");
  if (token) options.headers.Authorization = "Bearer " + token;
  try {
    const response = await fetch(path, options);
    if (response.status === 401) {
      const given = prompt("The service asks for a token");
      if (given && given !== token) {
        sessionStorage.setItem("token", given);
        return call(method, path, body, headers);
      }
    }
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: { error: { code: "NoAnswer", message: "the service did not answer: try again" } } };
  }
}

/* Amounts are text from the service to the screen: no floating point in between. */
const plain = text => text.replace(/^-?[0-9]+/, whole => whole.replace(/\B(?=([0-9]{3})+$)/g, ","));
const usd = text => plain(text) + " USD";
const when = text => text === null ? "never" : text.slice(0, 16).replace("T", " ") + " UTC";

function facts(rows) {
  return make("dl", {}, ...rows.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

function problem(error) {
  const target = error.target ? " (" + error.target + ")" : "";
  return make("div", { class: "verdict bad", role: "alert", "data-code": error.code },
    make("strong", {}, error.code), ": " + error.message + target);
}

function verdict({ decision }) {
  return decision.approved
    ? make("div", { class: "verdict good" }, "Policy " + decision.policy + " allows it.")
    : make("div", { class: "verdict bad" }, "Policy " + decision.policy + " does not allow it:",
        make("ul", {}, ...decision.reasons.map(reason => make("li", {}, reason.message + " (" + reason.rule + ")"))));
}

function rows({ amounts, properties: { quantity, decision } }) {
  return [
    ["Units returned", String(quantity)],
    ["Days used", decision.period.usedDays + " of " + decision.period.days],
    ["Paid so far, all units", plain(amounts.totalPaid)],
    ["Retained", plain(amounts.retained)],
    ["Future payments canceled", plain(amounts.canceled)],
    ["Counts toward the cap", usd(decision.countsTowardCap)],
    ["Cap left before", usd(decision.capRemainingBefore)],
    ["Cap left after", usd(decision.capRemainingAfter)],
    ["Holds until", when(decision.validUntil)],
    ...(decision.earliestAllowed ? [["Fits the cap from", when(decision.earliestAllowed)]] : []),
  ];
}

function quoteView(quote) {
  return make("div", {}, make("div", { class: "figure" }, plain(quote.amounts.refund)), verdict(quote.properties),
    facts(rows(quote)));
}

/* What was quoted and what holds now, side by side. */
function bothView(quoted, current) {
  const now = new Map(rows(current));
  const line = (name, was, is) => make("tr", {}, make("td", {}, name), make("td", { class: "number" }, was),
    make("td", { class: "number" }, was === is ? is : make("strong", {}, is)));
  return make("div", {},
    make("div", { class: "scroll" }, make("table", { id: "both" },
      make("thead", {}, make("tr", {}, make("th"), make("th", { class: "number" }, "As quoted"), make("th", { class: "number" }, "As it is now"))),
      make("tbody", {}, line("Refund", plain(quoted.amounts.refund), plain(current.amounts.refund)),
        ...rows(quoted).map(([name, was]) => line(name, was, now.get(name) ?? ""))))),
    verdict(current.properties));
}

/* One key for each quote: pressing twice, or trying again after a lost answer, is the same confirmation. */
function confirmButton(quote) {
  const key = uuid();
  const button = make("button", { class: "main", id: "confirm", type: "button", onclick: async () => {
    button.disabled = true;
    const body = JSON.stringify({ sessionId: quote.properties.sessionId });
    const answer = await call("POST", "/confirm", body, { "Idempotency-Key": key });
    if (answer.status === 0 || answer.status === 503) {
      button.disabled = false;
      result.querySelector("[role=alert]")?.remove();
      result.append(problem(answer.body.error));
    } else {
      showConfirmation(answer);
    }
    await showLedger();
  } }, "Confirm");
  button.disabled = !quote.properties.decision.approved;
  return make("div", { class: "buttons" }, button);
}

function showQuote({ status, body }) {
  if (status === 200) result.replaceChildren(quoteView(body), confirmButton(body));
  else result.replaceChildren(problem(body.error));
}

function showConfirmation({ status, body }) {
  if (status === 200) {
    result.replaceChildren(make("div", { class: "verdict good", id: "done" },
      "Recorded as refund " + body.refund.id + "."), quoteView(body));
    /* What the form says is true of the reservation as it was: the next return is of another one. */
    reservation = uuid();
    writeRequest();
    return;
  }
  result.replaceChildren(problem(body.error));
  if (body.current) result.append(bothView(body.quoted, body.current));
  else if (body.quoted) result.append(make("h3", {}, "As quoted"), quoteView(body.quoted));
  if (body.current) result.append(confirmButton(body.current));
}

function reverseButton(scope, refund) {
  return make("button", { class: "small", type: "button", onclick: async () => {
    if (!confirm("Take back the refund of " + plain(refund.billed) + " for reservation " + refund.reservation + "?")) return;
    const path = "/scopes/" + encodeURIComponent(scope) + "/refunds/" + encodeURIComponent(refund.id) + "/reverse";
    const answer = await call("POST", path);
    await showLedger();
    if (answer.status !== 200) ledger.prepend(problem(answer.body.error));
  } }, "Reverse");
}

async function showLedger() {
  const scope = form.elements.scope.value.trim() || "contoso";
  const { status, body } = await call("GET", "/scopes/" + encodeURIComponent(scope) + "/ledger");
  if (status !== 200) {
    ledger.replaceChildren(problem(body.error));
    return;
  }
  today = body.asOf.slice(0, 10);
  const share = Math.min(100, 100 * Number(body.used) / Number(body.limit));
  const bar = make("div", { class: "bar", role: "img", "aria-label": Math.round(share) + " % of the cap is used" }, make("div"));
  bar.firstChild.style.width = share + "%";
  const head = [
    ...(body.clockBehind ? [problem({ code: "ClockBehindLedger", message: "nothing is decided: the clock says " + when(body.clockBehind) })] : []),
    make("div", { class: "figure", id: "remaining" }, usd(body.remaining)),
    make("p", { class: "quiet" }, "left of " + usd(body.limit) + " in " + body.window + ", counting " + body.measure +
      ", by policy " + body.policy + ", as of " + when(body.asOf) + "."),
    bar,
  ];
  const releases = body.releases.length === 0 ? [] : [
    make("h3", {}, "What comes back"),
    make("div", { class: "scroll" }, make("table", {},
      make("thead", {}, make("tr", {}, make("th", {}, "From"), make("th", { class: "number" }, "Comes back, USD"), make("th", { class: "number" }, "Then left, USD"))),
      make("tbody", {}, ...body.releases.map(release => make("tr", {}, make("td", {}, when(release.at)),
        make("td", { class: "number" }, plain(release.amount)), make("td", { class: "number" }, plain(release.remainingAfter))))))),
  ];
  const rows = body.refunds.map(refund => make("li", { class: refund.reversedAt ? "refund reversed" : "refund" },
    make("div", {}, make("strong", {}, plain(refund.billed)), " on " + when(refund.at)),
    make("div", { class: "quiet" }, refund.quantity + (refund.quantity === 1 ? " unit" : " units") + " of " + refund.reservation),
    make("div", { class: "quiet" }, "counts " + usd(refund.counts) + " until " + when(refund.countsUntil)),
    refund.reversedAt ? make("em", {}, "reversed on " + when(refund.reversedAt)) : reverseButton(scope, refund)));
  const refunds = rows.length === 0 ? [make("p", { class: "quiet" }, "No refund is recorded for this scope.")] : [
    make("ul", { class: "refunds" }, ...rows),
    ...(body.refundsTotal > rows.length ? [make("p", { class: "quiet" }, "The last " + rows.length + " of " + body.refundsTotal + ".")] : []),
  ];
  ledger.replaceChildren(...head, ...releases, make("h3", {}, "Refunds"), ...refunds);
}

function writeRequest() { json.value = request(); }

form.addEventListener("input", writeRequest);
form.elements.scope.addEventListener("change", showLedger);
form.addEventListener("submit", async event => {
  event.preventDefault();
  const button = document.getElementById("quote");
  button.disabled = true;
  showQuote(await call("POST", "/quote", json.value));
  button.disabled = false;
});
document.getElementById("another").addEventListener("click", () => {
  reservation = uuid();
  writeRequest();
  result.replaceChildren(make("p", { class: "quiet" }, "Nothing was asked yet."));
});

showLedger().then(() => {
  form.elements.start.value = addMonths(today, -3);
  writeRequest();
});
