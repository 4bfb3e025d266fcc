//! Where the money of a refund or an exchange goes.
