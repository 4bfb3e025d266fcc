//! The service over HTTP, on SQLite, or on PostgreSQL when `DATABASE_URL` names a server.

mod answers;
mod concurrency;
mod requests;
mod restart;
mod support;
