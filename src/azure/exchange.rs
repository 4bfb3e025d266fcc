//! The answer to `calculateExchange`.
