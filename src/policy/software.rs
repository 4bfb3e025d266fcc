//! The policy for cancelling software.
