//! A database of its own for each test, servers on it, and what the tests send.

use std::time::Duration;

use chrono::{DateTime, Utc};
use refund_service::{Clock, Guard, Identity, Limits, PolicySetting, Service, Settings, Store, http, server};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection, Executor};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// The instant at which most tests ask, on the day on which [`Return::new`] was bought: nothing is used up.
pub const NOON: &str = "2026-03-10T12:00:00Z";

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A database that no other test sees.
pub struct Database {
    pub url: String,
    admin: Option<(String, String)>,
    _folder: TempDir,
}

impl Database {
    pub async fn new() -> Self {
        let folder = TempDir::with_prefix("refund service ").unwrap();
        let Some(server) = std::env::var("DATABASE_URL").ok().filter(|url| url.starts_with("postgres")) else {
            let url = folder.path().join("ledger #1.db").to_str().unwrap().to_owned();
            return Self { url, admin: None, _folder: folder };
        };
        sqlx::any::install_default_drivers();
        let name = format!("refund_test_{}", Uuid::from_u128(rand_bits()).simple());
        let mut admin = AnyConnection::connect(&server).await.unwrap();
        admin.execute(format!("CREATE DATABASE {name}").as_str()).await.unwrap();
        let (head, query) =
            server.split_once('?').map_or((server.as_str(), String::new()), |(h, q)| (h, format!("?{q}")));
        let (host, _) = head.rsplit_once('/').unwrap();
        Self { url: format!("{host}/{name}{query}"), admin: Some((server, name)), _folder: folder }
    }

    pub async fn remove(self) {
        if let Some((server, name)) = &self.admin {
            let mut admin = AnyConnection::connect(server).await.unwrap();
            admin.execute(format!("DROP DATABASE {name} WITH (FORCE)").as_str()).await.unwrap();
        }
    }

    pub async fn server(&self, clock: &Clock) -> Server {
        Server::start(&self.url, clock.clone(), Setup::default()).await
    }

    /// Every refund in the table that was not reversed: id and cents.
    pub async fn refunds(&self) -> Vec<(String, i64)> {
        let mut connection = self.connect().await;
        let rows = sqlx::query_as("SELECT session_id, refunded_cents FROM refunds WHERE reversed_at_micros IS NULL");
        rows.fetch_all(&mut connection).await.unwrap()
    }

    /// A connection past the service.
    pub async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let url = if self.admin.is_some() {
            self.url.clone()
        } else {
            format!("sqlite:{}", self.url.replace(' ', "%20").replace('#', "%23"))
        };
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        if self.admin.is_none() {
            connection.execute("PRAGMA busy_timeout = 5000").await.unwrap();
        }
        connection
    }

    pub fn is_postgres(&self) -> bool {
        self.admin.is_some()
    }
}

/// Bits that differ from test to test, from the standard library's own hash seeds.
fn rand_bits() -> u128 {
    use std::hash::{BuildHasher, RandomState};
    let bits = || u128::from(RandomState::new().hash_one(std::process::id()));
    bits() << 64 | bits()
}

pub fn unique() -> String {
    Uuid::from_u128(rand_bits()).to_string()
}

/// What differs from server to server.
pub struct Setup {
    pub policy: &'static str,
    pub settings: Settings,
    pub deadline: Duration,
    pub guard: Guard,
    pub limits: Limits,
}

impl Default for Setup {
    fn default() -> Self {
        // Two busy cores: nothing here is about how long a queue takes.
        let patience = Duration::from_mins(1);
        Self {
            policy: "2020-07+observed",
            settings: Settings { patience, ..Settings::default() },
            deadline: patience,
            guard: Guard::new([], Identity::Anonymous),
            limits: Limits::default(),
        }
    }
}

/// A server in this process.
pub struct Server {
    pub base: String,
    client: Client,
    store: Store,
    pub service: Service,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(database: &str, clock: Clock, setup: Setup) -> Self {
        let store = Store::open(database, setup.settings).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let policy = setup.policy.parse::<PolicySetting>().unwrap();
        let service = Service::new(store.clone(), clock, policy, setup.deadline);
        let router = http::router(service.clone(), setup.guard);
        let task = tokio::spawn(async move {
            server::serve(listener, router, setup.limits, std::future::pending()).await;
        });
        Self { base, client: client(), store, service, task }
    }

    /// Stops answering at once, in the middle of whatever is under way.
    pub async fn cut_off(self) {
        self.task.abort();
        self.store.close().await;
    }

    pub fn bare_post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.base))
    }

    pub fn bare_get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.base))
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.bare_post(path).header("content-type", "application/json")
    }

    pub async fn quote(&self, body: &Value) -> Answer {
        Answer::of(self.post("/quote").body(body.to_string())).await
    }

    /// Quotes and gives the session id.
    pub async fn session(&self, body: &Value) -> String {
        let answer = self.quote(body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.session()
    }

    pub async fn confirm(&self, key: &str, session: &str) -> Answer {
        let body = json!({ "sessionId": session }).to_string();
        Answer::of(self.post("/confirm").header("idempotency-key", key).body(body)).await
    }

    pub async fn ledger(&self, scope: &str) -> Answer {
        Answer::of(self.client.get(format!("{}/scopes/{}/ledger", self.base, scope.replace('/', "%2F")))).await
    }

    pub async fn reverse(&self, scope: &str, id: &str) -> Answer {
        Answer::of(self.post(&format!("/scopes/{scope}/refunds/{id}/reverse"))).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.client.get(format!("{}{path}", self.base))).await
    }
}

pub fn client() -> Client {
    Client::builder().timeout(Duration::from_mins(1)).build().unwrap()
}

#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub body: Value,
    pub is_replayed: bool,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        Self::try_of(request).await.unwrap()
    }

    pub async fn try_of(request: RequestBuilder) -> Result<Self, reqwest::Error> {
        let response = request.send().await?;
        let status = response.status().as_u16();
        let is_replayed = response.headers().contains_key("idempotent-replayed");
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Self { status, text, body, is_replayed })
    }

    pub fn session(&self) -> String {
        self.body["properties"]["sessionId"].as_str().unwrap().to_owned()
    }

    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_else(|| panic!("no error in {}", self.text))
    }
}

/// A return of every unit of a reservation for three years, paid upfront on 10 March 2026.
#[derive(Clone)]
pub struct Return {
    pub scope: String,
    pub name: String,
    pub dollars: String,
    pub bought: u32,
    pub returned: u32,
}

impl Return {
    pub fn new(scope: &str, dollars: &str) -> Self {
        Self { scope: scope.to_owned(), name: unique(), dollars: dollars.to_owned(), bought: 1, returned: 1 }
    }

    pub fn body(&self) -> Value {
        let order = format!("/providers/Microsoft.Capacity/reservationOrders/{}", self.name);
        let id = format!("{order}/reservations/{}", self.name);
        let amount: Value = serde_json::from_str(&self.dollars).unwrap();
        let price = json!({ "currencyCode": "USD", "amount": amount });
        json!({
            "scope": self.scope,
            "unused": true,
            "order": { "id": order, "properties": {
                "term": "P3Y", "billingPlan": "Upfront", "benefitStartTime": "2026-03-10T00:00:00Z",
                "originalQuantity": self.bought, "reservations": [{ "id": id }],
                "planInformation": { "transactions": [{
                    "dueDate": "2026-03-10", "paymentDate": "2026-03-10", "status": "Succeeded",
                    "pricingCurrencyTotal": price, "billingCurrencyTotal": price }] } } },
            "reservation": { "id": id, "properties": {
                "quantity": self.bought, "reservedResourceType": "VirtualMachines", "provisioningState": "Succeeded" } },
            "request": { "properties": { "scope": "Reservation",
                "reservationToReturn": { "reservationId": id, "quantity": self.returned } } },
        })
    }
}
