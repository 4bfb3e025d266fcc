//! To come.

pub mod cap;
pub mod storage_swap;
pub mod vm_size;
