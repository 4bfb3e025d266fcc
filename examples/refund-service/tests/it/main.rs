//! The service over HTTP, on SQLite, or on PostgreSQL when `DATABASE_URL` names a server.
#![expect(clippy::arithmetic_side_effects, reason = "a test that panics has failed")]

#[cfg(test)]
mod answers;
#[cfg(test)]
mod concurrency;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod support;
